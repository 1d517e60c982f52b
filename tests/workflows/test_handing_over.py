"""What happens while a run is handed over to a new history: it is in it, or keeps it from coming."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import pairwise

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from benchmarks.histories import history_lengths
from noria.acts import Act, FailStep, Pause, Resume, SkipStep
from noria.model import NodeId
from noria.plan import Plan
from noria.run import RunResult, RunStatus
from tests.workflows.engine import Engine, dig, working
from tests.workflows.loop_plans import for_each
from tests.workflows.plans import plan, step
from tests.workflows.variants import HANDOVER, SlowlyRenewed
from workflows import client as runs
from workflows.hand_client import control_run, read_grip

HOLD = {"on_error": "hold", "retry": {"max_attempts": 1}}
NAMES = [f"s{n}" for n in range(6)]
CHAIN = [
    step("s0", "test.echo", "start"),
    *(step(after, "test.echo", before) for before, after in pairwise(NAMES)),
]
HELD = plan(
    step("start", "start"),
    step("pay", "test.broken", "start", policy=HOLD),
    *CHAIN,
    step("join", "test.echo", "s5", "pay", reads={"pay": ["output"]}),
)
PAY = NodeId("pay")


async def until_handed_over(engine: Engine, run_id: str) -> None:
    """Until the run rests in the variant's timer, which is the only one."""
    for _ in range(400):
        history = await engine.handle(run_id).fetch_history()
        if any(event.event_type == EventType.EVENT_TYPE_TIMER_STARTED for event in history.events):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the run was never handed over")


@asynccontextmanager
async def handing_over(temporal: Client, of: Plan) -> AsyncGenerator[tuple[Engine, str]]:
    engine = Engine(temporal)
    async with working(temporal, engine.worker, SlowlyRenewed):
        run_id = await engine.start(of)
        await until_handed_over(engine, run_id)
        yield engine, run_id


async def ended_after(temporal: Client, act: Act) -> tuple[Engine, RunResult, int]:
    async with handing_over(temporal, HELD) as (engine, run_id):
        await control_run(temporal, run_id, act)
        result = await runs.wait_for_run(temporal, run_id)
        return engine, result, len(await history_lengths(temporal, run_id))


async def test_a_step_that_is_failed_meanwhile_fails_the_run(temporal: Client) -> None:
    engine, result, histories = await ended_after(temporal, FailStep(node_id=PAY))

    assert (result.status, histories) == (RunStatus.FAILED, 1)
    assert "join" not in engine.worker.events


async def test_a_step_that_is_skipped_meanwhile_is_skipped_in_the_new_history(
    temporal: Client,
) -> None:
    engine, result, histories = await ended_after(temporal, SkipStep(node_id=PAY, output=7))

    assert result.status is RunStatus.SUCCEEDED
    assert histories >= 2
    assert dig(engine.worker.steps["join"].output, "steps", "pay", "output") == 7


async def test_a_run_that_is_paused_meanwhile_stays_paused(temporal: Client) -> None:
    async with handing_over(temporal, HELD) as (engine, run_id):
        await control_run(temporal, run_id, Pause())
        await control_run(temporal, run_id, SkipStep(node_id=PAY, output=7))
        for _ in range(400):
            if len(await history_lengths(temporal, run_id)) >= 2:
                break
            await asyncio.sleep(0.05)
        grip = await read_grip(temporal, run_id)
        begun = list(engine.worker.events)
        await control_run(temporal, run_id, Resume())
        result = await runs.wait_for_run(temporal, run_id)

    assert grip.hand.is_paused
    assert "join" not in begun
    assert result.status is RunStatus.SUCCEEDED


async def test_iterations_that_end_meanwhile_keep_their_results(temporal: Client) -> None:
    loop = plan(
        step("start", "start"),
        for_each([0, 1, 2], concurrency=3, result="{{ steps.bad.output }}", of={"bad": ["output"]}),
        step("bad", "test.broken", parent="each", policy=HOLD),
        *CHAIN,
        step("end", "end", "each", "s5", config={"output": "?"},
             expressions={"/output": "{{ steps.each.output }}"}, reads={"each": ["output"]}),
    )  # fmt: skip
    async with handing_over(temporal, loop) as (_, run_id):
        for index in (2, 0, 1):
            act = SkipStep(node_id=NodeId("bad"), iteration=str(index), output=f"item {index}")
            await control_run(temporal, run_id, act)
        result = await runs.wait_for_run(temporal, run_id)

    assert (result.status, result.output) == (RunStatus.SUCCEEDED, ["item 0", "item 1", "item 2"])


async def test_a_cancel_that_meets_the_end_of_it_is_heard(temporal: Client) -> None:
    engine = Engine(temporal)
    async with working(temporal, engine.worker, SlowlyRenewed):
        run_id = await engine.start(HELD)
        await until_handed_over(engine, run_id)
    # Without a worker both the timer and the cancel wait for the next one, and come together.
    await asyncio.sleep(HANDOVER.total_seconds() + 0.5)
    await runs.cancel_run(temporal, run_id)
    async with working(temporal, engine.worker, SlowlyRenewed):
        result = await asyncio.wait_for(runs.wait_for_run(temporal, run_id), 30)

    assert result.status is RunStatus.CANCELLED
