from typing import Any

from pydantic import BaseModel, JsonValue

from noria.config_schema import schema_of, walk


class Leaf(BaseModel):
    pair: tuple[int, str] = (0, "")
    maybe: dict[str, str] | list[str] | str | None = None


def texts(config: Any) -> list[tuple[tuple[str | int, ...], str]]:
    return [(where, text) for where, text, *_ in walk(Leaf, config)]


def test_a_schema_is_made_once() -> None:
    assert schema_of(Leaf) is schema_of(Leaf)


def test_every_string_is_visited_in_the_order_of_the_document() -> None:
    config: JsonValue = {"maybe": ["a", "b"], "pair": [1, "c"], "unknown": {"d": ["e"]}}

    assert texts(config) == [
        (("maybe", 0), "a"),
        (("maybe", 1), "b"),
        (("pair", 1), "c"),
        (("unknown", "d", 0), "e"),
    ]


def test_unions_without_a_discriminator_go_by_json_type() -> None:
    assert texts({"maybe": {"k": "v"}}) == [(("maybe", "k"), "v")]
    assert texts({"maybe": "v"}) == [(("maybe",), "v")]
    assert texts({"maybe": 5}) == []


def test_deep_values_need_no_deep_stack() -> None:
    deep: Any = "x"
    for _ in range(5_000):
        deep = [deep]

    [(where, text)] = texts({"unknown": deep})

    assert len(where) == 5_001
    assert text == "x"
