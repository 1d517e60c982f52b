from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, JsonValue, model_validator

from noria.config import check_config, find_expressions, render, validate_config
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui
from tests.noria.graphs import CallConfig, Document, call


class Raw(Model):
    kind: Literal["raw"] = Field(json_schema_extra=ui(expression="never"))
    text: str = ""


class Tree(Model):
    kind: Literal["tree"] = Field(json_schema_extra=ui(expression="never"))
    size: int = 0
    inner: list["Tree"] = []
    test: JsonValue = Field(default=None, json_schema_extra=ui(expression="only"))


class WideConfig(Model):
    body: Annotated[Raw | Tree, Field(discriminator="kind")] | None = None
    named: dict[str, Tree] = {}
    either: int | list[int] | None = None
    free: JsonValue = None
    fixed: dict[str, JsonValue] = Field(default={}, json_schema_extra=ui(expression="never"))
    low: int = 0
    high: int = 10

    @model_validator(mode="after")
    def _in_order(self) -> "WideConfig":
        if self.low > self.high:
            raise ValueError("low is above high")
        return self


@node("test.wide", title="Wide", category="Test", icon="box")
async def wide(config: WideConfig, context: NodeContext) -> JsonValue:
    """Has every shape of field."""
    return None


class Flat(Model):
    wide: int


class Solid(Model):
    wide: int
    high: int


class EitherConfig(Model):
    open: Flat | Solid | None = None


@node("test.either", title="Either", category="Test", icon="box")
async def either(config: EitherConfig, context: NodeContext) -> JsonValue:
    """Takes either of two shapes."""
    return None


def found(config: dict[str, Any]) -> dict[str, bool]:
    """Pointer → whether the expression there is bare."""
    return {e.pointer: e.bare for e in find_expressions(wide, config)}


def wrong(config: dict[str, Any]) -> list[tuple[str, str | None]]:
    problems = check_config(wide, config, find_expressions(wide, config))
    return [(problem.code, problem.field) for problem in problems]


def test_text_with_braces_is_an_expression_wherever_json_is_free() -> None:
    config = {"free": {"a": ["{{ x }}", "plain", {"b/c": "{{ y }} and text"}], "n": 1}}

    assert found(config) == {"/free/a/0": False, "/free/a/2/b~1c": False}


def test_expressions_are_found_through_references_and_unions() -> None:
    config = {
        "body": {"kind": "tree", "size": "{{ a }}", "inner": [{"kind": "tree", "test": "b > 1"}]},
        "named": {"one": {"kind": "tree", "test": "c"}},
        "either": "{{ d }}",
    }

    assert found(config) == {
        "/body/size": False,
        "/body/inner/0/test": True,
        "/named/one/test": True,
        "/either": False,
    }


def test_a_union_is_read_as_the_option_that_its_discriminator_names() -> None:
    assert found({"body": {"kind": "raw", "text": "{{ x }}", "test": "x"}}) == {"/body/text": False}


def test_fields_that_take_no_expressions_have_none() -> None:
    assert found({"fixed": {"a": "{{ x }}"}, "body": {"kind": "{{ x }}"}}) == {}


def test_expressions_come_in_the_order_of_the_document() -> None:
    config = {"free": ["{{ 1 }}", "{{ 2 }}"], "either": "{{ 3 }}"}

    assert list(found(config)) == ["/free/0", "/free/1", "/either"]


def test_the_places_of_expressions_are_not_checked() -> None:
    assert wrong({"body": {"kind": "tree", "size": "{{ x }}"}, "either": "{{ y }}"}) == []


def test_everything_else_is_checked_at_once() -> None:
    config: Document = {
        "body": {"kind": "tree", "size": "x"},
        "low": "{{ y }}",
        "high": [],
        "nope": 1,
    }

    assert wrong(config) == [
        ("bad_config", "/body/size"),
        ("bad_config", "/high"),
        ("bad_config", "/nope"),
    ]


def test_a_rule_about_several_fields_waits_until_they_are_rendered() -> None:
    assert wrong({"low": 20}) == [("bad_config", "")]
    assert wrong({"low": 20, "either": "{{ x }}"}) == []


