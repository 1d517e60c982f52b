"""What the rest of Noria may ask Temporal about runs."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
from temporalio.client import Client

from noria.errors import Invalid, NotFound, TooLarge, Unavailable
from noria.run import RunStatus
from tests.workflows.engine import Engine, until
from tests.workflows.plans import chain, plan, request, step
from workflows import client as runs
from workflows.names import VERSION, WORKFLOW, WORKSPACE
from workflows.settings import TemporalSettings

SHORT = chain(1, "set", config={"values": {}})
LONG = plan(step("start", "start"), step("wait", "delay", "start", config={"seconds": 3600}))


def settings(**values: str) -> TemporalSettings:
    return TemporalSettings.model_validate(values)


async def test_starting_twice_is_starting_once(engine: Engine) -> None:
    run = request(str(uuid4()), SHORT)

    await runs.start_run(engine.client, run)
    await runs.start_run(engine.client, run)
    await runs.wait_for_run(engine.client, run.run_id)
    await runs.start_run(engine.client, run)
    description = await engine.handle(run.run_id).describe()

    assert description.status is not None
    assert description.status.name == "COMPLETED"


async def test_a_run_is_found_by_workspace_workflow_and_version(engine: Engine) -> None:
    run_id = await engine.start(SHORT)
    await runs.wait_for_run(engine.client, run_id)

    found = (await engine.handle(run_id).describe()).typed_search_attributes

    assert (found[WORKSPACE], found[WORKFLOW], found[VERSION]) == (
        "workspace-1",
        "workflow-1",
        "1",
    )


async def test_an_eager_start_needs_no_round_trip_for_its_first_task(engine: Engine) -> None:
    run = request(str(uuid4()), SHORT)

    await runs.start_run(engine.client, run, eager=True)
    result = await runs.wait_for_run(engine.client, run.run_id)
    history = await engine.handle(run.run_id).fetch_history()

    assert result.status is RunStatus.SUCCEEDED
    assert history.events[0].workflow_execution_started_event_attributes.eager_execution_accepted


async def test_an_open_run_has_no_end(engine: Engine) -> None:
    run_id = await engine.start(LONG)

    assert await runs.describe_run(engine.client, run_id) is None
    await runs.terminate_run(engine.client, run_id, "test")


async def test_a_terminated_run_says_why(engine: Engine) -> None:
    run_id = await engine.start(LONG)
    await until(lambda: "wait" in engine.worker.steps)

    await runs.terminate_run(engine.client, run_id, "out of budget")
    end = await runs.describe_run(engine.client, run_id)
    result = await runs.wait_for_run(engine.client, run_id)

    assert end == runs.RunEnd(RunStatus.CANCELLED, "terminated")
    assert result.error is not None
    assert "out of budget" in result.error.message


async def test_a_run_that_temporal_does_not_know_is_not_found(temporal: Client) -> None:
    for ask in (runs.describe_run, runs.wait_for_run, runs.cancel_run):
        with pytest.raises(NotFound, match="'unknown'"):
            await ask(temporal, "unknown")


async def test_a_request_that_is_too_large_says_what_to_do(temporal: Client) -> None:
    noise = b64encode(Random(2).randbytes(2_400_000)).decode()

    with pytest.raises(TooLarge, match="send a smaller input"):
        await runs.start_run(temporal, request("too-large", SHORT, noise))


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="does not answer at '127.0.0.1:1'"):
        await runs.connect(settings(temporal_address="127.0.0.1:1"))


async def test_a_lazy_client_needs_no_server_at_first() -> None:
    client = await runs.connect(settings(temporal_address="127.0.0.1:1"), lazy=True)

    assert client.namespace == "noria"


async def test_temporals_own_settings_fill_what_ours_leave_open(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", address)
    monkeypatch.setenv("TEMPORAL_NAMESPACE", "theirs")

    client = await runs.connect(settings())

    assert client.namespace == "theirs"
    assert client.service_client.config.target_host == address


async def test_malformed_keys_stop_the_process_at_its_start() -> None:
    with pytest.raises(Invalid, match="has 3 bytes, not 32"):
        await runs.connect(settings(temporal_address="127.0.0.1:1", secret_keys="k:YWJj"))


async def test_a_workspace_is_the_fairness_key_of_its_runs(engine: Engine) -> None:
    run = request(str(uuid4()), SHORT, priority=1)
    await runs.start_run(engine.client, run)
    await runs.wait_for_run(engine.client, run.run_id)

    history = await engine.handle(run.run_id).fetch_history()
    priority = history.events[0].workflow_execution_started_event_attributes.priority

    assert (priority.priority_key, priority.fairness_key) == (1, "workspace-1")


async def test_temporal_waits_until_a_run_may_start(engine: Engine) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=0.6)
    run = request(str(uuid4()), SHORT, start_at=soon)
    await runs.start_run(engine.client, run)
    result = await runs.wait_for_run(engine.client, run.run_id)

    assert datetime.now(UTC) >= soon
    assert result.status is RunStatus.SUCCEEDED
