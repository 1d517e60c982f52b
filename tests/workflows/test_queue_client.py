"""Temporal is asked whether it chooses workers by version; that it is heeded, a deploy shows."""

from temporalio.client import Client

from workflows.queue_client import chooses_by_version


async def test_without_versions_any_worker_begins_runs(temporal: Client) -> None:
    assert await chooses_by_version(temporal) is False


async def test_what_temporal_does_not_tell_is_no_leave_to_begin(temporal: Client) -> None:
    unknown = Client(temporal.service_client, namespace="unknown")

    assert await chooses_by_version(unknown) is None
