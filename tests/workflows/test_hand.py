"""A run in people's hands: paused, step by step, at breakpoints."""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise
from uuid import uuid4

import pytest
from temporalio.client import Client

from noria.acts import Act, Control, Grip, Pause, Resume, SetBreakpoints, StartOne
from noria.errors import CannotApply, NotFound
from noria.model import NodeId
from noria.plan import Plan
from noria.run import RunStatus, StepKey, StepStatus
from tests.workflows.engine import Engine, until, working
from tests.workflows.plans import plan, request, step
from tests.workflows.test_graph_workflow_renewal import histories
from tests.workflows.variants import OftenRenewed
from workflows import client as runs
from workflows.flight import Flight
from workflows.hand import Hand
from workflows.hand_client import control_run, read_grip
from workflows.progress import Progress

SLOW_FIRST = plan(
    step("start", "start"),
    step("slow", "test.slow", "start", config={"seconds": 0.5}),
    step("next", "test.emit", "slow", config={"value": 1}),
    step("last", "set", "next", config={"values": {"x": 1}}),
)


async def act(engine: Engine, run_id: str, what: Act, request_id: str | None = None) -> Grip:
    return await control_run(engine.client, run_id, what, request_id=request_id)


async def parked(engine: Engine, run_id: str, *keys: str) -> None:
    """Wait until exactly these steps are held back."""
    for _ in range(400):
        if (await read_grip(engine.client, run_id)).parked == keys:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never exactly {keys}")


async def test_a_paused_run_starts_nothing_and_lets_end_what_runs(engine: Engine) -> None:
    run_id = await engine.start(SLOW_FIRST)
    await until(lambda: "slow" in engine.worker.events)

    paused = await act(engine, run_id, Pause())
    await parked(engine, run_id, "next")
    await until(lambda: engine.worker.steps["next"].status is StepStatus.PAUSED)

    assert (paused.status, paused.changed) == (RunStatus.PAUSED, True)
    assert engine.worker.events == ["slow", "-slow"]
    assert engine.worker.statuses[-1] is RunStatus.PAUSED

    resumed = await act(engine, run_id, Resume())
    result = await runs.wait_for_run(engine.client, run_id)

    assert (resumed.status, resumed.parked) == (RunStatus.RUNNING, ())
    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.events == ["slow", "-slow", "next", "-next"]
    assert engine.worker.steps["next"].attempt == 1


async def test_to_pause_or_resume_twice_does_it_once(engine: Engine) -> None:
    run_id = await engine.start(SLOW_FIRST)

    answers = [await act(engine, run_id, what) for what in (Pause(), Pause(), Resume(), Resume())]

    assert [answer.changed for answer in answers] == [True, False, True, False]
    assert (await runs.wait_for_run(engine.client, run_id)).status is RunStatus.SUCCEEDED


async def test_a_request_that_is_repeated_is_done_once(engine: Engine) -> None:
    three = plan(
        step("start", "start"),
        *(step(name, "test.emit", "start", config={"value": 1}) for name in "abc"),
    )
    run_id = await start_paused(engine, three)

    first = await act(engine, run_id, StartOne(), request_id="once")
    again = await act(engine, run_id, StartOne(), request_id="once")

    assert first == again
    with pytest.raises(CannotApply, match="'once' came with another act"):
        await act(engine, run_id, Resume(), request_id="once")
    await parked(engine, run_id, "a", "b", "c")
    await runs.terminate_run(engine.client, run_id, "test")


async def start_paused(engine: Engine, of: Plan) -> str:
    run_id = await breakpoints_from_the_start(engine, of, "start")
    await parked(engine, run_id, "start")
    return run_id


async def breakpoints_from_the_start(engine: Engine, of: Plan, *nodes: str) -> str:
    run = request(str(uuid4()), of, breakpoints=tuple(NodeId(node) for node in nodes))
    await runs.start_run(engine.client, run)
    return run.run_id


async def test_step_by_step(engine: Engine) -> None:
    two_arms = plan(
        step("start", "start"),
        step("a", "test.emit", "start", config={"value": 1}),
        step("b", "set", "start", config={"values": {"x": 1}}),
        step("join", "test.echo", "a", "b"),
    )
    run_id = await start_paused(engine, two_arms)

    await act(engine, run_id, StartOne())
    await parked(engine, run_id, "b", "a")
    await act(engine, run_id, StartOne(step=StepKey("a")))
    await parked(engine, run_id, "b")
    grip = await act(engine, run_id, StartOne())
    await parked(engine, run_id, "join")

    assert grip.status is RunStatus.PAUSED
    assert engine.worker.events == ["a", "-a"]
    assert RunStatus.RUNNING not in engine.worker.statuses
    with pytest.raises(CannotApply, match="'b' is not ready to start; 'join' may"):
        await act(engine, run_id, StartOne(step=StepKey("b")))
    await act(engine, run_id, StartOne())
    assert (await runs.wait_for_run(engine.client, run_id)).status is RunStatus.SUCCEEDED


