"""Temporal is asked about versions now and then, not for each run; that it is heeded, a deploy shows."""

import pytest
from temporalio.client import Client

from local.ports import free_port
from noria.errors import Unavailable
from workflows.client import connect
from workflows.settings import TemporalSettings
from workflows.versions import Versions


async def test_without_versions_any_worker_begins_runs(temporal: Client) -> None:
    assert not await Versions(temporal).are_used()


async def test_who_asks_again_soon_is_not_kept_waiting() -> None:
    nowhere = TemporalSettings(temporal_address=f"127.0.0.1:{free_port()}")
    versions = Versions(await connect(nowhere, lazy=True))
    with pytest.raises((Unavailable, RuntimeError)):
        await versions.are_used()

    assert not await versions.are_used()
