"""Compensations: in reverse order, shielded, each with its own retries."""

from dataclasses import replace
from datetime import UTC, datetime

from temporalio.client import Client

from benchmarks.histories import history_lengths
from noria.blobs import is_blob
from noria.forks.fork import Wish, plan_fork
from noria.forks.part import plan_part
from noria.forks.past import Past
from noria.forks.records import Pin
from noria.model import NodeId
from noria.plan import Plan
from noria.run import RunStatus, StepStatus
from tests.workflows.engine import Engine, dig, until, working
from tests.workflows.loop_plans import for_each
from tests.workflows.plans import plan, step
from tests.workflows.scenario_plans import long_saga
from tests.workflows.variants import RENEW_AT_EVENTS, OftenRenewed
from workflows import client as runs

SOON = {"retry": {"initial_interval_s": 0.05, "max_attempts": 3}}


def trip(node_type: str, cancel_hotel: str = "test.echo") -> Plan:
    """Books a flight and a hotel; what comes last is of this node type."""
    return plan(
        step("start", "start"),
        step("flight", "test.emit", "start", config={"value": "F1"}, undo="cancel_flight"),
        step("hotel", "test.emit", "flight", config={"value": "H1"}, undo="cancel_hotel"),
        step("car", node_type, "hotel", config={"seconds": 30} if "slow" in node_type else {}),
        step("cancel_flight", "test.echo", reads={"flight": ["output"]}, undoes="flight"),
        step(
            "cancel_hotel",
            cancel_hotel,
            config={"failures": 2},
            reads={"hotel": ["output"]},
            undoes="hotel",
            policy=SOON,
        ),
    )


async def test_what_was_done_is_undone_the_last_first(engine: Engine) -> None:
    result = await engine.run(trip("test.broken"))

    assert result.status is RunStatus.FAILED
    assert engine.worker.events[-4:] == [
        "cancel_hotel", "-cancel_hotel", "cancel_flight", "-cancel_flight",
    ]  # fmt: skip
    assert dig(engine.worker.calls["cancel_hotel"].scope.steps, "hotel", "output") == "H1"
    assert engine.worker.step_statuses()["cancel_flight"] is StepStatus.SUCCEEDED
    assert engine.worker.finished is not None
    assert engine.worker.finished.run is not None
    assert engine.worker.finished.run.not_undone == ()


async def test_a_run_that_succeeds_undoes_nothing(engine: Engine) -> None:
    result = await engine.run(trip("test.echo"))

    assert result.status is RunStatus.SUCCEEDED
    assert "cancel_hotel" not in engine.worker.step_statuses()
    assert "cancel_hotel" not in engine.worker.events


async def test_a_cancelled_run_undoes_too_and_nothing_stops_it(engine: Engine) -> None:
    run_id = await engine.start(trip("test.slow"))
    await until(lambda: "car" in engine.worker.events)
    await runs.cancel_run(engine.client, run_id)
    await runs.cancel_run(engine.client, run_id)
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.CANCELLED
    assert engine.worker.events[-1] == "-cancel_flight"


async def test_a_compensation_is_tried_again_by_its_own_policy(engine: Engine) -> None:
    await engine.run(trip("test.broken", cancel_hotel="test.flaky"))

    assert engine.worker.events.count("cancel_hotel") == 3
    assert "-cancel_hotel" in engine.worker.events


async def test_what_can_not_be_undone_is_listed_and_the_rest_is_undone(engine: Engine) -> None:
    result = await engine.run(trip("test.broken", cancel_hotel="test.broken"))

    assert result.error is not None
    assert result.error.node_id == "car"
    assert engine.worker.events[-1] == "-cancel_flight"
    assert engine.worker.finished is not None
    assert engine.worker.finished.run is not None
    [left] = engine.worker.finished.run.not_undone
    assert (left.node_id, left.undo, left.error.message) == ("hotel", "cancel_hotel", "broken")
    assert engine.worker.step_statuses()["cancel_hotel"] is StepStatus.FAILED


async def test_each_iteration_is_undone_with_what_it_knew(engine: Engine) -> None:
    await engine.run(
        plan(
            step("start", "start"),
            for_each([1, 2]),
            step("book", "test.echo", parent="each", inside=("item",), undo="free"),
            step("free", "test.echo", parent="each", inside=("item",), undoes="book"),
            step("bad", "test.broken", "each"),
        )
    )

    freed = [event for event in engine.worker.events if event.startswith("free")]
    assert freed == ["free[1]", "free[0]"]
    assert engine.worker.calls["free[0]"].scope.inside == {"item": 1}


