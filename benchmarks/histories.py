"""The histories that one run has had, asked of Temporal itself."""

from temporalio.client import Client

from workflows.names import temporal_id


async def history_lengths(client: Client, run_id: str) -> list[int]:
    """Events of each history of a run, the newest first.

    Each names the one before it: lists of workflows are written a second late.
    """
    lengths: list[int] = []
    temporal_run_id: str | None = None
    while temporal_run_id != "":
        handle = client.get_workflow_handle(temporal_id(run_id), run_id=temporal_run_id)
        events = (await handle.fetch_history()).events
        lengths.append(len(events))
        began = events[0].workflow_execution_started_event_attributes
        temporal_run_id = began.continued_execution_run_id
    return lengths
