"""Lists and objects too large for the workflow: read page by page, put together from parts."""

from collections.abc import Callable
from itertools import islice
from typing import Any

import orjson
from pydantic import JsonValue
from temporalio import activity

from activities.adapter.failure import failing_for_good
from activities.adapter.values import MAX_OUTPUT_BYTES, Vault
from noria.blobs import BLOB_THRESHOLD_BYTES, BlobStore
from noria.errors import Invalid, TooLarge
from noria.item_calls import GatherCall, ItemsCall, ItemsPage

PAGE_BYTES = 256 * 1024


def gathering_activities(blobs: BlobStore) -> list[Callable[..., Any]]:
    """Local activities of loops; their names are part of the contract with `workflows.local_calls`."""

    @activity.defn(name="noria.items")
    async def items(call: ItemsCall) -> ItemsPage:
        with failing_for_good():
            return await read_page(Vault(blobs, call.workspace_id), call)

    @activity.defn(name="noria.gather")
    async def gather_parts(call: GatherCall) -> JsonValue:
        with failing_for_good():
            return await gather(Vault(blobs, call.workspace_id), call)

    return [items, gather_parts]


async def read_page(vault: Vault, call: ItemsCall) -> ItemsPage:
    """As many items as make a page, one at least where there is one; large ones by reference.

    Raises:
        NotFound: The workspace has no such blob.
        Invalid: It holds neither a list nor an object.
    """
    opened = await vault.open(call.source)
    if not isinstance(opened, dict | list):
        raise Invalid(f"A loop goes over a list or an object, not over {str(opened)[:100]!r}.")
    keys = tuple(opened) if isinstance(opened, dict) else None
    everything = list(opened.values()) if isinstance(opened, dict) else opened
    items: list[JsonValue] = []
    size = 0
    for item in islice(everything, call.start, None):
        data = orjson.dumps(item)
        kept = await vault.store(data) if len(data) > BLOB_THRESHOLD_BYTES else item
        size += len(orjson.dumps(kept))
        if items and size > PAGE_BYTES:
            break
        items.append(kept)
    return ItemsPage(
        start=call.start,
        items=tuple(items),
        keys=keys[call.start : call.start + len(items)] if keys is not None else None,
        total=len(everything),
    )


async def gather(vault: Vault, call: GatherCall) -> JsonValue:
    """A reference to the parts put together: lists one after the other, or objects merged.

    Raises:
        TooLarge: Together they are more than a step may give.
    """
    opened: list[Any] = [await vault.open(part) for part in call.parts]
    # Of an object too a part that nothing is in may be a list: nobody knew its keys any more.
    opened = [part for part in opened if part] or opened[:1]
    if isinstance(opened[0], dict):
        data = orjson.dumps({key: value for part in opened for key, value in part.items()})
    else:
        data = orjson.dumps([value for part in opened for value in part])
    if len(data) > MAX_OUTPUT_BYTES:
        raise TooLarge(
            f"The loop gives {len(data):,} bytes, more than the {MAX_OUTPUT_BYTES:,} that a step may "
            "give: let `result` keep less of each item, or store results elsewhere."
        )
    return await vault.store(data)