async def test_a_new_history_still_knows_what_to_undo(temporal: Client) -> None:
    engine = Engine(temporal)
    names = ["flight", *(f"s{n}" for n in range(10))]
    long = plan(
        step("start", "start"),
        step("flight", "test.emit", "start", config={"value": "F1"}, undo="cancel_flight"),
        *(step(b, "test.echo", a) for a, b in zip(names, names[1:], strict=False)),
        step("bad", "test.broken", "s9"),
        step("cancel_flight", "test.echo", reads={"flight": ["output"]}, undoes="flight"),
    )
    async with working(temporal, engine.worker, OftenRenewed):
        run_id = await engine.start(long)
        result = await runs.wait_for_run(temporal, run_id)

    assert result.status is RunStatus.FAILED
    assert dig(engine.worker.calls["cancel_flight"].scope.steps, "flight", "output") == "F1"


async def test_a_long_undoing_goes_on_in_new_histories(temporal: Client) -> None:
    engine = Engine(temporal)
    async with working(temporal, engine.worker, OftenRenewed):
        run_id = await engine.start(long_saga(36, "test.slow"))
        await until(lambda: "last" in engine.worker.events)
        await runs.cancel_run(temporal, run_id)
        await until(lambda: "-free[20]" in engine.worker.events)
        await runs.cancel_run(temporal, run_id)
        result = await runs.wait_for_run(temporal, run_id)

    freed = [event for event in engine.worker.events if event.startswith("free")]
    lengths = await history_lengths(temporal, run_id)
    assert result.status is RunStatus.CANCELLED
    assert freed == [f"free[{at}]" for at in reversed(range(36))]
    assert engine.worker.finished is not None
    assert engine.worker.finished.run is not None
    assert [left.undo for left in engine.worker.finished.run.not_undone] == ["cancel_car"]
    assert len(lengths) > 3
    assert max(lengths) < 3 * RENEW_AT_EVENTS


async def test_a_retry_does_again_what_was_undone(engine: Engine) -> None:
    failing, mended = trip("test.broken"), trip("test.echo")
    await engine.run(failing)
    past = Past(failing, list(engine.worker.steps.values()))
    fork = plan_fork(past, Wish(mended, None), datetime.now(UTC))
    engine.worker.events.clear()
    run_id = await engine.start(mended, snapshot=fork.snapshot)
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.events == [
        "flight", "-flight", "hotel", "-hotel", "car", "-car",
    ]  # fmt: skip


async def test_a_node_with_a_compensation_is_tried_out_alone(engine: Engine) -> None:
    for node_id in ("hotel", "cancel_hotel"):
        wish = Wish(trip("test.echo"), None, NodeId(node_id))
        pins = {NodeId("hotel"): Pin(output="H7")} if node_id != "hotel" else {}
        part = plan_part(Past(wish.plan, []), replace(wish, pins=pins), "only", datetime.now(UTC))
        run_id = await engine.start(part.plan, snapshot=part.snapshot)
        await runs.wait_for_run(engine.client, run_id)

    assert engine.worker.events == ["hotel", "-hotel", "cancel_hotel", "-cancel_hotel"]
    assert dig(engine.worker.calls["cancel_hotel"].scope.steps, "hotel", "output") == "H7"


async def test_what_is_large_is_handed_on_by_reference(temporal: Client) -> None:
    engine = Engine(temporal)
    names = ["book0", "book1", *(f"s{n}" for n in range(10))]
    large = {name: name * 200_000 for name in names[:2]}
    long = plan(
        step("start", "start"),
        step("book0", "test.emit", "start", config={"value": large["book0"]}, undo="free0"),
        step("book1", "test.emit", "book0", config={"value": large["book1"]}, undo="free1"),
        *(step(b, "test.echo", a) for a, b in zip(names[1:], names[2:], strict=False)),
        step("bad", "test.broken", "s9"),
        *(
            step(f"free{n}", "test.echo", reads={f"book{n}": ["output"]}, undoes=f"book{n}")
            for n in range(2)
        ),
    )
    async with working(temporal, engine.worker, OftenRenewed):
        run_id = await engine.start(long)
        await runs.wait_for_run(temporal, run_id)

    for name, undo in (("book0", "free0"), ("book1", "free1")):
        output = dig(engine.worker.calls[undo].scope.steps, name, "output")
        assert is_blob(output)
