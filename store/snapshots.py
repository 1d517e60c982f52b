"""What a run begins with that takes over from another one, as its row has it: in pages where it is large.

Values go by reference as far as Temporal can't carry them. Where what is left is still too large, as of
a loop with thousands of iterations that are taken over, the snapshot goes in pages, which the run reads.
"""

from typing import Any
from uuid import UUID

from pydantic import JsonValue

from noria.blobs import BLOB_THRESHOLD_BYTES, BlobStore, is_blob, size_of
from noria.run import Snapshot
from noria.steps.handover import pack
from noria.steps.sizes import MAX_SNAPSHOT_BYTES, find_large
from store.database import to_json

_PAGES = "pages"


async def spill(
    blobs: BlobStore, workspace_id: UUID, value: JsonValue, threshold: int = BLOB_THRESHOLD_BYTES
) -> JsonValue:
    """The value, or a reference to it where it is larger than the threshold (bytes)."""
    if is_blob(value) or size_of(value) <= threshold:
        return value
    ref = await blobs.put(str(workspace_id), to_json(value).encode(), "application/json")
    return ref.to_json()


async def keep(blobs: BlobStore, workspace_id: UUID, snapshot: Snapshot) -> dict[str, Any] | None:
    """For the row of the run that begins with it; None: with nothing."""
    fitting = await _fit(blobs, workspace_id, snapshot)
    document = fitting.model_dump(mode="json", exclude_defaults=True)
    if size_of(document) <= MAX_SNAPSHOT_BYTES:
        return document or None
    pages: list[JsonValue] = [[*page] for page in pack(fitting)]
    return {_PAGES: [await spill(blobs, workspace_id, page, threshold=0) for page in pages]}


def begin_with(kept: dict[str, Any] | None) -> tuple[Snapshot | None, tuple[JsonValue, ...]]:
    """The snapshot, or references to its pages."""
    if not kept:
        return None, ()
    if _PAGES in kept:
        return None, tuple(kept[_PAGES])
    return Snapshot.model_validate(kept), ()


async def _fit(blobs: BlobStore, workspace_id: UUID, snapshot: Snapshot) -> Snapshot:
    """The same with what is too large for Temporal by reference."""
    states = dict(snapshot.states)
    variables = {
        name: await spill(blobs, workspace_id, value) for name, value in snapshot.vars.items()
    }
    for key in find_large({key: state.output for key, state in states.items()}):
        output = await spill(blobs, workspace_id, states[key].output, threshold=0)
        states[key] = states[key].model_copy(update={"output": output})
    return snapshot.model_copy(update={"states": states, "vars": variables})
