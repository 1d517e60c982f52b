"""Tables of what steps call: what is left alone for a while, and what has a rate."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from store.tables import NOW, Table


class Circuit(Table, table=True):
    """A destination that steps leave alone for a while; no row, no failing."""

    workspace_id: UUID = Field(primary_key=True, foreign_key="workspace.id", ondelete="CASCADE")
    destination: str = Field(primary_key=True, sa_type=Text)
    credential: str = Field(primary_key=True, sa_type=Text)
    """Empty when none is used."""
    reason: str = Field(sa_type=Text)
    """How the last call failed."""
    opened_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    probed_at: datetime | None = None
    """When somebody went to see whether it answers again."""


class HostRate(Table, table=True):
    """Of a destination that has a rate: how much of it is used."""

    workspace_id: UUID = Field(primary_key=True, foreign_key="workspace.id", ondelete="CASCADE")
    destination: str = Field(primary_key=True, sa_type=Text)
    used_until: datetime
    """Calls that were let go use the rate up to this time: see `store.host_rates`."""
