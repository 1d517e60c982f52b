"""Values that are too large for rows and histories."""

from uuid import UUID

from pydantic import JsonValue

from api.services import Services
from store import blobs


async def by_reference(services: Services, workspace_id: UUID, value: JsonValue) -> JsonValue:
    """The value, or a reference to it where it is large."""
    return await blobs.by_reference(services.blobs, workspace_id, value)
