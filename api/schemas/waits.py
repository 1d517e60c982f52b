"""Events, and approvals with their answers and links."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, JsonValue, StringConstraints

from api.schemas.runs import KEY_PATTERN
from api.schemas.shape import Read, Write
from noria.waits import MAX_KEY_CHARS

DAY_SECONDS = 86_400
KEEP_S = 7 * DAY_SECONDS
MAX_KEEP_SECONDS = 3_660 * DAY_SECONDS
MAX_LINK_SECONDS = 90 * DAY_SECONDS
MAX_COMMENT_CHARS = 10_000
MAX_DATA_BYTES = 64 * 1024

EventKey = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_KEY_CHARS, pattern=r"^[^\x00]*$"),
]
Email = Annotated[str, StringConstraints(max_length=320, pattern=r"^[^@\s\x00]+@[^@\s\x00]+$")]


class EventCreate(Write):
    key: EventKey
    """What a `wait_event` step waits for, as `order-4711:paid`."""
    payload: JsonValue = None
    """The output of the step that waits for it."""
    keep_s: int = Field(default=KEEP_S, ge=0, le=MAX_KEEP_SECONDS)
    """Seconds for which it is kept when nobody waits for it yet."""
    idempotency_key: str | None = Field(default=None, pattern=KEY_PATTERN)
    """The same as the header `Idempotency-Key`: the same key is the same event."""


class EventRead(Read):
    id: UUID
    key: str
    run_id: UUID | None
    """The run that it is for; null while it is kept for one that is still to wait."""
    node_id: str | None
    iteration: str | None
    created_at: datetime
    expires_at: datetime
    """Until when it is kept for a run that is still to wait."""
    delivered_at: datetime | None
    """When the run took it."""


class ApprovalRead(Read):
    id: UUID
    status: Literal["open", "approved", "rejected", "closed"]
    """`closed`: nobody answered in time, or the run was stopped."""
    run_id: UUID
    node_id: str
    iteration: str
    workflow_id: UUID
    workflow_name: str
    title: str
    description: str
    form: dict[str, JsonValue] | None
    """JSON Schema of the answer's `data`."""
    assignees: list[str]
    """Emails; empty: everybody who may run workflows."""
    may_answer: bool
    """Whether it is open, and you are one of them."""
    until: datetime | None
    """When the run goes on without an answer."""
    reminders: int
    reminded_at: datetime | None
    answered_by: str | None
    answered_via: Literal["api", "link", "slack"] | None
    answered_at: datetime | None
    comment: str
    data: JsonValue
    created_at: datetime


class AnswerCreate(Write):
    decision: Literal["approved", "rejected"]
    comment: str = Field(default="", max_length=MAX_COMMENT_CHARS, pattern=r"^[^\x00]*$")
    data: JsonValue = None
    """Checked against the form when the decision is `approved`."""


class LinkCreate(Write):
    email: Email
    """Who answers with it: one of the assignees, where there are any."""
    expires_at: AwareDatetime | None = None
    """In 7 days when null; at most 90 days from now."""


class LinkRead(Read):
    url: str
    """Opens a page that shows the approval; its form answers, once, without signing in."""
    expires_at: datetime
