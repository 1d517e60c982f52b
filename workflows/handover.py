"""How a history hands the run over to the next one, or an item's run what is to be undone of it to its
loop's: it travels, or goes by reference.
"""

from collections.abc import Sequence
from typing import TypedDict

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from noria.run import RunRequest, RunResult, Snapshot, Undo

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
from workflows.names import SNAPSHOT_BY_REFERENCE, UNDOS_IN_PAGES

MAX_UNDOS_BYTES = 100_000
"""Packed."""


class HandedUp(TypedDict, total=False):
    """Fields of a `RunResult`."""

    undos: tuple[Undo, ...]
    undos_at: tuple[JsonValue, ...]


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
    references = await _store(request.workspace_id, pages)
    return request.model_copy(update={"snapshot": None, "snapshot_at": references})


async def _lightened(workspace_id: str, snapshot: Snapshot, at_least: int) -> Snapshot:
    """With references in place of the largest values, as far as that helps."""
    values = values_of(snapshot)
    paths = find_large(values, MAX_SNAPSHOT_BYTES, at_least)
    references = await local_calls.store_all(workspace_id, [values[path] for path in paths])
    return with_references(snapshot, dict(zip(paths, references, strict=True)))


async def take_over(request: RunRequest) -> RunRequest:
    """The run with its snapshot, one page in each workflow task."""
    snapshot = await _read(request.workspace_id, request.snapshot_at)
    return request.model_copy(update={"snapshot": snapshot, "snapshot_at": ()})


async def hand_up(workspace_id: str, undos: tuple[Undo, ...]) -> HandedUp:
    """Small enough for the history of the run that gets it, and of a thousand such."""
    pages = pack(Snapshot(undos=undos))
    if packed_size(pages) <= MAX_UNDOS_BYTES or not workflow.patched(UNDOS_IN_PAGES):
        return {"undos": undos}
    return {"undos_at": await _store(workspace_id, pages)}


async def take_undos(workspace_id: str, result: RunResult) -> tuple[Undo, ...]:
    """What `hand_up` has handed up."""
    if not result.undos_at:
        return result.undos
    return (await _read(workspace_id, result.undos_at)).undos


async def _store(workspace_id: str, pages: Sequence[Sequence[str]]) -> tuple[JsonValue, ...]:
    return tuple(await local_calls.store_all(workspace_id, [[*page] for page in pages]))


async def _read(workspace_id: str, references: Sequence[JsonValue]) -> Snapshot:
    pieces: list[str] = []
    for reference in references:
        page = await local_calls.read_items(workspace_id, reference, 0)
        pieces += map(str, page.items)
        await workflow.sleep(local_calls.NEXT_TASK)
    return unpack(pieces)
