from datetime import UTC, datetime

import pytest

from noria.errors import Problem
from noria.expressions import Budget, ExpressionItem, evaluate
from noria.expressions.references import GLOBALS
from noria.plan import Reads
from tests.noria.graphs import START, Document, compiled, graph, only_problem, problems, split, step


def reading(source: str, *nodes: Document, edges: tuple[str, ...] = ("start > a",)) -> Document:
    """A graph in which the step `a` evaluates `source`."""
    return graph([START, *nodes, step("a", url=source)], *edges)


def reads_of(source: str, *nodes: Document, edges: tuple[str, ...] = ("start > a",)) -> Reads:
    plan = compiled(reading(source, *nodes, edges=edges)).require_plan()
    return next(each for each in plan.steps if each.id == "a").reads


def found(source: str, *nodes: Document, edges: tuple[str, ...]) -> list[tuple[str, str]]:
    document = reading(source, *nodes, edges=edges)
    return [(problem.severity, problem.code) for problem in problems(document)]


def test_a_step_reads_what_its_expressions_name_and_no_more() -> None:
    source = "{{ trigger.id }} {{ env.HOST }} {{ run.id }} {{ steps.start.output.body.total }}"

    reads = reads_of(source)

    assert reads.steps == {"start": (("output", "body", "total"),)}
    assert reads.trigger == (("id",),)
    assert reads.env == ("HOST",)
    assert reads.vars == ()
    assert reads.run


def test_a_path_inside_another_adds_nothing() -> None:
    reads = reads_of("{{ trigger.a.b + trigger.a + trigger.c + trigger.a.d }}")

    assert reads.trigger == (("a",), ("c",))


def test_all_steps_before_are_read_where_the_name_is_computed() -> None:
    reads = reads_of(
        "{{ steps[trigger.which] }}", step("b"), step("c"), edges=("start > b > a > c",)
    )

    assert reads.steps == {"start": ((),), "b": ((),)}


def test_all_variables_are_read_where_the_name_is_computed() -> None:
    assert reads_of("{{ env[trigger.which] + env.HOST }}").env == ("*",)


def test_plain_text_reads_nothing() -> None:
    assert reads_of("no expression") == Reads()


def test_an_expression_that_cannot_be_parsed_says_where() -> None:
    problem = only_problem(reading("total: {{ 1 + }}"))

    assert (problem.code, problem.node_id, problem.field) == ("bad_expression", "a", "/url")
    assert problem.line == 1
    assert problem.column is not None
    assert problem.column > len("total: {{")


def test_an_unknown_step_gets_a_hint() -> None:
    problem = only_problem(reading("x\n {{ steps.strat.output }}"))

    assert (problem.code, problem.node_id, problem.field) == ("unknown_step", "a", "/url")
    assert (problem.line, problem.column) == (2, 5)
    assert "did you mean `steps.start`?" in problem.message


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("{{ step.start.output }}", "did you mean `steps`?"),
        ("{{ item.x }}", "inside loops only"),
        ("{{ foo(1) }}", "there are `steps`"),
        ("{{ run.ids }}", "did you mean `run.id`?"),
        ("{{ steps.start.ouput }}", "did you mean `steps.start.output`?"),
    ],
)
def test_a_name_that_does_not_exist_is_told(source: str, hint: str) -> None:
    problem = only_problem(reading(source))

    assert (problem.severity, problem.code) == ("error", "unknown_name")
    assert hint in problem.message


@pytest.mark.parametrize(
    "source",
    [
        "{{ [1, 2].map((x, i) => x + i) }}",
        "{{ Math.max(1, NaN) }}",
        "{{ new Date(run.started_at) }}",
    ],
)
def test_names_of_javascript_and_of_functions_are_known(source: str) -> None:
    assert problems(reading(source)) == []


@pytest.mark.parametrize(
    ("edges", "words"),
    [
        (("start > a > b",), "runs after"),
        (("start > a", "start > b"), "at the same time"),
    ],
)
def test_a_step_reads_only_steps_before_it(edges: tuple[str, ...], words: str) -> None:
    problem = only_problem(reading("{{ steps.b.output }}", step("b"), edges=edges))

    assert (problem.severity, problem.code) == ("error", "step_not_before")
    assert words in problem.message


def test_a_step_cannot_read_itself() -> None:
    assert "itself" in only_problem(reading("{{ steps.a.output }}")).message


TWO_WAYS = ("start > b", "b.yes > hi > a", "b.no > lo > a")


def two_ways(source: str) -> list[tuple[str, str]]:
    return found(source, split("b"), step("hi"), step("lo"), edges=TWO_WAYS)


def test_the_output_of_a_step_that_may_be_skipped_is_a_warning() -> None:
    assert two_ways("{{ steps.hi.output.size }}") == [("warning", "may_be_skipped")]


@pytest.mark.parametrize(
    "source",
    [
        "{{ steps.hi.output?.size }}",
        "{{ steps.hi.output?.size ?? steps.lo.output?.size }}",
        "{{ steps.hi.status }}",
        "{{ steps.b.output.port }}",
        "{{ steps.start.output }}",
    ],
)
def test_absence_that_is_provided_for_is_no_problem(source: str) -> None:
    assert two_ways(source) == []


