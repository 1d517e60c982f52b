"""Loops whose items are runs of their own."""

from hashlib import sha256
from typing import Any

from pydantic import JsonValue
from temporalio.client import WorkflowExecutionStatus

from noria.acts import Pause, Resume
from noria.compiling.item_runs import write_item_runs_out
from noria.plan import Plan, PlanStep
from noria.run import RunStatus, StepStatus
from tests.workflows.engine import Engine, dig, until
from tests.workflows.loop_plans import for_each, looped
from tests.workflows.plans import plan, step
from workflows import client as runs
from workflows.hand_client import control_run, read_grip


def items(over: JsonValue, *body: PlanStep, **facts: Any) -> Plan:
    return looped(for_each(over, own_runs=True, **facts), *body)


def slow(seconds: float = 30) -> PlanStep:
    return step("slow", "test.slow", parent="each", config={"seconds": seconds})


def child_ids(engine: Engine) -> list[str]:
    return [order.run_id for order in engine.worker.sub_runs.items]


async def status_of(engine: Engine, run_id: str) -> WorkflowExecutionStatus | None:
    return (await engine.handle(run_id).describe()).status


async def test_each_item_is_a_run_with_the_result_of_its_iteration(engine: Engine) -> None:
    result = await engine.run(
        items(
            [3, 5],
            step("double", "test.echo", parent="each", inside=("item", "index", "loop")),
            result="{{ steps.double.output.inside.item * 2 + index }}",
            of={"double": ["output"]},
        )
    )

    first, second = engine.worker.sub_runs.items
    assert (result.status, result.output) == (RunStatus.SUCCEEDED, [6, 11])
    assert engine.worker.events == ["double[0]", "-double[0]", "double[1]", "-double[1]"]
    assert engine.worker.calls["double[1]"].run_id == second.run_id
    assert engine.worker.calls["double[1]"].scope.inside == {
        "item": 5,
        "index": 1,
        "loop": {"item": 5, "index": 1, "key": None},
    }
    assert (first.node_id, first.iteration) == ("each__item", "0")
    assert first.facts == {"item": 3, "index": 0, "key": None}
    assert engine.worker.steps["each__item[1]"].output == 11
    assert await status_of(engine, first.run_id) is WorkflowExecutionStatus.COMPLETED


async def test_its_body_reads_the_steps_before_the_loop_and_the_variables(engine: Engine) -> None:
    loop = for_each([1], "set", "given", own_runs=True)
    result = await engine.run(
        write_item_runs_out(
            plan(
                step("start", "start"),
                step("set", "vars.set", "start", config={"values": {"rate": 2, "other": 3}}),
                step("given", "test.emit", "start", config={"value": {"a": {"b": 1}, "c": 2}}),
                loop,
                step(
                    "seen",
                    "test.echo",
                    parent="each",
                    reads={"set": ["status"], "given": ["output.a.b"], "late": ["status"]},
                    vars=("rate",),
                    trigger=True,
                    run=True,
                ),
                step("late", "test.slow", "each", config={"seconds": 0}),
            )
        ),
        {"n": 7},
    )

    scope = engine.worker.calls["seen[0]"].scope
    assert result.status is RunStatus.SUCCEEDED
    assert scope.vars == {"rate": 2}
    assert scope.trigger == {"n": 7}
    assert scope.run["id"] == engine.worker.sub_runs.items[0].parent_run_id
    assert dig(scope.steps, "given", "output") == {"a": {"b": 1}}
    assert scope.steps["set"] == {"status": "succeeded"}
    assert scope.steps["late"] == {"status": "queued"}


async def test_concurrency_bounds_how_many_run_at_a_time(engine: Engine) -> None:
    run_id = await engine.start(items([1, 2, 3], slow(), concurrency=2))
    await until(lambda: sorted(engine.worker.events) == ["slow[0]", "slow[1]"])
    await runs.cancel_run(engine.client, run_id)
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.CANCELLED
    assert sorted(engine.worker.events[2:]) == ["x slow[0]", "x slow[1]"]
    for child in child_ids(engine):
        assert await status_of(engine, child) is WorkflowExecutionStatus.CANCELED


async def test_an_item_that_fails_fails_the_loop_as_if_it_had_done_it_itself(
    engine: Engine,
) -> None:
    body = step("bad", "test.broken", parent="each")
    result = await engine.run(items([1, 2], body))

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert result.error.node_id == "bad"
    assert len(child_ids(engine)) == 1


async def test_items_that_fail_are_collected_or_skipped(engine: Engine) -> None:
    body = [
        step(
            "odd",
            "branch",
            parent="each",
            config={"cases": [{"port": "yes", "when": ""}], "default": "no"},
            expressions={"/cases/0/when": "item % 2"},
            inside=("item",),
            ports=("yes", "no"),
        ),
        step("bad", "test.broken", "odd.yes", parent="each"),
        step("good", "test.emit", "odd.no", parent="each", config={"value": "good"}),
    ]
    skipped = await engine.run(items([1, 2, 3, 4], *body, on_item_error="skip", concurrency=4))
    collected = await engine.run(items([1, 2], *body, on_item_error="collect"))

    assert skipped.output == ["good", "good"]
    assert isinstance(collected.output, list)
    assert dig(collected.output[0], "error", "node_id") == "bad"
    assert collected.output[1] == "good"


