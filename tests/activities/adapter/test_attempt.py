"""What a node is given, and what people see of an attempt."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from temporalio.activity import ActivityCancellationDetails
from temporalio.exceptions import ApplicationError

from noria.context import NodeContext
from noria.model import PortName
from noria.node_type import Output
from noria.run import (
    RunStatus,
    RunUpdate,
    Scope,
    StepStatus,
)
from tests.activities.adapter.bench import AnyConfig, Bench, giving, node_type
from tests.activities.calls import call


async def test_gives_the_output_and_tells_how_it_went(bench: Bench) -> None:
    result = await bench.run(giving({"a": 1}), call("test.node", {"value": 7}))

    assert result.output == {"a": 1}
    assert result.port == "out"
    assert result.attempt == 1
    assert bench.sink.statuses == ["running", "succeeded"]
    assert bench.sink.steps[0].input == {"value": 7}
    assert bench.sink.steps[1].output == {"a": 1}
    assert bench.sink.steps[1].finished_at == result.finished_at


async def test_expressions_are_evaluated_before_the_config_is_checked(bench: Bench) -> None:
    async def echo(config: AnyConfig, _: NodeContext) -> Any:
        return config.value

    scope = Scope(steps={"a": {"output": {"n": 41}}}, trigger={"who": "Amina"})
    result = await bench.run(
        node_type(echo),
        call(
            "test.node",
            {"value": {"n": "{{ steps.a.output.n }}", "text": "Hi {{ trigger.who }}!"}},
            expressions={
                "/value/n": "{{ steps.a.output.n }}",
                "/value/text": "Hi {{ trigger.who }}!",
            },
            scope=scope,
        ),
    )

    assert result.output == {"n": 41, "text": "Hi Amina!"}
    assert bench.sink.steps[0].input == {"value": {"n": 41, "text": "Hi Amina!"}}


async def test_a_failing_expression_fails_the_step_for_good(bench: Bench) -> None:
    error = await bench.failure(
        giving(1),
        call(
            "test.node", expressions={"/value": "{{ trigger.missing.x }}"}, scope=Scope(trigger={})
        ),
    )

    assert error.type == "expression_error"
    assert error.non_retryable is True
    assert bench.sink.statuses == ["failed"]


async def test_a_wrong_config_names_the_field(bench: Bench) -> None:
    error = await bench.failure(giving(1), call("test.node", {"valu": 1}))

    assert error.type == "node_failed"
    assert error.non_retryable is True
    assert "'/valu'" in error.message
    assert bench.sink.statuses == ["running", "failed"]


async def test_leaves_by_the_port_that_the_node_chose(bench: Bench) -> None:
    result = await bench.run(giving(Output({"a": 1}, port=PortName("other"))))

    assert result.port == "other"
    assert result.output == {"a": 1}
    assert bench.sink.steps[-1].port == "other"


async def test_a_port_that_is_not_declared_fails_the_step(bench: Bench) -> None:
    error = await bench.failure(giving(Output(1, port=PortName("nowhere"))))

    assert error.non_retryable is True
    assert "'nowhere', but has only 'out', 'other'" in error.message


async def test_an_attempt_that_takes_too_long_says_so_and_is_tried_again(bench: Bench) -> None:
    async def slow(_: Any, __: NodeContext) -> None:
        await asyncio.sleep(60)

    error = await bench.failure(node_type(slow), call("test.node", timeout_s=0.1))

    assert error.type == "timeout"
    assert error.non_retryable is False
    assert "longer than the 0.1 s that its policy gives" in error.message
    assert bench.sink.statuses == ["running", "failed"]


async def test_a_nodes_own_timeout_error_is_a_bug_not_the_policys(bench: Bench) -> None:
    assert (await bench.failure(giving(TimeoutError()))).type == "node_crashed"


async def test_a_node_knows_the_attempt_and_how_long_it_has(bench: Bench) -> None:
    bench.change(attempt=2)

    await bench.run(giving(1), call("test.node", timeout_s=60))

    assert bench.contexts[0].attempt == 2
    assert bench.contexts[0].timeout_s == 59.5


async def test_a_long_step_beats_by_itself(bench: Bench) -> None:
    beats: list[float] = []
    bench.environment.on_heartbeat = lambda *_: beats.append(asyncio.get_running_loop().time())
    bench.change(heartbeat_timeout=timedelta(seconds=0.15))

    async def slow(_: Any, __: NodeContext) -> None:
        await asyncio.sleep(0.3)

    await bench.run(node_type(slow))
    seen = len(beats)
    await asyncio.sleep(0.1)

    assert seen >= 3
    assert len(beats) == seen


@pytest.mark.parametrize(
    ("why", "status"),
    [
        (ActivityCancellationDetails(cancel_requested=True), StepStatus.CANCELLED),
        (ActivityCancellationDetails(not_found=True), StepStatus.CANCELLED),
    ],
)
async def test_a_cancelled_run_cancels_its_step(
    why: ActivityCancellationDetails, status: StepStatus, bench: Bench
) -> None:
    with pytest.raises(asyncio.CancelledError):
        await _cancel_while_running(bench, why)

    assert bench.sink.steps[-1].status is status
    assert bench.sink.steps[-1].finished_at is not None


@pytest.mark.parametrize(
    ("why", "type_"),
    [
        (ActivityCancellationDetails(worker_shutdown=True), "worker_stopped"),
        (ActivityCancellationDetails(timed_out=True), "timeout"),
    ],
)
async def test_an_attempt_that_lost_its_worker_is_tried_again(
    why: ActivityCancellationDetails, type_: str, bench: Bench
) -> None:
    with pytest.raises(ApplicationError) as caught:
        await _cancel_while_running(bench, why)

    assert caught.value.type == type_
    assert caught.value.non_retryable is False
    assert bench.sink.statuses == ["running", "failed"]


async def _cancel_while_running(bench: Bench, why: ActivityCancellationDetails) -> None:
    begun = asyncio.Event()

    async def slow(_: Any, __: NodeContext) -> None:
        begun.set()
        await asyncio.sleep(60)

    running = asyncio.create_task(bench.run(node_type(slow)))
    await begun.wait()
    bench.environment.cancel(why)
    await running


PAUSED = ActivityCancellationDetails(paused=True)


async def test_an_attempt_under_way_goes_on_to_its_end_when_the_run_is_paused(
    bench: Bench,
) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def half_done(_: Any, __: NodeContext) -> str:
        begun.set()
        await may_end.wait()
        return "whole"

    running = asyncio.create_task(bench.run(node_type(half_done)))
    await begun.wait()
    bench.environment.cancel(PAUSED)
    await asyncio.sleep(0)
    may_end.set()

    assert (await running).output == "whole"
    assert bench.sink.statuses == ["running", "succeeded"]


async def test_a_node_that_stops_on_pause_is_tried_again(bench: Bench) -> None:
    begun = asyncio.Event()

    async def long(_: Any, __: NodeContext) -> None:
        begun.set()
        await asyncio.sleep(60)

    running = asyncio.create_task(bench.run(node_type(long, stops_on_pause=True)))
    await begun.wait()
    bench.environment.cancel(PAUSED)
    with pytest.raises(ApplicationError) as caught:
        await running

    assert (caught.value.type, caught.value.non_retryable) == ("step_paused", False)
    assert bench.sink.statuses == ["running", "failed"]


async def test_a_step_that_is_late_in_a_paused_run_is_late_all_the_same(bench: Bench) -> None:
    begun = asyncio.Event()

    async def endless(_: Any, __: NodeContext) -> None:
        begun.set()
        await asyncio.sleep(60)

    late = call("test.node", timeout_s=0.3)
    running = asyncio.create_task(bench.run(node_type(endless), late))
    await begun.wait()
    bench.environment.cancel(PAUSED)
    with pytest.raises(ApplicationError) as caught:
        await running

    assert caught.value.type == "timeout"


async def test_attempts_before_a_retry_by_hand_are_counted_in(bench: Bench) -> None:
    result = await bench.run(giving(1), call("test.node", attempts_before=3))

    assert result.attempt == 4
    assert [record.attempt for record in bench.sink.steps] == [4, 4]
    assert bench.contexts[0].attempt == 4


async def test_steps_of_the_workflow_that_travel_along_are_told_first(bench: Bench) -> None:
    bench.sink.emit(())
    await bench.run(giving(1))
    travelling = bench.sink.steps[0].model_copy(update={"node_id": "earlier"})
    bench.sink.steps.clear()
    update = RunUpdate(run_id="r1", workspace_id="w1", status=RunStatus.RUNNING)

    await bench.run(giving(1), call("test.node", pending=(travelling,), run=update))

    assert [record.node_id for record in bench.sink.steps] == ["earlier", "fetch", "fetch"]
    assert bench.sink.runs == [update]


async def test_a_node_type_that_this_worker_lacks_fails_the_step(bench: Bench) -> None:
    error = await bench.failure(giving(1), call("test.gone"))

    assert error.type == "not_found"
    assert error.non_retryable is True
    assert "test.gone" in error.message
