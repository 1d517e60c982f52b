"""Dead letters: what failed for good and waits for a person."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, JsonValue

from api.schemas.forks import NodeIdText
from api.schemas.runs import ErrorRead
from api.schemas.shape import Read, Write

LetterStatus = Literal["open", "retried", "discarded"]


class DeadLetterRead(Read):
    id: UUID
    kind: Literal["run", "event", "message"]
    """`message`: one that a trigger could start no run with."""
    status: LetterStatus
    run_id: UUID | None
    """The run that failed."""
    workflow_id: UUID | None
    workflow_name: str | None
    trigger_id: UUID | None
    """Of a message."""
    node_id: str | None
    """Where it failed."""
    error: ErrorRead | None
    """Why."""
    retry_run_id: UUID | None
    """The run that goes on from it, or that its message started."""
    created_at: datetime
    """When it failed."""
    closed_at: datetime | None
    message: JsonValue = None
    """What came, of a message; by reference where it is large. Lists leave it out."""


class DiscardMany(Write):
    """Which open letters; all that is given must hold, and nothing given means every one."""

    workflow_id: UUID | None = None
    error_type: str | None = Field(default=None, max_length=100, pattern=r"^[^\x00]*$")
    node_id: NodeIdText | None = None
    since: datetime | None = None
    until: datetime | None = None
    trigger_id: UUID | None = None


class RetryMany(Write):
    """Of the messages of one trigger, the oldest first."""

    trigger_id: UUID
    limit: int = Field(default=100, ge=1, le=100)


class RetriedMany(Read):
    retried: int
    """Messages that have their run now."""
    failed: int
    """That still start none, or that were closed meanwhile."""
    reason: str | None
    """Of the first one that failed."""


class Discarded(Read):
    count: int