async def test_an_item_leaves_the_loop_by_break_and_itself_by_continue(engine: Engine) -> None:
    body = [
        step(
            "which",
            "switch",
            parent="each",
            config={
                "value": "",
                "default": "default",
                "cases": [{"equals": 2, "port": "two"}, {"equals": 3, "port": "three"}],
            },
            expressions={"/value": "{{ item }}"},
            inside=("item",),
            ports=("two", "three", "default"),
        ),
        step("over", "continue", "which.two", parent="each", ports=()),
        step("out", "break", "which.three", parent="each", ports=()),
        step("give", "test.emit", "which.default", parent="each", config={"value": "given"}),
    ]
    result = await engine.run(items([1, 2, 4, 3, 5], *body))

    assert (result.error, result.output) == (None, ["given", "given"])
    assert len(child_ids(engine)) == 4


async def test_one_that_is_cancelled_by_itself_fails_as_an_item(engine: Engine) -> None:
    run_id = await engine.start(items([1], slow(), on_item_error="collect"))
    await until(lambda: "slow[0]" in engine.worker.events)
    await runs.cancel_run(engine.client, child_ids(engine)[0])
    result = await runs.wait_for_run(engine.client, run_id)

    assert isinstance(result.output, list)
    assert dig(result.output[0], "error", "type") == "cancelled"


async def test_they_are_paused_and_resumed_with_the_run(engine: Engine) -> None:
    run_id = await engine.start(
        items(
            [1],
            slow(1),
            step("next", "test.emit", "slow", parent="each", config={"value": "done"}),
        )
    )
    await until(lambda: "slow[0]" in engine.worker.events)
    await control_run(engine.client, run_id, Pause())
    await until(lambda: engine.worker.step_statuses().get("next[0]") is StepStatus.PAUSED)
    assert (await read_grip(engine.client, child_ids(engine)[0])).hand.is_paused
    await control_run(engine.client, run_id, Resume())
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.output == ["done"]


async def test_a_breakpoint_of_the_run_stops_its_items(engine: Engine) -> None:
    run_id = await engine.start(
        items([1], step("stop", "test.emit", parent="each", config={"value": 1})),
        breakpoints=("stop",),
    )
    await until(lambda: bool(child_ids(engine)))
    child = child_ids(engine)[0]
    await until(lambda: engine.worker.step_statuses().get("stop[0]") is StepStatus.PAUSED)
    await control_run(engine.client, child, Resume())
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.output == [1]


async def test_loops_in_items_and_items_in_loops(engine: Engine) -> None:
    inner_loop = for_each(
        [10, 20],
        node_id="inner",
        parent="each",
        own_runs=True,
        result="{{ item + loop.outer.item + index }}",
    )
    result = await engine.run(
        items(
            [1, 2],
            inner_loop,
            step("body", "test.echo", parent="inner", inside=("item", "loop")),
        )
    )

    assert result.output == [[11, 22], [12, 23]]
    assert engine.worker.calls["body[1/0]"].scope.inside["item"] == 10
    assert dig(engine.worker.calls["body[1/0]"].scope.inside["loop"], "outer", "item") == 2
    assert [order.iteration for order in engine.worker.sub_runs.items] == [
        "0", "0/0", "0/1", "1", "1/0", "1/1",
    ]  # fmt: skip


async def test_an_object_gives_an_object(engine: Engine) -> None:
    result = await engine.run(
        items(
            {"a": 1, "b": 2},
            step("seen", "set", parent="each", config={"values": {}}),
            result="{{ key + item }}",
        )
    )

    assert result.output == {"a": "a1", "b": "b2"}


async def test_more_than_one_task_can_carry_are_started_in_several(engine: Engine) -> None:
    """Temporal ends a run that sends it more than 4 MB at once."""
    words = [sha256(str(at).encode()).hexdigest() for at in range(900)]
    body = step("seen", "test.echo", parent="each", trigger=True)
    over: list[JsonValue] = [*range(100)]
    loop = items(over, body, concurrency=100, result="{{ index }}")
    run_id = await engine.start(loop, {"words": [*words]})
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.output == over
    assert len(child_ids(engine)) == 100


async def test_loops_in_the_body_read_what_they_read_in_any_loop(engine: Engine) -> None:
    of_inner = for_each(
        [10, 20],
        node_id="inner",
        parent="each",
        result="{{ item + steps.given.output.a }}",
        of={"given": ["output.a"]},
    )
    result = await engine.run(
        write_item_runs_out(
            plan(
                step("start", "start"),
                step("given", "test.emit", "start", config={"value": {"a": 5}}),
                for_each([1], "given", own_runs=True),
                of_inner,
                step("body", "test.echo", parent="inner"),
                step(
                    "end",
                    "end",
                    "each",
                    config={"output": ""},
                    expressions={"/output": "{{ steps.each.output }}"},
                    reads={"each": ["output"]},
                    ports=(),
                ),
            )
        )
    )

    assert (result.error, result.output) == (None, [[15, 25]])
