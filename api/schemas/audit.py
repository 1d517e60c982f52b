"""The audit trail as it is sent."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import JsonValue

from api.schemas.accounts import AccountRead
from api.schemas.shape import Read


class AuditRead(Read):
    """One act of one person."""

    id: UUID
    action: str
    """Of what on what, as `run.pause`."""
    target_type: str
    target_id: str
    result: Literal["done", "refused", "failed"]
    """`refused`: it could not apply, and nothing changed. `failed`: not known to be done."""
    details: dict[str, JsonValue]
    """How, without values: node ids, numbers, the code of a refusal."""
    at: datetime
    address: str | None
    """From where: the caller's network address; null for what Noria does by itself."""
    account: AccountRead | None
    """Null: the platform itself, or an account that is gone."""


class AuditCheck(Read):
    """Whether the trail is as it was written."""

    whole: bool
    wrong: str | None
    """The first thing that is not right."""
    entries: int
    """How many are there and right."""
    deleted_until: int
    """How many went before them, as their time was over."""
    head: str
    """The last entry that is right, as `42:9f86d0…`. Noted somewhere else, it proves all before it."""
