"""What a fork takes over, the engine does not do again."""

from datetime import UTC, datetime
from uuid import uuid4

from temporalio.client import Client

from benchmarks.histories import history_lengths
from noria.forks.fork import Fork, Wish, plan_fork
from noria.forks.part import plan_part
from noria.forks.past import Past
from noria.forks.records import Pin
from noria.model import NodeId
from noria.plan import Plan
from noria.run import RunResult, RunStatus
from tests.noria.forks.test_fork import row
from tests.workflows.engine import Engine, dig, working
from tests.workflows.loop_plans import for_each, looped
from tests.workflows.plans import plan, request, step
from tests.workflows.variants import OftenRenewed
from workflows import client as runs
from workflows.lanes import MAX_TURN_STEPS

LINE = plan(
    step("start", "start"),
    step("rate", "vars.set", "start", config={"values": {"limit": 3}}),
    step("fetch", "test.emit", "rate", config={"value": "fetched"}),
    step("send", "test.echo", "fetch", reads={"fetch": ["output"]}),
    step(
        "end",
        "end",
        "send",
        config={"output": ""},
        expressions={"/output": "{{ [vars.limit, steps.fetch.output] }}"},
        reads={"fetch": ["output"]},
        vars=("limit",),
        ports=(),
    ),
)


async def run(engine: Engine, fork: Fork) -> RunResult:
    started = request(str(uuid4()), fork.plan, {}, snapshot=fork.snapshot)
    await runs.start_run(engine.client, started)
    return await runs.wait_for_run(engine.client, started.run_id)


def past(of: Plan) -> Past:
    rows = [
        row("start", output={}),
        row("rate", output={"limit": 7}),
        row("fetch", output="of the first run"),
    ]
    return Past(of, rows)


async def test_a_fork_goes_on_with_earlier_outputs_and_variables(engine: Engine) -> None:
    fork = plan_fork(past(LINE), Wish(LINE, {}, NodeId("send")), datetime.now(UTC))
    result = await run(engine, fork)

    assert (result.status, result.output) == (RunStatus.SUCCEEDED, [7, "of the first run"])
    assert list(engine.worker.calls) == ["send"]


async def test_one_node_alone_with_a_pinned_output(engine: Engine) -> None:
    pins = {NodeId("fetch"): Pin(output="pinned")}
    wish = Wish(LINE, {}, NodeId("send"), pins)
    result = await run(engine, plan_part(Past(LINE, []), wish, "only", datetime.now(UTC)))

    assert result.status is RunStatus.SUCCEEDED
    assert list(engine.worker.calls) == ["send"]
    assert engine.worker.calls["send"].scope.steps["fetch"] == {"output": "pinned"}


async def test_what_is_taken_over_of_later_iterations_outlives_new_histories(
    temporal: Client,
) -> None:
    engine, count = Engine(temporal), 12
    of = looped(
        for_each(list(range(count)), result="{{ steps.send.output }}", of={"send": ["output"]}),
        step("book", "test.emit", parent="each", config={"value": "booked again"}),
        step("send", "test.echo", "book", parent="each", reads={"book": ["output"]}),
    )
    rows = [row("book", output=f"booked {at}", iteration=str(at)) for at in range(count)]
    fork = plan_fork(Past(of, [row("start", output={}), *rows]), Wish(of, {}), datetime.now(UTC))

    async with working(temporal, engine.worker, OftenRenewed):
        result = await run(engine, fork)

    assert result.status is RunStatus.SUCCEEDED
    assert set(engine.worker.calls) == {f"send[{at}]" for at in range(count)}
    seen = [
        dig(engine.worker.calls[f"send[{at}]"].scope.steps, "book", "output") for at in range(count)
    ]
    assert seen == [f"booked {at}" for at in range(count)]
    [run_id] = {call.run_id for call in engine.worker.calls.values()}
    assert len(await history_lengths(temporal, run_id)) >= 2


async def test_thousands_of_iterations_are_taken_over_in_many_turns(engine: Engine) -> None:
    count = 3_000
    of = looped(
        for_each(list(range(count)), concurrency=50, result="{{ steps.double.output }}",
                 of={"double": ["output"]}),
        step("double", "test.emit", parent="each", config={"value": "again"}),
    )  # fmt: skip
    rows = [row("start", output={})]
    rows += [row("double", output=at, iteration=str(at)) for at in range(count - 1)]
    fork = plan_fork(Past(of, rows), Wish(of, {}), datetime.now(UTC))
    started = request(str(uuid4()), fork.plan, {}, snapshot=fork.snapshot)
    await runs.start_run(engine.client, started)
    result = await runs.wait_for_run(engine.client, started.run_id)

    assert result.output == [*range(count - 1), "again"]
    assert list(engine.worker.calls) == [f"double[{count - 1}]"]
    assert engine.worker.projections > count // MAX_TURN_STEPS // 2
