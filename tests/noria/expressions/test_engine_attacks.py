"""Attack group A of the security specification: one test for each number, some with several inputs."""

import resource
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from noria.errors import ExpressionError, ExpressionLimitError
from noria.expressions import Budget, Engine, ExpressionItem, check
from noria.expressions.engine import MAX_SAFE_INTEGER
from tests.noria.expressions.evaluating import (
    NOW,
    error_of,
    evaluation,
    limit_of,
    value_of,
)

HOST_NAMES = (
    "process require std os fetch console print load WebAssembly Worker XMLHttpRequest eval"
)
MAX_RSS_GROWTH_BYTES = 200 * 1024 * 1024
BOMB_SECONDS = 5.0
"""Generous, for machines at work on other things; 0.05 is usual."""


@pytest.fixture(scope="module", autouse=True)
def _ready() -> None:
    """The first start compiles; no test is about that."""
    Engine.shared()


@pytest.mark.parametrize("name", ["process", "require", "globalThis.process.env", "std"])
def test_a1_the_function_constructor_reaches_no_host_object(name: str) -> None:
    error = error_of(f"{{{{ this.constructor.constructor('return {name}')() }}}}")

    assert error.name in {"ReferenceError", "TypeError"}


@pytest.mark.parametrize(
    "source",
    [
        "[]['constr' + 'uctor']['constr' + 'uctor']('return typeof process')()",
        "[][`constr${'uctor'}`].constructor('return typeof process')()",
        "(() => {}).constructor('return typeof process')()",
        "(function* () {}).constructor('return typeof process')().next().value ?? 'undefined'",
        "steps.constructor.constructor('return typeof process')()",
        "''.sub.constructor('return typeof process')()",
        "Reflect.construct(Function, ['return typeof process'])()",
        r"Function('return typeof proc\u0065ss')()",
    ],
)
def test_a2_spelling_it_differently_reaches_no_more(source: str) -> None:
    assert value_of(source, bare=True) == "undefined"


@pytest.mark.parametrize("name", HOST_NAMES.split())
def test_a3_the_global_object_has_nothing_of_the_host(name: str) -> None:
    assert value_of(f"{{{{ typeof globalThis.{name} }}}}") == "undefined"
    assert value_of(f"{{{{ Object.getOwnPropertyNames(globalThis).includes('{name}') }}}}") is False


@pytest.mark.parametrize(
    "source",
    [
        "import('fs')",
        "import x",
        "import x from 'fs'",
        "await 1",
        "import.meta",
        "export default 1",
    ],
)
def test_a4_there_are_no_modules_and_no_waiting(source: str) -> None:
    assert error_of(source, bare=True).name in {"SyntaxError", "TypeError"}


CPU_BOMBS = {
    "a5_endless_loop": "(() => { while (true) {} })()",
    "a5_endless_recursion_by_callbacks": "(() => { for (;;) [1].map(x => x) })()",
    "a5_endless_generator": "[...(function* () { for (;;) yield 1 })()].length",
    "a6_loop_that_catches_everything": "(() => { for (;;) { try { throw 1 } catch { continue } } })()",
    "a6_loop_in_finally": "(() => { try { for (;;) {} } finally { for (;;) {} } })()",
    "a7_redos_nested": "/(a+)+$/.test('a'.repeat(40) + 'b')",
    "a7_redos_alternatives": "/^(a|a)*$/.test('a'.repeat(60) + 'b')",
    "a7_redos_backreference": r"/(.*)(.*)(.*)(.*)(.*)\1x/.test('a'.repeat(400))",
    "a8_replace_all_bomb": "'x'.repeat(1e6).replaceAll('x', 'y'.repeat(1e4))",
    "a8_join_bomb": "Array(1e5).fill('x'.repeat(1e4)).join()",
    "a9_push_loop": "(() => { const a = []; for (;;) a.push('x'.repeat(1e5) + a.length) })()",
    "a9_string_doubling": "(() => { let s = 'x'; for (;;) s += s })()",
    "a9_array_fill": "Array(1e9).fill(0)",
    "a9_spread": "[...Array(1e8)]",
    "a9_copies": "(() => { const a = new Uint8Array(2e7); for (;;) a.slice() })()",
    "a9_fills": "(() => { const a = new Uint8Array(2e7); for (;;) a.fill(1) })()",
    "a9_power": "(2n ** 100000n) ** 100000n",
    "a10_recursion": "(function f() { return f() })()",
    "a10_recursion_that_catches": "(() => { const f = () => { try { f() } catch { f() } }; f() })()",
    "a10_recursion_by_to_string": "(() => { const o = { toString() { return `${o}` } }; return `${o}` })()",
    "a10_recursion_by_sort": "(function f() { return [2, 1].sort(f) })()",
    "a10_parse": "JSON.parse('['.repeat(2e5) + ']'.repeat(2e5))",
    "a10_nested_regexp": "new RegExp('(?:'.repeat(1e5) + ')'.repeat(1e5))",
    "a11_to_json": "({ toJSON() { for (;;) {} } })",
    "a11_getter": "({ get x() { for (;;) {} } })",
    "a11_endless_nesting": "({ toJSON() { return { x: this } } })",
}


