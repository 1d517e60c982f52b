"""What is read without the engine is what the engine gives, to the last digit and key."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from noria.expressions import Budget, ExpressionItem, evaluate
from noria.expressions.paths import MAX_CHARS, MAX_VALUES, read_paths

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = st.sampled_from(["a", "b", "10", "2", "__proto__", "length", "ä", "x y"])
VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
PATHS = st.lists(st.sampled_from(["a", "b", "length", "__proto__"]), min_size=1, max_size=3)


def engine_reads(path: str, scope: dict[str, JsonValue]) -> JsonValue:
    """In brackets it is no longer a plain path."""
    items = [ExpressionItem("x", f"{{{{ ({path}) }}}}")]
    return evaluate(items, scope, budget=Budget.WORKFLOW, now=NOW, seed="").values["x"]


@given(st.dictionaries(KEYS, VALUES, max_size=3), PATHS, st.booleans())
def test_the_engine_would_have_given_the_same(
    trigger: dict[str, JsonValue], names: list[str], bare: bool
) -> None:
    path = ".".join(["trigger", *names])
    source = path if bare else f"{{{{ {path} }}}}"
    scope: dict[str, JsonValue] = {"trigger": trigger}

    read = read_paths([ExpressionItem("x", source, bare)], scope)

    if read is not None:
        # As text, because 1 == 1.0 and the order of keys counts.
        assert json.dumps(read[0]) == json.dumps(engine_reads(path, scope))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{{ steps.a.output }}", {"n": [1, 2.5, "x", None, True]}),
        ("{{steps.a.output.n}}", [1, 2.5, "x", None, True]),
        ("{{\n steps.a.status }}", "succeeded"),
    ],
)
def test_a_path_is_read_without_fuel(source: str, value: JsonValue) -> None:
    output: JsonValue = {"n": [1, 2.5, "x", None, True]}
    scope: dict[str, JsonValue] = {"steps": {"a": {"status": "succeeded", "output": output}}}

    evaluation = evaluate(
        [ExpressionItem("x", source)], scope, budget=Budget.WORKFLOW, now=NOW, seed=""
    )

    assert (evaluation.values, evaluation.fuel) == ({"x": value}, 0)


@pytest.mark.parametrize(
    "source",
    [
        "{{ trigger.a + 1 }}",
        "{{ trigger.a?.b }}",
        "{{ trigger.list[0] }}",
        "{{ trigger }}",
        "Mr {{ trigger.a }}",
        "{{ trigger.a }}{{ trigger.a }}",
        "{{ Math.PI }}",
        "{{ trigger.gone }}",
        "{{ trigger.a.length }}",
        "{{ trigger.__proto__ }}",
        "{{ trigger.list.length }}",
        "{{ trigger.whole }}",
        "{{ trigger.numbered }}",
        "{{ trigger.long }}",
        "{{ trigger.many }}",
    ],
)
def test_everything_else_is_for_the_engine(source: str) -> None:
    trigger: JsonValue = {
        "a": "text",
        "list": [1],
        "whole": 2.0,
        "numbered": {"1": 1},
        "long": "x" * (MAX_CHARS + 1),
        "many": list(range(MAX_VALUES)),
    }

    assert read_paths([ExpressionItem("x", source)], {"trigger": trigger}) is None


def test_one_that_needs_the_engine_takes_the_others_along() -> None:
    items = [ExpressionItem("x", "{{ trigger.a }}"), ExpressionItem("y", "{{ trigger.a + 1 }}")]

    assert read_paths(items, {"trigger": {"a": 1}}) is None
