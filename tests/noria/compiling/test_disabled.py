"""Disabled nodes: runs pass through them, and nothing that is wrong in them blocks a graph."""

from noria.errors import Problem
from noria.plan import PlanStep
from tests.noria.graphs import Document, compiled, graph, split, step


def steps_of(document: Document) -> dict[str, PlanStep]:
    return {step.id: step for step in compiled(document).require_plan().steps}


def problems_of(document: Document) -> list[Problem]:
    return compiled(document).problems


def test_a_disabled_step_does_nothing_and_the_next_one_follows_it() -> None:
    document = graph(
        [step("start", "start"), step("a", disabled=True, url="https://a.example"), step("b")],
        "start > a > b",
    )
    steps = steps_of(document)

    assert (steps["a"].type, steps["a"].lane, steps["a"].name) == ("set", "control", "Call")
    assert steps["a"].expressions == ()
    assert [source.node_id for source in steps["b"].sources] == ["a"]


def test_a_fork_is_left_by_its_first_port_and_its_other_paths_are_dead() -> None:
    document = graph(
        [step("start", "start"), split("fork", "yes") | {"disabled": True}, step("a"), step("b")],
        "start > fork",
        "fork.yes > a",
        "fork.no > b",
    )
    fork = steps_of(document)["fork"]

    assert fork.config == {"cases": [{"port": "no", "when": "false"}], "default": "yes"}
    assert problems_of(document) == []


def test_what_is_wrong_in_a_disabled_step_blocks_nothing() -> None:
    broken = [step("bad", "no.such_type", disabled=True), step("wrong", disabled=True, seconds=-1)]
    document = graph([step("start", "start"), *broken], "start > bad > wrong")

    assert problems_of(document) == []


def test_a_loop_takes_its_body_along_and_a_step_what_undoes_it() -> None:
    document = graph(
        [
            step("start", "start"),
            step("loop", "for_each", items=[1], disabled=True),
            step("inner", parent="loop"),
            step("deeper", parent="inner"),
            step("book", undo="free", disabled=True),
            step("free"),
        ],
        "start > loop > book",
    )

    assert list(steps_of(document)) == ["start", "loop", "book"]
    assert steps_of(document)["book"].undo is None


def test_reading_the_output_of_a_disabled_step_is_a_warning() -> None:
    nodes = [step("start", "start"), step("a", disabled=True)]
    plain = graph([*nodes, step("b", body="{{ steps.a.output.n }}")], "start > a > b")
    careful = graph([*nodes, step("b", body="{{ steps.a.output?.n ?? 1 }}")], "start > a > b")
    [problem] = problems_of(plain)

    assert (problem.code, problem.severity, problem.node_id) == ("reads_disabled", "warning", "b")
    assert problems_of(careful) == []


def test_the_start_can_not_be_disabled() -> None:
    document = graph([step("start", "start", disabled=True), step("a")], "start > a")

    assert [problem.code for problem in problems_of(document)] == ["start_disabled"]


def test_notes_and_groups_change_no_plan() -> None:
    document = graph([step("start", "start"), step("a")], "start > a")
    drawn = document | {
        "notes": [{"id": "hint", "text": "Look **here**", "tint": "rose", "width": 300}],
        "groups": [{"id": "both", "name": "Both", "nodes": ["start", "a"]}],
    }

    assert compiled(drawn).problems == []
    assert compiled(drawn).plan == compiled(document).plan