@pytest.mark.parametrize("source", CPU_BOMBS.values(), ids=CPU_BOMBS.keys())
def test_a5_to_a11_bombs_end_at_a_limit(source: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()

    error = limit_of(f"{{{{ {source} }}}}")

    assert error.key == "0"
    assert source.split("(")[0] in error.expression
    assert time.monotonic() - started < BOMB_SECONDS
    assert (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    ) * 1024 < MAX_RSS_GROWTH_BYTES
    assert value_of("{{ 1 + 1 }}") == 2


@pytest.mark.parametrize(
    "source",
    [
        "(() => { let b = 2n; for (;;) b *= b })()",
        "'x'.repeat(2 ** 31)",
        "new ArrayBuffer(2 ** 40)",
    ],
)
def test_a9_what_javascript_itself_refuses_is_an_error(source: str) -> None:
    assert error_of(source, bare=True).name == "RangeError"


def test_a5_a_bomb_in_an_activity_ends_too() -> None:
    started = time.monotonic()

    limit_of("{{ (() => { while (true) {} })() }}", budget=Budget.ACTIVITY)

    assert time.monotonic() - started < 10 * BOMB_SECONDS


@pytest.mark.parametrize(
    "source", ["(" * 3_000 + "1" + ")" * 3_000, "[" * 8_000, "-" * 8_000 + "1"]
)
def test_a10_source_that_is_nested_deeply_is_a_limit_or_an_error(source: str) -> None:
    with pytest.raises(ExpressionError):
        value_of(source, bare=True)


def test_a10_data_that_is_nested_deeply_is_a_limit() -> None:
    data: JsonValue = []
    for _ in range(200_000):
        data = [data]

    with pytest.raises(ExpressionLimitError, match="nested too deeply"):
        value_of("{{ 1 }}", {"trigger": data})


def test_a11_a_throwing_getter_is_an_error_of_the_author() -> None:
    error = error_of("{{ ({ get x() { throw new Error('no') } }) }}")

    assert (error.name, str(error)) == (
        "Error",
        "no. (in: ({ get x() { throw new Error('no') } }))",
    )


@pytest.mark.parametrize(
    "source",
    [
        "Object.prototype.x = 1",
        "globalThis.x = 1",
        "Array.prototype.map = () => 1",
        "Math.random = () => 4",
        "Object.defineProperty(Object.prototype, 'x', { value: 1 })",
        "Object.setPrototypeOf(Array.prototype, null)",
        "(() => { JSON.stringify = null })()",
    ],
)
def test_a12_an_expression_can_change_nothing_for_the_next(source: str) -> None:
    error_of(source, bare=True)
    together = evaluation(
        f"{{{{ (() => {{ try {{ {source} }} catch {{ return 1 }} return 1 }})() }}}}",
        "{{ [({}).x ?? null, [1, 2].map(x => x * 2), JSON.stringify([1])] }}",
    )

    assert together.values["1"] == [None, [2, 4], "[1]"]


def test_a12_data_that_an_expression_changes_is_as_sent_for_the_next() -> None:
    scope: dict[str, JsonValue] = {"trigger": {"list": [3, 1, 2]}}
    changed = evaluation(
        "{{ trigger.list.sort() }}",
        "{{ trigger.list }}",
        "{{ trigger.list = 5 }}",
        "{{ trigger.list.length }}",
        scope=scope,
    )

    assert list(changed.values.values()) == [[1, 2, 3], [3, 1, 2], 5, 3]


AWKWARD_KEYS = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "prototype"]


