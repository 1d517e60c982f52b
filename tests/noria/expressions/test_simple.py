"""What is computed without the engine is what the engine gives, to the last digit."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import JsonValue

from noria.expressions import Budget, ExpressionItem, evaluate
from noria.expressions.paths import MAX_CHARS
from noria.expressions.simple import compute, is_simple

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NUMBERS = (
    st.integers(-20, 20)
    | st.integers(-(2**54), 2**54)
    | st.sampled_from([2.0, -0.0, 0.1, 1e300, 5e-324, 1e-7, 2.0**53])
    | st.floats()
)
TEXTS = st.text(max_size=3) | st.sampled_from(
    ["a", "b", "ä", "\U0001f600", "\ufb01", "10", "\ud800"]
)
OTHERS: list[JsonValue] = [None, True, False, [], {"b": 1}]
VALUES: st.SearchStrategy[JsonValue] = NUMBERS | TEXTS | st.sampled_from(OTHERS)
PLACES = st.sampled_from(["item.a", "item.b", "item.c", "index", "key", "item", "steps.s.output"])
LITERALS = st.sampled_from(["0", "1", "10", "2.5", "0.1", "true", "false", "null", "'a'", '"b"'])
BINARY = st.sampled_from(["+", "-", "*", "/", "%", "<", ">", "<=", ">=", "===", "!==", "&&", "||"])
SPACES = st.sampled_from(["", " "])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return (
        st.builds("{0}{2}{1}{2}{3}".format, inner, BINARY, SPACES, inner)
        | st.builds("({})".format, inner)
        | st.builds("!{}".format, inner)
        | st.builds("{} ? {} : {}".format, inner, inner, inner)
    )


BODIES = st.recursive(PLACES | LITERALS, _larger, max_leaves=6)
TEMPLATES = st.lists(
    st.builds("{{{{ {} }}}}".format, BODIES) | st.sampled_from(["Order ", "ä", "}", " "]),
    min_size=1,
    max_size=3,
).map("".join)


def _scope(a: JsonValue, b: JsonValue, c: JsonValue, key: JsonValue) -> dict[str, JsonValue]:
    return {"item": {"a": a, "b": b, "c": c}, "index": 3, "key": key}


SCOPES = st.builds(_scope, VALUES, VALUES, VALUES, VALUES)


def computed(source: str, scope: dict[str, JsonValue], *, bare: bool = False) -> JsonValue:
    """Without the engine; fails when it would be asked."""
    assert is_simple(source, bare=bare), source
    found = compute([ExpressionItem("x", source, bare)], scope)
    assert found is not None, source
    return found[0]


@given(BODIES, SCOPES, st.booleans())
@example("item.a + item.b", {"item": {"a": "\ud83d", "b": "\ude00"}}, True)
@example("item.a < item.b", {"item": {"a": "\U0001f600", "b": "\ufb01"}}, True)
@example("0 / (0 - 1) || item.a", {"item": {"a": -0.0}}, True)
def test_the_engine_would_have_given_the_same(
    body: str, scope: dict[str, JsonValue], bare: bool
) -> None:
    agrees(body if bare else f"{{{{ {body} }}}}", scope, bare=bare)


@given(TEMPLATES, SCOPES)
def test_the_engine_would_have_written_the_same(source: str, scope: dict[str, JsonValue]) -> None:
    agrees(source, scope, bare=False)


def agrees(source: str, scope: dict[str, JsonValue], *, bare: bool) -> None:
    """Wherever there is an answer at all."""
    found = compute([ExpressionItem("x", source, bare)], scope)
    if found is not None:
        items = [ExpressionItem("x", source, bare)]
        values = evaluate(items, scope, budget=Budget.ACTIVITY, now=NOW, seed="").values
        # As text, because 1 == 1.0 == True.
        assert json.dumps(found[0]) == json.dumps(values["x"])


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{{ steps.s.output.n + 1 }}", 4),
        ("{{ steps.s.output.n / 2 }}", 1.5),
        ("{{ 6 / steps.s.output.n }}", 2),
        ("{{ steps.s.output.n - 10 % 4 * 2 }}", -1),
        ("{{ (steps.s.output.n - 10) % 4 }}", -3),
        ("{{ steps.s.output.name === 'Zoë' && steps.s.output.n >= 3 }}", True),
        ("{{ steps.s.output.none || 'nobody' }}", "nobody"),
        ("{{ steps.s.output.list && 1 }}", 1),
        ("{{ !steps.s.output.list ? 'empty' : 'full' }}", "full"),
        ("{{ true === 1 }}", False),
        ("Dear {{ steps.s.output.name }}, {{ steps.s.output.none }}{{ 1.50 }}", "Dear Zoë, 1.5"),
    ],
)
def test_what_is_simple_is_computed_without_fuel(source: str, value: JsonValue) -> None:
    output: JsonValue = {"n": 3, "name": "Zoë", "none": None, "list": []}
    scope: dict[str, JsonValue] = {"steps": {"s": {"output": output}}}

    evaluation = evaluate(
        [ExpressionItem("x", source, simple=is_simple(source, bare=False))],
        scope,
        budget=Budget.WORKFLOW,
        now=NOW,
        seed="",
    )

    assert (evaluation.values, evaluation.fuel) == ({"x": value}, 0)


@pytest.mark.parametrize(
    "source",
    [
        *("item.a?.b", "item.a[0]", "item[0]", "item.a()", "item.a ()", "item.a`x`", "item.a = 1"),
        *("item.a++", "-item.a", "1 +-1", "1e3", "010", "1.", ".5", "0x10", "1_000", "1n"),
        *("item.a ?? 1", "item.a, 1", "item.a == 1", "item.a <!-- 1", "1 // 2", "/a/", "'\\n'"),
        *("'a", "`a`", "a.b", "Math.PI", "item.__proto__", "typeof item.a", "(1", "1)", "", "1 2"),
        *("item.ä", "new Date", "item.a instanceof item", "'a' in item", "true.a", "x => 1", "{}"),
        "(" * 30 + "1" + ")" * 30,
        " + ".join(["item.a"] * 100),
    ],
)
def test_what_is_not_simple_is_no_guess(source: str) -> None:
    assert not is_simple(source, bare=True)


@pytest.mark.parametrize(
    "source",
    [
        *(
            "item.text + 1",
            "item.list + item.list",
            "item.yes + 1",
            "item.text * 2",
            "1 / item.zero",
        ),
        *("item.text < 1", "item.none > 0", "item.big + 1", "item.safe + 1", "item.gone", "1 % 0"),
        *("item.list === item.list", "item.half", "item.long + 'x'", "item.umlaut < 'b'"),
    ],
)
def test_what_the_two_languages_see_differently_is_for_the_engine(source: str) -> None:
    item: JsonValue = {
        "text": "10",
        "list": [],
        "yes": True,
        "zero": 0,
        "none": None,
        "big": 2**60,
        "safe": 2**53 - 1,
        "half": "\ud800",
        "long": "x" * MAX_CHARS,
        "umlaut": "ä",
    }

    assert is_simple(source, bare=True)
    assert compute([ExpressionItem("x", source, bare=True)], {"item": item}) is None


def test_one_that_needs_the_engine_takes_the_others_along() -> None:
    items = [ExpressionItem("x", "{{ index }}"), ExpressionItem("y", "{{ index.toFixed() }}")]

    assert compute(items, {"index": 1}) is None


def test_a_plan_from_before_has_its_expressions_evaluated_with_fuel_as_ever() -> None:
    item = ExpressionItem("x", "{{ index + 1 }}")

    evaluation = evaluate([item], {"index": 1}, budget=Budget.WORKFLOW, now=NOW, seed="")

    assert evaluation.values == {"x": 2}
    assert evaluation.fuel > 0


def test_a_text_is_joined_as_it_stands() -> None:
    assert computed("{{ item }} {{ item }}", {"item": "{{ 1 }}"}) == "{{ 1 }} {{ 1 }}"
