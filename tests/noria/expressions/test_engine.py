"""Templates, errors and sameness of `evaluate` and `check`."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import JsonValue

from noria.errors import ExpressionError, ExpressionLimitError
from noria.expressions import ENGINE_ID, Budget, Engine, Evaluation, ExpressionItem, check
from noria.expressions.engine import Body, bodies
from tests.noria.expressions.evaluating import error_of, evaluation, limit_of, value_of

TEMPLATES: dict[str, JsonValue] = {
    "": "",
    "plain": "plain",
    "{ }} text": "{ }} text",
    "{{ trigger.total }}": 5,
    "{{trigger.total}}": 5,
    " {{ trigger.total }}": " 5",
    "{{ trigger.total }}\n": "5\n",
    "{{ 1 }}{{ 2 }}": "12",
    "{{ {a: {b: 1}}.a.b }}": 1,
    "{{ {a: {b: 1}} }}": {"a": {"b": 1}},
    "{{{a: {b: 1}}}}": {"a": {"b": 1}},
    '{"total": {{ trigger.total }}}': '{"total": 5}',
    "{{ '}}' }}": "}}",
    "{{ '{{' }} and {{ '}}' }}": "{{ and }}",
    "{{ `}}${'}}'}` }}x": "}}}}x",
    "{{ /}}/.test('}}') }}": True,
    "{{ 1 /* }} */ }}": 1,
    "{{ 1 // a comment }}": 1,
    "{{\n1 // a comment\n}}": 1,
    "{{ 1, 2 }}": 2,
    "null {{ null }}!": "null !",
    "{{ true }} {{ 1.50 }} {{ -0 }}": "true 1.5 0",
    "{{ [1, {a: 2}] }}!": '[1,{"a":2}]!',
    "{{ 'a\"b' }}!": 'a"b!',
    "at {{ new Date(0) }}": "at 1970-01-01T00:00:00.000Z",
    "$ {{ '$&' }}": "$ $&",
}


@pytest.mark.parametrize("source", TEMPLATES)
def test_a17_a_template_ends_at_the_shortest_braces_that_compile(source: str) -> None:
    assert value_of(source) == TEMPLATES[source]
    assert type(value_of(source)) is type(TEMPLATES[source])


@pytest.mark.parametrize("source", ["{{ {{ 1 }} }}", "{{ 1 }}{{ }}", "{{ /* }} */ }}"])
def test_a17_braces_without_an_expression_inside_are_an_error(source: str) -> None:
    assert error_of(source).name == "SyntaxError"


def test_a17_braces_that_are_never_closed_say_how_to_write_braces() -> None:
    error = error_of("a\n b {{ trigger.total")

    assert (error.line, error.column) == (2, 4)
    assert 'use {{ "{{" }}' in str(error)


@pytest.mark.parametrize(
    ("source", "line", "column", "words"),
    [
        ("{{ 1 + }}", 1, 7, "Unexpected end of the expression"),
        ("{{ }}", 1, 3, "The expression is empty"),
        ("a\nb {{ [1,\n )] }}", 3, 2, "Unexpected token"),
        ("é😀 {{ (1, )) }}", 1, 12, "Unexpected token"),
        ("{{ a b }}", 1, 6, "identifier 'b'"),
        ("{{ 1; 2 }}", 1, 5, "';'"),
        ("{{ 1) + (2 }}", 1, 11, ""),
        ('{{ "abc }}', 1, 4, "end of string"),
        ("{{ /a }}", 1, 4, "regexp"),
        ("{{ ok }} {{ if }}", 1, 13, "'if'"),
        ("{{ {a: {b: 1}}.a. }}", 1, 17, ""),
    ],
)
def test_syntax_errors_name_the_place_in_the_authors_text(
    source: str, line: int, column: int, words: str
) -> None:
    [(key, error)] = check([ExpressionItem("field", source)])

    assert (key, error.name, error.line, error.column) == ("field", "SyntaxError", line, column)
    assert words in str(error)


def test_a_bare_expression_is_checked_as_it_is() -> None:
    assert check([ExpressionItem("a", "trigger.total > 1", bare=True)]) == []
    assert [key for key, _ in check([ExpressionItem("b", "{{ 1 }}", bare=True)])] == ["b"]


def test_check_reports_every_item_in_order() -> None:
    items = [ExpressionItem(str(n), "{{ 1 + }}" if n % 2 else "{{ 1 }}") for n in range(1_001)]
    items[4] = ExpressionItem("4", "x" * 20_000)

    found = check(items)

    assert [key for key, _ in found] == sorted(
        ["4", *(str(n) for n in range(1, 1_001, 2))], key=int
    )


def test_check_blames_only_the_item_that_is_too_expensive() -> None:
    bomb = '{{ "' + "}}" * 8_000
    items = [
        ExpressionItem("a", "{{ 1 }}"),
        ExpressionItem("b", bomb),
        ExpressionItem("c", "{{ ( }}"),
    ]

    found = check(items)

    assert [(key, type(error)) for key, error in found] == [
        ("b", ExpressionLimitError),
        ("c", ExpressionError),
    ]


MISSING = {
    "trigger.nothing": ("trigger.nothing", 'trigger has no "nothing" (it has total, customer)'),
    "trigger.nothing.at.all": ("trigger.nothing.at.all", 'trigger has no "nothing"'),
    "trigger.customer.age > 3": ("trigger.customer.age", 'trigger.customer has no "age"'),
    "'Dear ' + trigger.nam": ("trigger.nam", 'trigger has no "nam"'),
    "`Dear ${trigger.nam}`": ("trigger.nam", 'trigger has no "nam"'),
    "trigger.total * trigger.rate": ("trigger.rate", 'trigger has no "rate"'),
    "({ total: trigger.rate })": ("trigger.rate", 'trigger has no "rate"'),
    "trigger.rate ? trigger.a.b.c : trigger.d": ("trigger.rate", ""),
    "trigger['no such key']": ('trigger["no such key"]', ""),
    "steps.fetch.output.lines[3]": ("steps.fetch.output.lines[3]", "lines has 3 entries"),
    "steps.fetch.output.note.text": ("steps.fetch.output.note.text", "note is null"),
    "steps.fetch.output.id.text.more": ("steps.fetch.output.id.text.more", "id is a number"),
    "steps.skipped.output.id": ("steps.skipped.output.id", "steps.skipped was skipped"),
    "steps.nowhere.output": ("steps.nowhere.output", 'no step "nowhere" before this one'),
    "item.name": ("item.name", "item is not available here"),
    "trigger.a ?? trigger.total.b": ("trigger.total.b", ""),
    "[1].map(x => x + trigger.rate)": ("trigger.rate", ""),
}


@pytest.mark.parametrize("source", MISSING)
def test_a_missing_path_is_an_error_that_names_it(source: str) -> None:
    path, why = MISSING[source]

    error = error_of(source, bare=True)

    assert (error.name, error.path) == ("TypeError", path)
    assert error.expression == source
    assert f"{path} is missing: " in str(error)
    assert why in str(error)
    assert source in str(error)
    assert error.column == source.index(path.replace('"', "'")) + 1


ABSENCE: dict[str, JsonValue] = {
    "trigger?.nothing": None,
    "trigger.nothing?.at.all": None,
    "trigger.nothing ?? 'none'": "none",
    "trigger.nothing?.deep ?? 3": 3,
    "steps.skipped.output?.id": None,
    "steps.skipped.output?.id ?? steps.fetch.output.id": 7,
    "item?.name": None,
    "trigger.nothing ? 1 : 2": 2,
    "trigger.nothing === undefined": True,
    "'nothing' in trigger && trigger.nothing > 1": False,
    "typeof trigger.nothing": "undefined",
    "trigger.customer.name.length": 3,
    "steps.fetch.output.lines.at(-1)": 3,
    "steps.fetch.output.lines.map(item => item * 2)": [2, 4, 6],
    "steps.fetch.output.note": None,
    "run.id.toUpperCase()": "RUN-1",
}


@pytest.mark.parametrize("source", ABSENCE)
def test_an_author_can_say_that_absence_is_fine(source: str) -> None:
    assert value_of(source, bare=True) == ABSENCE[source]


def test_an_error_while_running_names_its_place() -> None:
    error = error_of('é {{ 1 }}\n  {{ "😀" +\n   null.x }}')

    assert (error.name, error.line, error.column) == ("TypeError", 3, 4)
    assert "Cannot read property 'x' of null" in str(error)


def test_an_unknown_name_says_what_there_is() -> None:
    error = error_of("{{ step.fetch }}")

    assert str(error).startswith("step is not defined. An expression sees steps, trigger, vars")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("(() => { throw new RangeError('too far') })()", "too far."),
        ("(() => { throw { code: 1 } })()", 'the expression threw {"code":1}.'),
        ("(() => { throw null })()", "the expression threw null."),
    ],
)
def test_what_an_expression_throws_is_told(source: str, message: str) -> None:
    assert str(error_of(source, bare=True)).lower().startswith(message.lower())


@pytest.mark.parametrize("source", ["{{ 'x'.repeat(300000) }}", "a{{ 'x'.repeat(300000) }}"])
def test_results_have_a_limit_in_workflow_code(source: str) -> None:
    assert "larger than 256 KB" in str(limit_of(source))
    assert len(str(value_of(source, budget=Budget.ACTIVITY))) >= 300_000


def test_the_limit_is_on_all_results_of_a_step_together() -> None:
    with pytest.raises(ExpressionLimitError) as caught:
        evaluation(*["{{ 'x'.repeat(100000) }}"] * 3)

    assert caught.value.key == "2"


def test_a_result_that_is_nested_too_deeply_is_named() -> None:
    deep = "{{ Array(1200).fill(0).reduce(inner => [inner], 1) }}"
    with pytest.raises(ExpressionLimitError, match="nested too deeply") as caught:
        evaluation("{{ 1 }}", deep, "{{ 2 }}")

    assert caught.value.key == "1"


LONG = " " * 600
"""Longer than what is read beforehand and kept: an instance then reads the source itself."""


@pytest.mark.parametrize(
    "body",
    [
        *MISSING,
        *ABSENCE,
        "tr\\u0069gger.total",
        "(trigger.x = 1)",
        "[trigger.total, vars.mode, index]",
    ],
)
def test_what_was_read_beforehand_changes_no_answer(body: str) -> None:
    """The second item sees what the first one changed, if it should have changed anything."""
    after = "{{ Object.keys(trigger) }}"

    assert _told(f"{{{{ {body} }}}}", after) == _told(f"{{{{ {body} {LONG} }}}}", after)


def _told(*sources: str) -> object:
    try:
        return evaluation(*sources).values
    except ExpressionError as error:
        return str(error), error.name, error.path, error.line, error.column, error.expression


def test_nothing_to_evaluate_costs_nothing() -> None:
    assert evaluation().fuel == 0


SAMPLE = (
    "{{ steps.fetch.output.lines.map(n => n * Math.random()).sort() }}",
    "{{ new Date().toISOString() }} {{ JSON.stringify(trigger) }} {{ /n+/.exec('Ann').index }}",
    "{{ Object.entries(steps.fetch.output).length / 3 }}",
)
FINGERPRINT = (
    "from tests.noria.expressions.test_engine import SAMPLE, evaluation;print(evaluation(*SAMPLE))"
)


def evaluate_sample(_: int) -> Evaluation:
    return evaluation(*SAMPLE)


def test_values_and_fuel_are_the_same_in_every_thread_and_process() -> None:
    first = evaluation(*SAMPLE)
    with ThreadPoolExecutor(8) as threads:
        others = list(threads.map(evaluate_sample, range(32)))
    elsewhere = subprocess.run(
        [sys.executable, "-c", FINGERPRINT], capture_output=True, text=True, check=True
    )

    assert others == [first] * 32
    assert elsewhere.stdout.strip() == repr(first)
    assert first.fuel > 0


def test_values_and_fuel_are_the_same_in_workflow_and_activity() -> None:
    assert evaluation(*SAMPLE, budget=Budget.ACTIVITY) == evaluation(*SAMPLE)


def test_the_engine_is_identified_by_what_it_is_made_of() -> None:
    assert len(ENGINE_ID.wasm_sha256) == 64
    assert ENGINE_ID.wasmtime.split(".")[0].isdecimal()


def test_the_bodies_of_a_template_have_their_places() -> None:
    assert bodies("a {{ 1 }}{{ {a:{}} }}") == [Body(4, " 1 "), Body(11, " {a:{}} ")]


def test_the_module_imports_nothing() -> None:
    assert b"wasi_snapshot" not in Engine.shared().files.wasm[:20_000]
    assert b'"use strict"' in Engine.shared().files.guest