def test_a_misspelt_field_gets_the_right_name() -> None:
    [problem] = check_config(call, {"ulr": "x"}, [])

    assert problem.message == "There is no field '/ulr' in test.call: did you mean 'url'?"


def test_a_misspelt_field_is_found_whatever_an_expression_in_it_would_give() -> None:
    config: Document = {
        "frei": "{{ x }}",
        "body": {"kind": "tree", "siez": "{{ y }}", "inner": [{"kind": "tree", "tset": "{{ z }}"}]},
        "named": {
            "one": {"kind": "tree", "nothing_like_it": "{{ x }}"},
            "any name": {"kind": "tree"},
        },
        "free": {"siez": "{{ free values may be anything }}"},
    }
    problems = check_config(wide, config, find_expressions(wide, config))

    assert sorted((p.field, p.message.partition(": ")[2]) for p in problems) == [
        ("/body/inner/0/tset", "did you mean 'test'?"),
        ("/body/siez", "did you mean 'size'?"),
        ("/frei", "did you mean 'free'?"),
        ("/named/one/nothing_like_it", "remove it."),
    ]
    assert {p.severity for p in problems} == {"error"}


def test_what_an_option_without_a_name_does_not_know_may_be_meant_for_another() -> None:
    config: Document = {"open": {"wide": "{{ x }}", "high": "{{ y }}"}}
    problems = check_config(either, config, find_expressions(either, config))
    typo: Document = {"open": {"wide": "{{ x }}", "hihg": "{{ y }}"}}
    misspelt = check_config(either, typo, find_expressions(either, typo))

    assert problems == []
    assert "There is no field '/open/hihg' in test.either: did you mean 'high'?" in {
        problem.message for problem in misspelt
    }


def test_braces_in_a_field_that_takes_none_are_pointed_out() -> None:
    problems = check_config(call, {"method": "{{ trigger.method }}"}, [])

    assert [(p.severity, p.code, p.field) for p in problems] == [
        ("warning", "expression_not_evaluated", "/method"),
        ("error", "bad_config", "/method"),
    ]


def test_a_long_value_is_cut_in_the_message() -> None:
    [problem] = check_config(call, {"seconds": "x" * 10_000}, [])

    assert len(problem.message) < 300


def test_rendering_puts_each_value_in_its_place() -> None:
    config: Document = {"url": "{{ a }}", "body": {"list": ["{{ b }}", 2]}}

    rendered = render(
        config, find_expressions(call, config), {"/url": "http://x", "/body/list/0": {"c": None}}
    )

    assert rendered == {"url": "http://x", "body": {"list": [{"c": None}, 2]}}
    assert config["url"] == "{{ a }}"


def test_rendered_text_is_never_read_again() -> None:
    config = {"url": "{{ a }}", "body": "{{ b }}"}

    rendered = render(
        config, find_expressions(call, config), {"/url": "{{ b }}", "/body": "{{ a }}"}
    )

    assert rendered == {"url": "{{ b }}", "body": "{{ a }}"}


def test_a_rendered_config_becomes_the_nodes_own_model() -> None:
    assert validate_config(call, {"seconds": "1.5"}) == CallConfig(seconds=1.5)


def test_a_rendered_config_that_is_wrong_fails_the_step_and_names_every_field() -> None:
    with pytest.raises(NodeFailed) as caught:
        validate_config(call, {"seconds": -3, "url": None})

    assert "'/seconds'" in str(caught.value)
    assert "-3" in str(caught.value)
    assert "'/url'" in str(caught.value)
    assert isinstance(caught.value.details, list)
    assert len(caught.value.details) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["{{ x }}", "text", "kind"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "body", "inner", "free", "a/b"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(list(WideConfig.model_fields)), JSON))
def test_whatever_is_found_can_be_rendered(config: dict[str, JsonValue]) -> None:
    expressions = find_expressions(wide, config)
    values: dict[str, JsonValue] = {e.pointer: e.source for e in expressions}

    assert render(config, expressions, values) == config
    check_config(wide, config, expressions)
