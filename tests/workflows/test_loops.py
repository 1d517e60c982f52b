"""Loops that the workflow follows itself: what they give, and in which order."""

from pydantic import JsonValue

from noria.plan import PlanStep
from noria.run import RunStatus, StepStatus
from tests.workflows.engine import Engine, dig
from tests.workflows.loop_plans import for_each, looped, repeat
from tests.workflows.plans import step


async def test_a_loop_runs_its_body_once_for_each_item_in_order(engine: Engine) -> None:
    result = await engine.run(
        looped(
            for_each(
                [3, 5],
                result="{{ steps.double.output.inside.item * 2 }}",
                of={"double": ["output"]},
            ),
            step("double", "test.echo", parent="each", inside=("item", "index")),
        )
    )

    assert (result.status, result.output) == (RunStatus.SUCCEEDED, [6, 10])
    assert engine.worker.events == ["double[0]", "-double[0]", "double[1]", "-double[1]"]
    assert engine.worker.steps["each"].status is StepStatus.SUCCEEDED
    assert engine.worker.calls["double[1]"].scope.inside == {"item": 5, "index": 1}


async def test_iterations_run_side_by_side_and_give_their_results_in_order(engine: Engine) -> None:
    result = await engine.run(
        looped(
            for_each([0.4, 0.1, 0.1], concurrency=2, result="{{ index }}"),
            step(
                "wait",
                "test.slow",
                parent="each",
                config={"seconds": 0},
                expressions={"/seconds": "{{ item }}"},
                inside=("item",),
            ),
        )
    )

    assert result.output == [0, 1, 2]
    assert engine.worker.events[:2] == ["wait[0]", "wait[1]"]
    assert "wait[2]" not in engine.worker.events[:2]


async def test_an_object_gives_an_object(engine: Engine) -> None:
    result = await engine.run(
        looped(
            for_each({"a": 1, "b": 2}, result="{{ key + item }}"),
            step("seen", "set", parent="each", config={"values": {}}),
        )
    )

    assert result.output == {"a": "a1", "b": "b2"}


async def test_without_a_result_an_iteration_gives_the_output_of_its_last_step(
    engine: Engine,
) -> None:
    result = await engine.run(
        looped(
            for_each([1, 2]),
            step("first", "test.emit", parent="each", config={"value": "first"}),
            step("last", "test.emit", "first", parent="each", config={"value": "last"}),
        )
    )

    assert result.output == ["last", "last"]


async def test_nothing_to_go_over_gives_nothing(engine: Engine) -> None:
    result = await engine.run(looped(for_each([]), step("never", "test.echo", parent="each")))

    assert (result.status, result.output) == (RunStatus.SUCCEEDED, [])
    assert set(engine.worker.steps) == {"start", "each", "end"}


async def test_what_is_no_list_fails_the_loop(engine: Engine) -> None:
    result = await engine.run(looped(for_each(7), step("never", "test.echo", parent="each")))

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert result.error.node_id == "each"


async def test_paths_in_a_body_are_decided_in_each_iteration_anew(engine: Engine) -> None:
    branch: dict[str, JsonValue] = {"cases": [{"port": "yes", "when": ""}], "default": "no"}
    result = await engine.run(
        looped(
            for_each([1, 2]),
            step(
                "odd",
                "branch",
                parent="each",
                config=branch,
                expressions={"/cases/0/when": "item % 2 == 1"},
                inside=("item",),
                ports=("yes", "no"),
            ),
            step("is_odd", "test.emit", "odd.yes", parent="each", config={"value": "odd"}),
            step("is_even", "test.emit", "odd.no", parent="each", config={"value": "even"}),
            step("join", "set", "is_odd", "is_even", parent="each", config={"values": {}}),
        )
    )

    statuses = engine.worker.step_statuses()
    assert result.status is RunStatus.SUCCEEDED
    assert statuses["is_even[0]"] is statuses["is_odd[1]"] is StepStatus.SKIPPED
    assert statuses["join[0]"] is statuses["join[1]"] is StepStatus.SUCCEEDED
    assert engine.worker.events == ["is_odd[0]", "-is_odd[0]", "is_even[1]", "-is_even[1]"]


async def test_continue_leaves_an_iteration_out(engine: Engine) -> None:
    result = await engine.run(looped(*even_ones("continue")))

    assert result.output == [1, 3]
    assert engine.worker.steps["after[1]"].status is StepStatus.SKIPPED
    assert engine.worker.steps["leave[1]"].status is StepStatus.SUCCEEDED