async def test_a_step_by_step_needs_a_paused_run_with_a_step_that_is_ready(
    engine: Engine,
) -> None:
    run_id = await engine.start(SLOW_FIRST)
    await until(lambda: "slow" in engine.worker.events)

    with pytest.raises(CannotApply, match="is not paused"):
        await act(engine, run_id, StartOne())
    await act(engine, run_id, Pause())
    with pytest.raises(CannotApply, match="No step is ready"):
        await act(engine, run_id, StartOne())
    await act(engine, run_id, Resume())
    await runs.wait_for_run(engine.client, run_id)


async def test_a_breakpoint_pauses_the_run_before_its_node(engine: Engine) -> None:
    run_id = await breakpoints_from_the_start(engine, SLOW_FIRST, "next", "last")

    await parked(engine, run_id, "next")
    assert engine.worker.events == ["slow", "-slow"]
    await act(engine, run_id, Resume())
    await parked(engine, run_id, "last")
    cleared = await act(engine, run_id, SetBreakpoints())
    await act(engine, run_id, Resume())

    assert cleared.hand.breakpoints == ()
    assert (await runs.wait_for_run(engine.client, run_id)).status is RunStatus.SUCCEEDED


async def test_breakpoints_are_set_while_the_run_goes_on(engine: Engine) -> None:
    run_id = await engine.start(SLOW_FIRST)
    await until(lambda: "slow" in engine.worker.events)

    await act(engine, run_id, SetBreakpoints(node_ids=(NodeId("last"),)))
    with pytest.raises(CannotApply, match="no node 'nowhere'"):
        await act(engine, run_id, SetBreakpoints(node_ids=(NodeId("nowhere"),)))
    await parked(engine, run_id, "last")
    await act(engine, run_id, Resume())

    assert (await runs.wait_for_run(engine.client, run_id)).status is RunStatus.SUCCEEDED


async def test_a_wait_that_ends_in_a_pause_goes_on_after_it(engine: Engine) -> None:
    run_id = await engine.start(
        plan(
            step("start", "start"),
            step("wait", "delay", "start", config={"seconds": 0.5}),
            step("next", "set", "wait", config={"values": {}}),
        )
    )
    await until(lambda: "wait" in engine.worker.steps)

    await act(engine, run_id, Pause())
    await parked(engine, run_id, "next")
    await act(engine, run_id, Resume())

    assert (await runs.wait_for_run(engine.client, run_id)).status is RunStatus.SUCCEEDED


async def test_a_paused_run_can_be_cancelled(engine: Engine) -> None:
    run_id = await start_paused(engine, SLOW_FIRST)

    await runs.cancel_run(engine.client, run_id)
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.CANCELLED
    assert engine.worker.steps["start"].status is StepStatus.CANCELLED


async def test_a_pause_outlives_a_new_history(temporal: Client) -> None:
    engine = Engine(temporal)
    names = [f"s{n}" for n in range(8)]
    long_chain = plan(
        step("start", "start"),
        step("s0", "test.echo", "start"),
        *(step(after, "test.echo", before) for before, after in pairwise(names)),
    )

    async with working(temporal, engine.worker, OftenRenewed):
        run_id = await breakpoints_from_the_start(engine, long_chain, "s3", "s7")
        await parked(engine, run_id, "s3")
        for node in ("s3", "s4", "s5", "s6"):
            await parked(engine, run_id, node)
            await act(engine, run_id, StartOne(), node)
        await parked(engine, run_id, "s7")
        assert await histories(engine, run_id) >= 2
        assert not (await act(engine, run_id, StartOne(), "s3")).changed, "done in another history"
        await parked(engine, run_id, "s7")
        await act(engine, run_id, Resume())
        result = await runs.wait_for_run(temporal, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert [event for event in engine.worker.events if not event.startswith("-")] == names


def test_what_a_person_paused_is_not_resumed_from_above() -> None:
    run = request("run-1", SLOW_FIRST)
    progress = Progress(run, datetime.now(UTC))
    flight = Flight(progress, lambda _: None)
    hand = Hand(run, progress, flight)

    paused: list[bool] = []
    for above, person in ((True, None), (False, None), (True, Pause()), (False, None)):
        hand.pause_from_above(above)
        if person:
            hand.apply(Control(act=person))
        paused.append(flight.is_paused)

    assert paused == [True, False, True, True]


async def test_what_is_over_can_not_be_paused(engine: Engine) -> None:
    run_id = await engine.start(SLOW_FIRST)
    await runs.wait_for_run(engine.client, run_id)

    with pytest.raises(NotFound):
        await act(engine, run_id, Pause())
