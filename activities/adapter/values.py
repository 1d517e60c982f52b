"""Values on their way in and out: references opened, large ones stored, wrong ones refused."""

import math
from collections.abc import Mapping
from typing import Any, cast

import orjson
from pydantic import BaseModel, JsonValue

from activities import redaction
from noria.blobs import BLOB_THRESHOLD_BYTES, BlobRef, BlobStore, is_blob, size_of
from noria.depth import MAX_DEPTH, is_too_deep
from noria.errors import NodeFailed, TooLarge
from noria.run import Scope

VALUE_TYPE = "application/json"
"""Media type of a stored *value*, which expressions see through; any other is a file to them."""
MIN_SPILLED_BYTES = 4 * 1024
"""A reference takes about as much."""
MAX_OUTPUT_BYTES = 64 * 1024 * 1024
MAX_OPENED_BYTES = 32 * 1024 * 1024
"""Of all references that one step's expressions read: what fits into their engine's memory."""

# Strict: what JSON has no notation for is the node's mistake, not ours to guess a form for.
_STRICT = (
    orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)


class Vault:
    """The blob store as one workspace sees it."""

    def __init__(self, blobs: BlobStore, workspace_id: str) -> None:
        self._blobs = blobs
        self._workspace_id = workspace_id

    async def open_scope(self, scope: Scope) -> dict[str, JsonValue]:
        """What the expressions see, with stored values in place of their references.

        The scope holds only what is read, so every reference in it is read too.

        Raises:
            TooLarge: The values are too large to be read together.
            NotFound: The workspace has no such blob.
        """
        plain = scope.names()
        if not _may_hold_references(plain):
            return plain
        opened = _Opened(self._blobs, self._workspace_id)
        return {name: await opened.value(value) for name, value in plain.items()}

    async def open(self, value: JsonValue) -> JsonValue:
        """The stored value where this is a reference to one; references within it stay.

        Raises:
            NotFound: The workspace has no such blob.
        """
        if not is_blob(value):
            return value
        digest = BlobRef.model_validate(value).digest
        return orjson.loads(await self._blobs.get(self._workspace_id, digest))

    async def spill_each(
        self, values: Mapping[str, JsonValue], allowance: int = BLOB_THRESHOLD_BYTES
    ) -> Mapping[str, JsonValue]:
        """The same values, the largest by reference, so that all together fit the allowance.

        Small values stay, even where there are so many that they don't fit.
        """
        if size_of(dict(values)) <= allowance:
            return values
        data = {name: orjson.dumps(value) for name, value in values.items()}
        kept = dict(values)
        total = sum(map(len, data.values()))
        for name in sorted(data, key=lambda name: len(data[name]), reverse=True):
            if total <= allowance or len(data[name]) <= MIN_SPILLED_BYTES:
                break
            kept[name] = await self.store(data[name])
            total -= len(data[name])
        return kept

    async def store(self, data: bytes) -> JsonValue:
        """Store a value's JSON and return the reference."""
        return (await self._blobs.put(self._workspace_id, data, VALUE_TYPE)).to_json()


class _Opened:
    """Opens references within one allowance."""

    def __init__(self, blobs: BlobStore, workspace_id: str) -> None:
        self._blobs = blobs
        self._workspace_id = workspace_id
        self._size = 0

    async def value(self, value: JsonValue) -> JsonValue:
        """With every reference in it replaced."""
        if isinstance(value, list):
            return [await self.value(item) for item in value]
        if not isinstance(value, dict):
            return value
        if not is_blob(value):
            return {key: await self.value(item) for key, item in value.items()}
        if value.get("media_type", VALUE_TYPE) != VALUE_TYPE:
            return value
        ref = BlobRef.model_validate(value)
        self._size += ref.size
        if self._size > MAX_OPENED_BYTES:
            raise TooLarge(
                f"The expressions read more than {MAX_OPENED_BYTES // 1024**2} MB; "
                "let an earlier step pick out what is needed."
            )
        data = await self._blobs.get(self._workspace_id, ref.digest)
        opened = orjson.loads(data)
        # What a loop gathered may hold what single iterations gave by reference.
        return await self.value(opened) if b'"$blob"' in data else opened


def _may_hold_references(scope: Mapping[str, JsonValue]) -> bool:
    """Most scopes hold none: looking for the key is far cheaper than walking the values."""
    try:
        return b'"$blob"' in orjson.dumps(scope)
    except TypeError:
        # An integer beyond 64 bits, which the expression engine knows how to take.
        return True


def to_json(answer: object) -> tuple[JsonValue, bytes]:
    """A node's output as a plain value and as its JSON, without the secrets that it opened.

    Raises:
        NodeFailed: It is not JSON, or larger than any step may give.
    """
    value = (
        answer.model_dump(mode="json", by_alias=True) if isinstance(answer, BaseModel) else answer
    )
    try:
        data = orjson.dumps(value, option=_STRICT)
    except orjson.JSONEncodeError as error:
        raise NodeFailed(f"The node's output is not JSON: {error}.") from error
    # orjson writes NaN and the infinities as null, in silence.
    if b"null" in data and _has_nan(value):
        raise NodeFailed(
            "The node's output holds NaN or an infinity, which JSON has no notation for."
        )
    if is_too_deep(cast("JsonValue", value), data):
        raise NodeFailed(
            f"The node's output is nested more than {MAX_DEPTH} levels deep; pass it on as text."
        )
    secrets = redaction.current()
    if secrets.is_in(data):
        value = secrets.value(cast("JsonValue", value))
        data = orjson.dumps(value)
    if len(data) > MAX_OUTPUT_BYTES:
        raise NodeFailed(
            f"The node's output has {len(data)} bytes, which is more than the "
            f"{MAX_OUTPUT_BYTES} that a step may give."
        )
    return cast("JsonValue", value), data


def _has_nan(value: Any) -> bool:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, float) and not math.isfinite(item):
            return True
        if isinstance(item, dict):
            pending.extend(cast("dict[str, Any]", item).values())
        elif isinstance(item, list | tuple):
            pending.extend(cast("list[Any]", item))
    return False
