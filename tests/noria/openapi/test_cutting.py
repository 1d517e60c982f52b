"""One operation is cut out: with what it needs, in one dialect, and nothing else."""

from pathlib import Path
from typing import Any

import pytest

from noria.errors import Invalid, TooLarge
from noria.input_schema import check_schema
from noria.openapi.cutting import cut
from noria.openapi.document import read_document

SHOP = (Path(__file__).parent / "petshop.yaml").read_text()


def described(operation: str) -> tuple[Any, dict[str, Any]]:
    """The operation, and the components."""
    chosen = cut(read_document(SHOP), operation)
    document: Any = chosen.specification
    [item] = document["paths"].values()
    [found] = item.values()
    return found, document.get("components", {}).get("schemas", {})


def test_parameters_are_written_out_with_those_of_the_path() -> None:
    found, _ = described("getPet")

    assert [(each["name"], each["in"]) for each in found["parameters"]] == [
        ("id", "path"),
        ("fields", "query"),
        ("limit", "query"),
        ("filter", "query"),
    ]
    assert found["parameters"][0]["description"] == "Which."
    assert found["parameters"][2]["schema"] == {"type": "integer", "exclusiveMinimum": 0}


def test_a_request_has_no_read_only_fields_and_an_answer_has_them() -> None:
    request, sent = described("PUT /pets/{id}")
    answer, answered = described("getPet")

    pet = request["requestBody"]["content"]["application/json"]["schema"]
    assert pet == {"$ref": "#/components/schemas/Pet"}
    assert list(sent["Pet"]["properties"]) == ["name", "secret", "mother", "price"]
    assert sent["Pet"]["required"] == ["name"]
    assert sent["Pet"]["properties"]["mother"] == pet
    given = answer["responses"]["200"]["content"]["application/json"]["schema"]
    assert given == {"$ref": "#/components/schemas/Pet.answer"}
    assert list(answered["Pet.answer"]["properties"]) == ["id", "name", "mother", "price"]
    assert "Unused" not in {**sent, **answered}


def test_parts_of_one_object_become_one_and_null_a_choice() -> None:
    found, _ = described("order")

    assert found["requestBody"] == {
        "required": False,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "amount": {"type": "integer"},
                        "currency": {"type": "string", "const": "eur"},
                        "note": {
                            "anyOf": [{"type": "string"}, {"type": "null"}],
                            "description": "A word to us.",
                        },
                    },
                    "required": ["amount", "note"],
                }
            }
        },
    }


@pytest.mark.parametrize("operation", ["getPet", "PUT /pets/{id}", "order"])
def test_what_was_cut_is_a_document_of_its_own(operation: str) -> None:
    chosen = cut(read_document(SHOP), operation)

    assert chosen.specification["servers"] == [{"url": "https://eu.pets.example/v1"}]
    assert cut(chosen.specification, chosen.operation) == chosen
    components: Any = chosen.specification.get("components", {})
    assert check_schema({"components": components, "type": "object"}) == []


def test_a_server_that_is_a_path_is_on_the_host_of_the_document() -> None:
    document: dict[str, Any] = {"servers": [{"url": "/api/"}], "paths": {"/a": {"get": {}}}}

    chosen = cut(document, "GET /a", "https://shop.example/docs/openapi.yaml")

    assert chosen.specification["servers"] == [{"url": "https://shop.example/api/"}]


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$ref": "other.yaml#/A"}, "another document: bundle"),
        ({"properties": {"x": 7}}, "schema/properties/x' has to be a schema"),
        ({"items": {"$ref": "#/components/schemas/No"}}, "'#/components/schemas/No', which there is not"),
        ({"$ref": "#/components/schemas/A"}, "'/components/schemas/A' refers to itself"),
    ],
)  # fmt: skip
def test_the_place_of_what_is_wrong_is_named(schema: Any, words: str) -> None:
    body = {"content": {"application/json": {"schema": schema}}}
    document: Any = {
        "paths": {"/a": {"post": {"requestBody": body}}},
        "components": {"schemas": {"A": {"$ref": "#/components/schemas/A"}}},
    }

    with pytest.raises(Invalid, match=words):
        cut(document, "POST /a")


def test_circles_of_all_of_come_to_an_end() -> None:
    schema = {
        "allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"x": {"type": "null"}}}]
    }
    body = {"content": {"application/json": {"schema": schema}}}
    document: Any = {
        "paths": {"/a": {"post": {"requestBody": body}}},
        "components": {"schemas": {"A": schema}},
    }

    assert cut(document, "POST /a").operation == "POST /a"


def test_what_is_too_long_for_a_graph_is_refused() -> None:
    fields = {f"field_{n}": {"type": "string", "default": "x" * 100} for n in range(3_000)}
    body = {"content": {"application/json": {"schema": {"properties": fields}}}}

    with pytest.raises(TooLarge, match="'POST /a'"):
        cut({"paths": {"/a": {"post": {"requestBody": body}}}}, "POST /a")
