from datetime import UTC, datetime

import pytest
from pydantic import Field, JsonValue

from noria.catalog import Catalog
from noria.compile import compile_graph
from noria.config import find_expressions, render, validate_config
from noria.control.end import end
from noria.control.start import start
from noria.each import Each
from noria.errors import ExpressionError
from noria.expressions import Budget, ExpressionItem, evaluate
from noria.model import Graph, Model
from noria.node_type import ControlContext, Output, control, ui

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class PickConfig(Model):
    items: list[JsonValue]
    where: Each = Field(json_schema_extra=ui(expression="each"))


@control("test.pick", title="Pick", icon="filter")
def pick(config: PickConfig, context: ControlContext) -> Output:
    """Pick."""
    return Output([item for item, keep in zip(config.items, config.where, strict=True) if keep])


def values(where: str, items: JsonValue, **scope: JsonValue) -> JsonValue:
    found = find_expressions(pick, {"items": items, "where": where})
    [expression] = [each for each in found if each.pointer == "/where"]
    answer = evaluate(
        [ExpressionItem("where", expression.source, expression.bare)],
        scope,
        budget=Budget.WORKFLOW,
        now=NOON,
        seed="s",
    )
    return answer.values["where"]


def test_a_value_for_each_item_beside_all_else_in_scope() -> None:
    rows: JsonValue = [{"total": 5}, {"total": 50}]

    assert values("item.total > vars.least", "{{ trigger.rows }}", trigger={"rows": rows},
                  vars={"least": 10}) == [False, True]  # fmt: skip
    assert values("index", rows) == [0, 1]
    assert values("{n: item.total} // as an object", rows) == [{"n": 5}, {"n": 50}]
    assert values("item.nope", rows) == [None, None]


def test_the_list_may_be_written_out_with_expressions_in_it() -> None:
    items: JsonValue = ["{{ trigger.a }}", {"x": "<{{ trigger.a }}>{{ 1 + 1 }}"}, 3]

    assert values("item", items, trigger={"a": "A"}) == ["A", {"x": "<A>2"}, 3]


def test_what_is_no_list_gives_nothing_and_leaves_the_refusal_to_its_field() -> None:
    assert values("item.x", "{{ trigger }}", trigger={"no": "list"}) == []


def test_the_node_gets_the_values() -> None:
    config: dict[str, JsonValue] = {"items": [1, 2], "where": "item > 1"}
    found = find_expressions(pick, config)
    rendered = render(config, found, {"/where": [False, True]})

    assert validate_config(pick, rendered).where == [False, True]


def test_an_error_quotes_what_the_author_wrote() -> None:
    with pytest.raises(ExpressionError) as caught:
        values("item.a.b", [{"x": 1}])

    assert str(caught.value).endswith("(in: item.a.b)")
    assert "=>" not in caught.value.expression
    assert (caught.value.line, caught.value.column) == (1, 1)


@pytest.mark.parametrize(
    ("where", "code"),
    [("item.total >", "bad_expression"), ("1)+(2", "bad_expression"), ("itm.total", "unknown_name"),
     ("steps.nope.output", "unknown_step")],
)  # fmt: skip
def test_mistakes_are_found_where_they_are_before_anything_runs(where: str, code: str) -> None:
    graph = Graph.model_validate({
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "pick", "type": "test.pick", "config": {"items": "{{ trigger }}", "where": where}},
            {"id": "end", "type": "end"},
        ],
        "edges": [{"from": "start", "to": "pick"}, {"from": "pick", "to": "end"}],
    })  # fmt: skip

    problems = compile_graph(graph, Catalog([start, end, pick])).problems

    assert [(each.code, each.field) for each in problems] == [(code, "/where")]
