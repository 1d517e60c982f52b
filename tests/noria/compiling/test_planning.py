"""What the plan says of loops."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from noria.plan import Plan, PlanStep, Reads
from tests.noria.graphs import START, Document, compiled, graph, problems, step


def loop(type_: str = "for_each", /, node_id: str = "each", **fields: Any) -> Document:
    items = {"items": [1]} if type_ == "for_each" else {}
    return step(node_id, type_, **{**items, **fields})


def planned(document: Document) -> Plan:
    return compiled(document).require_plan()


def find(plan: Plan, node_id: str) -> PlanStep:
    return next(each for each in plan.steps if each.id == node_id)


def test_a_body_comes_between_its_loop_and_what_follows() -> None:
    plan = planned(
        graph(
            [START, step("after"), loop(), step("b", parent="each"), step("a", parent="each")],
            "start > each > after",
            "a > b",
        )
    )

    assert [each.id for each in plan.steps] == ["start", "each", "a", "b", "after"]
    assert find(plan, "a").parent == "each"
    assert find(plan, "a").sources == ()
    assert find(plan, "after").parent is None


def test_an_iterations_fields_are_kept_apart_from_the_loops_own() -> None:
    plan = planned(
        graph(
            [
                START,
                loop(result="{{ [steps.a.output.x, item.y, trigger.z] }}"),
                step("a", parent="each", url="{{ loop.index }}{{ key }}"),
            ],
            "start > each",
        )
    )

    each, a = find(plan, "each"), find(plan, "a")
    assert each.expressions == ()
    assert each.reads == Reads()
    assert [e.pointer for e in each.inner["result"].expressions] == ["/result"]
    assert each.inner["result"].reads == Reads(
        steps={a.id: (("output", "x"),)}, trigger=(("z",),), inside={"item": (("y",),)}
    )
    assert a.reads == Reads(inside={"loop": (("index",),), "key": ((),)})


def test_without_a_result_the_outputs_of_the_body_are_read() -> None:
    plan = planned(graph([START, loop(), step("a", parent="each")], "start > each"))

    inner = find(plan, "each").inner["result"]

    assert inner.expressions == ()
    assert inner.reads.steps == {find(plan, "a").id: (("output",),)}


def test_a_while_looks_at_its_condition_before_its_body_and_at_next_after_it() -> None:
    plan = planned(
        graph(
            [
                START,
                loop(
                    "while",
                    initial="{{ trigger }}",
                    condition="loop.prev > 0",
                    next="{{ loop.prev - 1 }}",
                ),
                step("a", parent="each"),
            ],
            "start > each",
        )
    )

    each = find(plan, "each")
    assert [e.pointer for e in each.expressions] == ["/initial"]
    assert {name: [e.pointer for e in i.expressions] for name, i in each.inner.items()} == {
        "condition": ["/condition"],
        "next": ["/next"],
    }


BODY = step("a", parent="each")


@pytest.mark.parametrize(
    ("container", "body", "expected"),
    [
        (loop(result="{{ steps.a.output }}"), BODY, []),
        (loop(result="{{ steps.each.output }}"), BODY, [("step_not_before", "each")]),
        (loop(result="{{ steps.after.output }}"), BODY, [("step_not_before", "each")]),
        (loop(result="{{ steps.before.output }}"), BODY, []),
        (loop("while", condition="steps.a.output"), BODY, [("step_not_before", "each")]),
        (loop("until", condition="steps.a.output"), BODY, []),
        (loop("until", condition="item"), BODY, [("unknown_name", "each")]),
        (loop("until", condition="loop.outer"), BODY, [("unknown_name", "each")]),
        (loop("until", condition="loop.outer?.prev"), BODY, []),
        (loop(result="{{ loop.prev }}"), BODY, [("unknown_name", "each")]),
        (loop(items="{{ item }}"), BODY, [("unknown_name", "each")]),
        (
            loop(),
            step("a", parent="each", url="{{ steps.each.output }}"),
            [("step_not_before", "a")],
        ),
        (loop(), step("a", parent="each", url="{{ steps.before.output }}{{ key }}"), []),
    ],
)
def test_loops_are_read_from_inside_and_bodies_too(
    container: Document, body: Document, expected: list[tuple[str, str]]
) -> None:
    document = graph(
        [START, step("before"), container, body, step("after")], "start > before > each > after"
    )

    assert [(problem.code, problem.node_id) for problem in problems(document)] == expected


def test_a_body_is_not_read_from_outside() -> None:
    document = graph(
        [START, loop(), BODY, step("after", url="{{ steps.a.output }}")], "start > each > after"
    )

    [problem] = problems(document)

    assert (problem.code, problem.node_id) == ("step_inside_loop", "after")
    assert "read `steps.each.output`" in problem.message


def test_a_loop_in_a_loop_reads_outwards() -> None:
    inner = loop("while", "again", parent="each", condition="item.x && loop.outer.item.x")
    document = graph(
        [
            START,
            loop(),
            inner,
            step("a", parent="again", url="{{ loop.outer.key }}{{ loop.prev }}"),
        ],
        "start > each",
    )

    assert problems(document) == []


def test_a_result_of_a_step_that_may_be_skipped_is_doubtful() -> None:
    split = step(
        "b", "branch", parent="each", cases=[{"port": "yes", "when": "item"}], default="no"
    )
    document = graph(
        [START, loop(result="{{ steps.a.output }}"), split, BODY], "start > each", "b.yes > a"
    )

    [problem] = problems(document)

    assert (problem.code, problem.node_id) == ("may_be_skipped", "each")


@pytest.mark.parametrize(
    ("types", "batching"),
    [
        (("set", "switch", "continue"), "always"),
        (("set", "test.call"), "on_request"),
        (("set", "delay"), "never"),
        (("vars.set",), "never"),
    ],
)
def test_a_body_that_waits_or_has_effects_on_others_goes_in_no_batch(
    types: tuple[str, ...], batching: str
) -> None:
    configs: dict[str, Any] = {
        "set": {"values": {}},
        "vars.set": {"values": {}},
        "delay": {"seconds": 1},
        "switch": {"value": 1, "cases": [{"port": "a", "equals": 1}], "default": "b"},
    }
    body = [
        step(f"n{at}", type_, parent="each", **configs.get(type_, {}))
        for at, type_ in enumerate(types)
    ]

    plan = planned(graph([START, loop(), *body], "start > each"))

    assert find(plan, "each").batching == batching


def test_a_step_that_may_be_held_goes_in_no_batch() -> None:
    body = step("a", "set", parent="each", values={}, policy={"on_error": "hold"})

    plan = planned(graph([START, loop(), body], "start > each"))

    assert find(plan, "each").batching == "never"


def _examples() -> list[Document]:
    page = (Path(__file__).parents[3] / "docs" / "loops.md").read_text()
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]


@pytest.mark.parametrize("document", _examples(), ids=lambda each: each["nodes"][1]["id"])
def test_the_graphs_in_the_guide_have_no_problems(document: Document) -> None:
    assert problems(document) == []