@pytest.mark.parametrize("key", AWKWARD_KEYS)
def test_a13_awkward_keys_of_data_are_plain_values(key: str) -> None:
    data: JsonValue = {key: {"admin": True}, "other": 1}

    assert value_of("{{ trigger }}", {"trigger": data}) == data
    assert value_of(f"{{{{ trigger.{key}.admin }}}}", {"trigger": data}) is True
    assert value_of("{{ typeof ({}).admin }}", {"trigger": data}) == "undefined"
    assert value_of(f"{{{{ ((o) => {{ o['{key}x'] = 1; return o }})({{}}) }}}}") == {f"{key}x": 1}
    assert not hasattr({}, "admin")


@pytest.mark.parametrize("key", ["constructor", "toString", "valueOf"])
def test_a13_an_object_may_be_given_awkward_keys(key: str) -> None:
    assert value_of(f"{{{{ ['{key}'].reduce((o, k) => {{ o[k] = 1; return o }}, {{}}) }}}}") == {
        key: 1
    }


RESULTS: dict[str, JsonValue] = {
    "-0": 0,
    "10n ** 20n": "100000000000000000000",
    "new Date(0)": "1970-01-01T00:00:00.000Z",
    "new Set([1, 2])": [1, 2],
    "new Map([['a', 1]])": {"a": 1},
    "({ a: undefined, b: () => 1, c: Symbol('c') })": {},
    "[undefined]": [None],
    "new String('text')": "text",
    "Object.create({ inherited: 1 })": {},
    "null": None,
}
REFUSED = {
    "undefined": "undefined",
    "() => 1": "a function",
    "Symbol('x')": "a symbol",
    "0 / 0": "NaN",
    "1 / 0": "Infinity",
    "[{ a: -1 / 0 }]": "-Infinity",
    "[() => 1]": "a function",
    "new Date(NaN)": "an invalid Date",
    "({ when: new Date(NaN) })": "an invalid Date",
    "Promise.resolve(1)": "a Promise",
    "(async () => 1)()": "a Promise",
    "(() => { const o = {}; o.o = o; return o })()": "Circular reference",
}


@pytest.mark.parametrize(("source", "value"), RESULTS.items())
def test_a14_results_have_a_documented_form(source: str, value: JsonValue) -> None:
    assert value_of(source, bare=True) == value


@pytest.mark.parametrize(("source", "words"), REFUSED.items())
def test_a14_results_that_json_cannot_hold_are_errors(source: str, words: str) -> None:
    error = error_of(source, bare=True)

    assert error.name == "TypeError"
    assert words in str(error)


@pytest.mark.parametrize(
    "text", ["a\0b", "\u202eabc", "😀 e\u0301", "\u2028\u2029", "\ufeff", "\x1b[0m"]
)
def test_a15_strange_characters_come_back_as_they_were(text: str) -> None:
    assert value_of("{{ trigger.text }}", {"trigger": {"text": text}}) == text
    assert value_of("x{{ trigger.text }}", {"trigger": {"text": text}}) == f"x{text}"
    assert value_of(f"{text} {{{{ 1 }}}}") == f"{text} 1"
    if "\u2028" not in text:
        assert value_of(f"{{{{ '{text}' }}}}") == text


