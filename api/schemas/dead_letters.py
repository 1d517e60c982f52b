"""Dead letters: what failed for good and waits for a person."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.forks import NodeIdText
from api.schemas.runs import ErrorRead
from api.schemas.shape import Read, Write

LetterStatus = Literal["open", "retried", "discarded"]


class DeadLetterRead(Read):
    id: UUID
    kind: Literal["run", "event"]
    status: LetterStatus
    run_id: UUID | None
    """The run that failed."""
    workflow_id: UUID | None
    workflow_name: str | None
    node_id: str | None
    """Where it failed."""
    error: ErrorRead | None
    """Why."""
    retry_run_id: UUID | None
    """The run that goes on from it."""
    created_at: datetime
    """When it failed."""
    closed_at: datetime | None


class DiscardMany(Write):
    """Which open letters; all that is given must hold, and nothing given means every one."""

    workflow_id: UUID | None = None
    error_type: str | None = Field(default=None, max_length=100, pattern=r"^[^\x00]*$")
    node_id: NodeIdText | None = None
    since: datetime | None = None
    until: datetime | None = None


class Discarded(Read):
    count: int
