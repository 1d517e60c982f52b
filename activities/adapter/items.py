"""A loop's items cut into chunks, and the results of its batches put together, blob by blob."""

import orjson
from pydantic import JsonValue

from activities.adapter.attempt import Tools
from activities.adapter.values import MAX_OUTPUT_BYTES, VALUE_TYPE
from noria.batch import BATCH_ITEMS, MAX_BATCHES, CollectCall, SplitCall
from noria.blobs import BLOB_THRESHOLD_BYTES, BlobRef
from noria.errors import NodeFailed
from noria.run import Items


async def split(tools: Tools, call: SplitCall) -> Items:
    """
    Raises:
        NodeFailed: What is stored is neither a list nor an object.
    """
    ref = BlobRef.model_validate(call.source)
    value: JsonValue = orjson.loads(await tools.blobs.get(call.workspace_id, ref.digest))
    if isinstance(value, dict):
        entries: list[JsonValue] = [[key, each] for key, each in value.items()]
    elif isinstance(value, list):
        entries = value
    else:
        raise NodeFailed(f"A loop goes over a list or an object, not over {ref.preview[:100]!r}.")
    size = max(call.batch_size or BATCH_ITEMS, -(-len(entries) // MAX_BATCHES))
    digests: list[str] = []
    for at in range(0, len(entries), size):
        data = orjson.dumps(entries[at : at + size])
        digests.append((await tools.blobs.put(call.workspace_id, data, VALUE_TYPE)).digest)
    manifest = await tools.blobs.put(call.workspace_id, orjson.dumps(digests), VALUE_TYPE)
    return Items(
        manifest=manifest.digest, count=len(entries), size=size, keyed=isinstance(value, dict)
    )


async def collect(tools: Tools, call: CollectCall) -> JsonValue:
    """The loop's output; nothing is parsed on the way.

    Raises:
        NodeFailed: It is larger than any step may give.
    """
    parts: list[bytes] = []
    size = 2
    for digest in call.results:
        # Without its brackets.
        part = (await tools.blobs.get(call.workspace_id, digest))[1:-1]
        if part:
            parts.append(part)
            size += len(part) + 1
        if size > MAX_OUTPUT_BYTES:
            raise NodeFailed(
                f"The loop's results take more than the {MAX_OUTPUT_BYTES} bytes that a step may "
                "give: let `result` say less, or store it in the body."
            )
    opening, closing = (b"{", b"}") if call.keyed else (b"[", b"]")
    data = opening + b",".join(parts) + closing
    if len(data) <= BLOB_THRESHOLD_BYTES:
        return orjson.loads(data)
    return (await tools.blobs.put(call.workspace_id, data, VALUE_TYPE)).to_json()