def test_a_step_on_the_readers_own_path_is_sure_to_have_run() -> None:
    assert (
        found(
            "{{ steps.hi.output }}", split("b"), step("hi"), edges=("start > b", "b.yes > hi > a")
        )
        == []
    )


def test_where_all_paths_meet_again_the_step_is_sure_to_have_run() -> None:
    edges = ("start > b", "b.yes > hi > m", "b.no > m", "start > side > a", "m > a")

    assert (
        found("{{ steps.m.output }}", split("b"), step("hi"), step("m"), step("side"), edges=edges)
        == []
    )


CAREFUL = step("x", policy={"on_error": "port"})


def test_a_step_that_may_leave_by_its_error_port_may_have_no_output() -> None:
    both = ("start > x", "x > a", "x.error > a")

    assert found("{{ steps.x.output }}", CAREFUL, edges=both) == [("warning", "may_be_skipped")]
    assert found("{{ steps.x.error.message }}", CAREFUL, edges=both) == [
        ("warning", "may_be_skipped")
    ]


def test_behind_the_error_port_there_is_an_error() -> None:
    behind = ("start > x", "x.error > a")

    assert found("{{ steps.x.error.message }}", CAREFUL, edges=behind) == []
    assert found("{{ steps.x.output }}", CAREFUL, edges=behind) == [("warning", "may_be_skipped")]


def test_behind_the_usual_port_there_is_an_output() -> None:
    edges = ("start > x", "x > a", "x.error > z")

    assert found("{{ steps.x.output }}", CAREFUL, step("z"), edges=edges) == []


def test_without_an_error_port_there_is_never_an_error() -> None:
    assert found("{{ steps.x.error }}", step("x"), edges=("start > x > a",)) == [
        ("warning", "no_error_port")
    ]


def test_a_step_that_goes_on_after_errors_always_has_an_output() -> None:
    brave = step("x", policy={"on_error": "continue"})

    assert found("{{ steps.x.output }}", brave, edges=("start > x > a",)) == []
    assert found("{{ steps.x.error }}", brave, edges=("start > x > a",)) == [
        ("warning", "may_be_skipped")
    ]


def test_a_join_of_any_may_start_before_the_other_has_ended() -> None:
    document = graph(
        [START, step("x"), step("y"), step("a", url="{{ steps.x.output }}", join="any")],
        "start > x > a",
        "start > y > a",
    )

    assert only_problem(document).code == "may_not_have_ended"


def test_nothing_is_said_of_skipping_while_there_are_cycles() -> None:
    edges = ("start > b", "b.yes > hi > a > hi", "b.no > a")

    assert found("{{ steps.hi.output }}", split("b"), step("hi"), edges=edges) == [
        ("error", "cycle")
    ]


def sets(node_id: str, *names: str) -> Document:
    return step(node_id, "vars.set", values=dict.fromkeys(names, 1))


def test_a_variable_that_is_set_before_is_no_problem() -> None:
    assert found("{{ vars.x }}", sets("v", "x"), edges=("start > v > a",)) == []


def test_a_variable_that_no_node_sets_is_an_error_with_a_hint() -> None:
    [problem] = problems(reading("{{ vars.totl }}", sets("v", "total"), edges=("start > v > a",)))

    assert (problem.severity, problem.code) == ("error", "unknown_variable")
    assert "did you mean `vars.total`?" in problem.message


@pytest.mark.parametrize(
    "edges",
    [("start > a", "start > v"), ("start > b", "b.yes > v > a", "b.no > a"), ("start > a > v",)],
)
def test_a_variable_that_may_not_be_set_yet_is_a_warning(edges: tuple[str, ...]) -> None:
    nodes = [split("b"), sets("v", "x")] if "b" in edges[0] else [sets("v", "x")]

    assert found("{{ vars.x }}", *nodes, edges=edges) == [("warning", "may_not_be_set")]
    assert found("{{ vars.x ?? 0 }}", *nodes, edges=edges) == []


def test_variables_that_are_computed_are_not_guessed_at() -> None:
    computed = step("v", "vars.set", values="{{ trigger.all }}")

    assert found("{{ vars.x }}", computed, edges=("start > v > a",)) == []


def test_the_expressions_of_a_node_out_of_reach_are_not_blamed_twice() -> None:
    document = graph([START, step("b"), step("a", url="{{ steps.b.output }}")], "start > b")

    codes: list[Problem] = problems(document)

    assert [problem.code for problem in codes] == ["unreachable_node"]


def test_the_names_of_javascript_are_those_that_the_engine_has() -> None:
    item = ExpressionItem("names", "Object.getOwnPropertyNames(globalThis)", bare=True)
    now = datetime(2026, 5, 1, tzinfo=UTC)

    found = evaluate([item], {}, budget=Budget.WORKFLOW, now=now, seed="")

    assert isinstance(found.values["names"], list)
    assert set(found.values["names"]) == GLOBALS
