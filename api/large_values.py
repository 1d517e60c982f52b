"""Values that are too large for rows and histories."""

from uuid import UUID

from pydantic import JsonValue

from api.services import Services
from noria.blobs import BLOB_THRESHOLD_BYTES, size_of
from store.database import to_json


async def by_reference(services: Services, workspace_id: UUID, value: JsonValue) -> JsonValue:
    """The value, or a reference to it where it is large."""
    if size_of(value) <= BLOB_THRESHOLD_BYTES:
        return value
    ref = await services.blobs.put(str(workspace_id), to_json(value).encode(), "application/json")
    return ref.to_json()
