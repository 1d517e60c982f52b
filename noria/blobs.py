"""References to large values. The store behind them is `store.blobs`."""

import re
from collections.abc import AsyncIterator
from typing import Any, Protocol, TypeGuard

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue

BLOB_THRESHOLD_BYTES = 64 * 1024
"""A JSON value above this travels by reference in histories and rows."""
PREVIEW_CHARS = 1_000
_DIGEST = re.compile("[0-9a-f]{64}")


class BlobRef(BaseModel):
    """`{"$blob": sha256, "size": bytes, "media_type": ..., "preview": ...}`."""

    model_config = ConfigDict(frozen=True, validate_by_name=True, validate_by_alias=True)

    digest: str = Field(alias="$blob", pattern=f"^{_DIGEST.pattern}$")
    size: int
    """Bytes."""
    media_type: str = "application/json"
    preview: str = ""
    """The first characters, for people."""

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


class BlobStore(Protocol):
    """Content-addressed, per workspace; putting the same bytes twice stores them once."""

    async def put(self, workspace_id: str, data: bytes, media_type: str) -> BlobRef: ...
    async def put_stream(
        self, workspace_id: str, pieces: AsyncIterator[bytes], media_type: str
    ) -> BlobRef:
        """As `put`, holding a few MB at a time; where the pieces fail, nothing is kept."""
        ...

    async def get(self, workspace_id: str, digest: str) -> bytes:
        """Raise `NotFound` when the workspace has no such blob."""
        ...


def is_blob(value: JsonValue) -> TypeGuard[dict[str, JsonValue]]:
    """Whether a value is a reference. Data may have a key `$blob` too, and is data where the rest differs."""
    if not isinstance(value, dict) or "$blob" not in value:
        return False
    digest, size = value["$blob"], value.get("size")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest) or not isinstance(size, int):
        return False
    return all(isinstance(value.get(name, ""), str) for name in ("media_type", "preview"))


def without_preview(reference: JsonValue) -> JsonValue:
    """A tenth of its size, where nobody looks at it."""
    return {**reference, "preview": ""} if is_blob(reference) else reference


def size_of(value: JsonValue) -> int:
    """Bytes as compact UTF-8 JSON."""
    return len(orjson.dumps(value))