def test_a15_half_a_character_is_an_error_only_where_it_would_leave() -> None:
    scope: dict[str, JsonValue] = {"trigger": {"text": "a\ud83d"}}

    assert value_of("{{ trigger.text.length }}", scope) == 2
    assert value_of("{{ trigger.text.toWellFormed() }}", scope) == "a\ufffd"
    assert "half of a character" in str(error_of("{{ trigger.text }}", scope))
    assert "half of a character" in str(error_of("a{{ trigger.text }}", scope))
    assert "half of a character" in str(error_of("{{ '\ud83d' }}"))
    assert value_of(r"{{ '\\ud83d' }}") == r"\ud83d"


@pytest.mark.parametrize("source", ["x" * 1_000_000, "{{ 1 }}" + "😀" * 4_096])
def test_a16_a_long_source_is_refused_unread(source: str) -> None:
    error = limit_of(source)
    [(key, found)] = check([ExpressionItem("field", source)])

    assert error.status == 422
    assert "16384 is the most" in str(error)
    assert (key, str(found)) == ("field", str(error))


def test_a18_a_result_is_never_rendered_again() -> None:
    scope: dict[str, JsonValue] = {"trigger": {"text": "{{ 6 * 7 }}"}}
    first = value_of("{{ trigger.text }}", scope)

    assert first == "{{ 6 * 7 }}"
    assert value_of("Dear {{ trigger.text }}{{ '{{' }} 1 }}", scope) == "Dear {{ 6 * 7 }}{{ 1 }}"


def test_a19_clock_and_chance_depend_on_the_run_alone() -> None:
    source = (
        "{{ [Date.now(), new Date().toISOString(), Math.random(), Math.random(),"
        " new Date(2026, 0, 1).getTimezoneOffset(), String(new Date(0))] }}"
    )
    first, again, other = (evaluation(source, seed=seed) for seed in ("a", "a", "b"))
    values = first.values["0"]

    assert first == again
    assert isinstance(values, list)
    assert values[:2] == [int(NOW.timestamp() * 1000), "2026-03-04T05:06:07.891Z"]
    assert values[4:] == [0, "Thu Jan 01 1970 00:00:00 GMT+0000"]
    assert other.values["0"] != values


def test_a20_large_integers_keep_every_digit_as_strings() -> None:
    large = MAX_SAFE_INTEGER + 2
    data: JsonValue = {"id": large, "list": [-(2**70)], "safe": MAX_SAFE_INTEGER, "yes": True}

    assert value_of("{{ trigger }}", {"trigger": data}) == {
        "id": str(large),
        "list": [str(-(2**70))],
        "safe": MAX_SAFE_INTEGER,
        "yes": True,
    }
    assert value_of("{{ BigInt(trigger.id) + 1n }}", {"trigger": data}) == str(large + 1)


def test_a20_numbers_are_doubles() -> None:
    assert value_of("{{ 0.1 + 0.2 }}") == 0.30000000000000004
    assert value_of("{{ trigger }}", {"trigger": 1e21}) == 1e21
    rounded = value_of("{{ 2 ** 60 }}")

    assert (rounded, type(rounded)) == (float(2**60), float)
    assert value_of("{{ trigger + 1 > trigger - 1000 }}", {"trigger": rounded}) is True


def test_a20_dates_are_strings() -> None:
    scope: dict[str, JsonValue] = {"trigger": {"at": "2026-02-28T23:59:59.999Z"}}

    assert value_of("{{ new Date(new Date(trigger.at).getTime() + 1) }}", scope) == (
        "2026-03-01T00:00:00.000Z"
    )


safe_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: number != 0)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@settings(max_examples=150, deadline=None)
@given(safe_json)
def test_json_values_come_back_as_they_were(value: JsonValue) -> None:
    assert value_of("{{ trigger }}", {"trigger": value}) == value
    assert value_of("{{ trigger }}", {"trigger": [value]}) == [value]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_any_text_is_a_template_or_an_error(source: str, bare: bool) -> None:
    checked = check([ExpressionItem("0", source, bare)])

    if checked:
        error = error_of(source, bare=bare)
        assert (error.line, error.column) == (checked[0][1].line, checked[0][1].column)
    else:
        with suppress(ExpressionError):
            value_of(source, bare=bare)
