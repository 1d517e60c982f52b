"""The seam holds on a real Temporal, and when there is none."""

import time
from collections.abc import Generator

import pytest

from api.temporal import CALL_SECONDS, TemporalRuns
from local.ports import free_port
from noria.errors import Unavailable
from noria.run import RunRequest
from store.ids import new_id
from tests.servers import temporal_server
from tests.store.rows import PLAN
from workflows.settings import TemporalSettings


@pytest.fixture(scope="module")
def address() -> Generator[str]:
    with temporal_server() as address:
        yield address


def request_of(run_id: str) -> RunRequest:
    return RunRequest(
        run_id=run_id,
        workspace_id=str(new_id()),
        workflow_id=str(new_id()),
        workflow_name="Order triage",
        version=1,
        plan=PLAN,
    )


async def test_runs_are_started_once_even_after_their_end_and_stopped(address: str) -> None:
    runs = TemporalRuns(TemporalSettings(temporal_address=address))
    request = request_of(str(new_id()))
    await runs.ping()
    await runs.start(request)
    await runs.start(request)

    assert await runs.cancel(request.run_id)
    assert await runs.terminate(request.run_id, "test")
    assert not await runs.terminate(request.run_id, "test")
    await runs.start(request)
    assert not await runs.terminate(request.run_id, "test")


async def test_a_run_that_temporal_never_heard_of_is_not_known(address: str) -> None:
    runs = TemporalRuns(TemporalSettings(temporal_address=address))

    assert not await runs.cancel(str(new_id()))
    assert not await runs.terminate(str(new_id()), "test")


async def test_without_temporal_every_call_gives_up_soon() -> None:
    runs = TemporalRuns(TemporalSettings(temporal_address=f"127.0.0.1:{free_port()}"))
    for call in (runs.ping(), runs.start(request_of(str(new_id()))), runs.cancel("x")):
        started = time.perf_counter()
        with pytest.raises(Unavailable):
            await call
        assert time.perf_counter() - started < CALL_SECONDS + 2