async def test_break_keeps_what_has_ended_and_begins_no_more(engine: Engine) -> None:
    result = await engine.run(looped(*even_ones("break")))

    assert result.output == [1]
    assert "odd[2]" not in engine.worker.steps


async def test_break_cancels_the_iterations_beside_it(engine: Engine) -> None:
    each, odd, leave, _ = even_ones("break", concurrency=3)
    after = step("after", "test.slow", "odd.yes", parent="each", config={"seconds": 30})

    result = await engine.run(looped(each, odd, leave, after))

    assert (result.status, result.output) == (RunStatus.SUCCEEDED, [])
    statuses = engine.worker.step_statuses()
    assert statuses["after[0]"] is statuses["after[2]"] is StepStatus.CANCELLED


async def test_loops_within_loops_know_the_one_around_them(engine: Engine) -> None:
    result = await engine.run(
        looped(
            for_each([1, 2], node_id="outer"),
            for_each(
                ["a", "b"], node_id="each", parent="outer", result="{{ item + loop.outer.item }}"
            ),
            step("seen", "test.echo", parent="each", inside=("loop",)),
        )
    )

    assert result.output == [["a1", "b1"], ["a2", "b2"]]
    loop = engine.worker.calls["seen[1/0]"].scope.inside["loop"]
    assert (dig(loop, "item"), dig(loop, "outer", "index")) == ("a", 1)
    assert engine.worker.steps["each[1]"].output == ["a2", "b2"]


async def test_break_leaves_the_nearest_loop_only(engine: Engine) -> None:
    result = await engine.run(
        looped(
            for_each([1, 2], node_id="outer"),
            for_each(["a", "b"], parent="outer", result="{{ item }}"),
            step("leave", "break", parent="each", ports=()),
        )
    )

    assert result.output == [[], []]


async def test_while_carries_a_value_from_iteration_to_iteration(engine: Engine) -> None:
    result = await engine.run(
        looped(
            repeat(
                "while",
                "loop.prev < 20",
                "{{ loop.prev * 2 }}",
                config={"initial": 3},
            ),
            step("seen", "test.echo", parent="again", inside=("loop",)),
        )
    )

    assert result.output == 24
    assert [event for event in engine.worker.events if event[0] != "-"] == [
        "seen[0]",
        "seen[1]",
        "seen[2]",
    ]
    assert engine.worker.calls["seen[2]"].scope.inside["loop"] == {"prev": 12, "index": 2}


async def test_while_may_end_before_it_begins(engine: Engine) -> None:
    result = await engine.run(
        looped(
            repeat("while", "loop.prev > 0", "{{ 1 }}", config={"initial": 0}),
            step("never", "test.echo", parent="again"),
        )
    )

    assert result.output == 0
    assert engine.worker.events == []


async def test_until_runs_once_at_least_and_sees_what_the_iteration_left(engine: Engine) -> None:
    result = await engine.run(
        looped(
            repeat(
                "until",
                "loop.prev >= 10",
                "{{ loop.prev + steps.add.output }}",
                config={"initial": 5},
                of={"add": ["output"]},
            ),
            step("add", "test.emit", parent="again", config={"value": 5}),
        )
    )

    assert result.output == 10
    assert engine.worker.events == ["add[0]", "-add[0]"]


async def test_a_loop_without_end_fails_at_its_bound(engine: Engine) -> None:
    result = await engine.run(
        looped(
            repeat("while", "true", "{{ 0 }}", config={"max_iterations": 130}),
            step("tick", "set", parent="again", config={"values": {}}),
        )
    )

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert result.error.type == "too_many_iterations"
    assert "130 iterations" in result.error.message
    assert engine.worker.steps["tick[129]"].status is StepStatus.SUCCEEDED


def even_ones(leave: str, concurrency: int = 1) -> tuple[PlanStep, ...]:
    """A loop over 1, 2, 3 that is left, or gone on with, at even items."""
    return (
        for_each([1, 2, 3], result="{{ item }}", concurrency=concurrency),
        step(
            "odd",
            "branch",
            parent="each",
            config={"cases": [{"port": "yes", "when": ""}], "default": "no"},
            expressions={"/cases/0/when": "item % 2 == 1"},
            inside=("item",),
            ports=("yes", "no"),
        ),
        step("leave", leave, "odd.no", parent="each", ports=()),
        step("after", "test.echo", "odd.yes", parent="each"),
    )
