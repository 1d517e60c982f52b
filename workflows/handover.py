"""How a history hands the run over to the next one: its snapshot travels, or goes by reference."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from noria.run import RunRequest, Snapshot

from noria.steps.handover import (
    MAX_PACKED_BYTES,
    MAX_REQUEST_BYTES,
    pack,
    packed_size,
    unpack,
    values_of,
    with_references,
)
from noria.steps.sizes import MAX_SNAPSHOT_BYTES, MIN_STORED_BYTES, find_large
from workflows import local_calls
from workflows.names import SNAPSHOT_BY_REFERENCE

_SMALLEST_STORED_BYTES = 256
"""A reference without a preview takes half of that."""


async def hand_over(request: RunRequest) -> RunRequest:
    """The same run, small enough for Temporal to take."""
    snapshot = request.snapshot
    if snapshot is None or len(request.model_dump_json().encode()) <= MAX_REQUEST_BYTES:
        return request
    if not workflow.patched(SNAPSHOT_BY_REFERENCE):
        return request
    for at_least in (MIN_STORED_BYTES, _SMALLEST_STORED_BYTES):
        snapshot = await _lightened(request.workspace_id, snapshot, at_least)
        pages = pack(snapshot)
        if packed_size(pages) <= MAX_PACKED_BYTES:
            break
    references = await local_calls.store_all(request.workspace_id, [[*page] for page in pages])
    return request.model_copy(update={"snapshot": None, "snapshot_at": tuple(references)})


async def _lightened(workspace_id: str, snapshot: Snapshot, at_least: int) -> Snapshot:
    """With references in place of the largest values, as far as that helps."""
    values = values_of(snapshot)
    paths = find_large(values, MAX_SNAPSHOT_BYTES, at_least)
    references = await local_calls.store_all(workspace_id, [values[path] for path in paths])
    return with_references(snapshot, dict(zip(paths, references, strict=True)))


async def take_over(request: RunRequest) -> RunRequest:
    """The run with its snapshot, one page in each workflow task."""
    pieces: list[str] = []
    for reference in request.snapshot_at:
        page = await local_calls.read_items(request.workspace_id, reference, 0)
        pieces += map(str, page.items)
        await workflow.sleep(local_calls.NEXT_TASK)
    return request.model_copy(update={"snapshot": unpack(pieces), "snapshot_at": ()})
