"""Which credentials a graph names."""

from typing import Any

from pydantic import BaseModel, Field

from noria.catalog import Catalog, load_catalog
from noria.compile import compile_graph
from noria.context import NodeContext
from noria.credential_uses import CredentialUse, credential_uses
from noria.credentials import CredentialName
from noria.node_type import node, ui


class OddConfig(BaseModel):
    key: CredentialName | None = Field(
        default=None, json_schema_extra=ui(widget="credential", credential_type="moon|sun")
    )


@node("test.odd", title="Odd", category="Test", icon="moon")
async def odd(config: OddConfig, context: NodeContext) -> None: ...


def graph(**config: Any) -> dict[str, Any]:
    http = {"id": "get", "type": "http.request", "config": {"url": "https://a.example", **config}}
    return {
        "nodes": [{"id": "start", "type": "start"}, http],
        "edges": [{"from": "start", "to": "get"}],
    }


def test_a_named_credential_is_found_with_the_types_that_fit() -> None:
    [use] = credential_uses(graph(credential="Shop {{ x }}"), load_catalog())

    assert (use.node_id, use.field, use.name) == ("get", "/credential", "Shop {{ x }}")
    assert {"bearer", "basic", "header"} <= set(use.types)


def test_a_graph_without_credentials_has_no_uses() -> None:
    assert credential_uses(graph(), load_catalog()) == []
    assert credential_uses({"nodes": "none"}, load_catalog()) == []


def test_a_credential_is_never_chosen_by_an_expression() -> None:
    compiled = compile_graph(graph(credential="{{ trigger.which }}"), load_catalog())

    assert [problem.code for problem in compiled.problems] == ["expression_not_evaluated"]


def test_a_field_of_types_that_nobody_has_is_a_problem() -> None:
    catalog = Catalog([*load_catalog(), odd])
    document = graph()
    document["nodes"][1] = {"id": "get", "type": "test.odd", "config": {"key": "Moon"}}
    compiled = compile_graph(document, catalog)

    assert credential_uses(document, catalog) == [
        CredentialUse("get", "/key", "Moon", ("moon", "sun"))
    ]
    assert [(each.code, each.field) for each in compiled.problems] == [
        ("unknown_credential_type", "/key")
    ]
