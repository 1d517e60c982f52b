"""Continue-as-new: a run goes on in a new history, and nobody sees the seam."""

from itertools import pairwise

from temporalio.client import Client

from benchmarks.histories import history_lengths
from noria.blobs import is_blob
from noria.run import RunRequest, RunStatus, StepStatus
from tests.workflows.engine import Engine, dig, working
from tests.workflows.plans import plan, step
from tests.workflows.scenario_plans import LARGE_SNAPSHOT
from tests.workflows.variants import Drained, OftenRenewed
from workflows import client as runs


async def histories(engine: Engine, run_id: str) -> int:
    return len(await history_lengths(engine.client, run_id))


async def test_l3_a_long_chain_goes_on_in_new_histories(temporal: Client) -> None:
    engine = Engine(temporal)
    names = [f"s{n}" for n in range(10)]
    long_chain = plan(
        step("start", "start"),
        step("first", "test.emit", "start", config={"value": {"kept": 7, "unread": 8}}),
        step("rate", "vars.set", "first", config={"values": {"rate": 3}}),
        step("s0", "test.echo", "rate"),
        *(step(after, "test.echo", before) for before, after in pairwise(names)),
        step(
            "end",
            "end",
            "s9",
            config={"output": "?"},
            expressions={"/output": "{{ steps.first.output.kept + vars.rate }}"},
            reads={"first": ["output.kept"]},
            vars=("rate",),
        ),
    )

    async with working(temporal, engine.worker, OftenRenewed):
        run_id = await engine.start(long_chain)
        result = await runs.wait_for_run(temporal, run_id)

    assert (result.status, result.output) == (RunStatus.SUCCEEDED, 10)
    assert [event for event in engine.worker.events if not event.startswith("-")] == [
        "first",
        *names,
    ]
    assert len(engine.worker.steps) == 14
    assert await histories(engine, run_id) >= 2


async def test_a_wait_keeps_its_deadline_in_the_new_history(temporal: Client) -> None:
    engine = Engine(temporal)
    names = [f"s{n}" for n in range(6)]
    wait_beside_chain = plan(
        step("start", "start"),
        step("wait", "delay", "start", config={"seconds": 2}),
        step("s0", "test.echo", "start"),
        *(step(after, "test.echo", before) for before, after in pairwise(names)),
        step("join", "test.echo", "s5", "wait", reads={"wait": ["output.waited_s"]}),
    )

    async with working(temporal, engine.worker, OftenRenewed):
        run_id = await engine.start(wait_beside_chain)
        result = await runs.wait_for_run(temporal, run_id)

    waited = engine.worker.steps["join"].output
    assert result.status is RunStatus.SUCCEEDED
    assert 2.0 <= dig(waited, "steps", "wait", "output", "waited_s") < 4.0
    assert RunStatus.WAITING in engine.worker.statuses
    assert await histories(engine, run_id) >= 2


async def test_a_snapshot_that_is_too_large_to_travel_goes_by_reference(temporal: Client) -> None:
    engine = Engine(temporal)

    async with working(temporal, engine.worker, OftenRenewed):
        run_id = await engine.start(LARGE_SNAPSHOT)
        result = await runs.wait_for_run(temporal, run_id)

    began = (await engine.handle(run_id).fetch_history()).events[0]
    [sent] = await temporal.data_converter.decode(
        began.workflow_execution_started_event_attributes.input.payloads, [RunRequest]
    )
    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.calls["read"].scope.vars == {"c7": "c" * 3400}
    assert await histories(engine, run_id) >= 2
    assert sent.snapshot is None
    assert [is_blob(page) for page in sent.snapshot_at] == [True]


async def test_draining_starts_nothing_more_and_loses_nothing(temporal: Client) -> None:
    engine = Engine(temporal)
    names = [f"s{n}" for n in range(8)]
    with_a_slow_one = plan(
        step("start", "start"),
        step("slow", "test.slow", "start", config={"seconds": 1.5}),
        step("s0", "test.echo", "start"),
        *(step(after, "test.echo", before) for before, after in pairwise(names)),
        step("join", "test.echo", "s7", "slow"),
    )

    async with working(temporal, engine.worker, Drained):
        run_id = await engine.start(with_a_slow_one)
        result = await runs.wait_for_run(temporal, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.events.index("-slow") < engine.worker.events.index("s7")
    assert set(engine.worker.step_statuses().values()) == {StepStatus.SUCCEEDED}
    assert len(engine.worker.steps) == 11
    assert await histories(engine, run_id) >= 2
