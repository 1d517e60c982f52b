"""Notifications, the rules that send them, and alerts."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, JsonValue

from api.schemas.shape import Line, Read, Write
from noria.domain_events import EventType, Metric
from noria.notices import Channel, DeliveryStatus

Events = Annotated[list[EventType], Field(min_length=1, max_length=50)]
WorkflowIds = Annotated[list[UUID], Field(max_length=200)]
QuietSeconds = Annotated[int, Field(ge=0, le=86_400)]
Window = Annotated[int, Field(ge=60, le=604_800)]
MinRuns = Annotated[int, Field(ge=1, le=100_000)]
Threshold = Annotated[float, Field(gt=0, le=10_000_000)]


class RuleCreate(Write):
    name: Line
    events: Events
    workflow_ids: WorkflowIds = []
    """Only events of these; none: of all, and those of no workflow."""
    channel: Channel
    config: dict[str, JsonValue]
    """Where messages go, as the channel asks for it: `to`, or `url` and `credential`, …"""
    quiet_s: QuietSeconds = 0
    """After a message, more about the same thing is gathered so long into the next one."""
    paused: bool = False


class RuleUpdate(Write):
    """What is left out stays as it is."""

    name: Line | None = None
    events: Events | None = None
    workflow_ids: WorkflowIds | None = None
    channel: Channel | None = None
    """With its `config`."""
    config: dict[str, JsonValue] | None = None
    """All of it."""
    quiet_s: QuietSeconds | None = None


class RuleRead(Read):
    id: UUID
    name: str
    events: list[str]
    workflow_ids: list[str]
    channel: Channel
    config: dict[str, JsonValue]
    quiet_s: int
    paused: bool
    last_error: str | None
    """Why the last message could not be delivered; null when it could."""
    created_at: datetime
    updated_at: datetime


class DeliveryRead(Read):
    id: UUID
    event_type: str
    count: int
    """How many events the message stands for."""
    status: DeliveryStatus
    """`sending` while it is tried again; `dropped`: the rule was paused when it was due."""
    attempts: int
    last_error: str | None
    due_at: datetime
    created_at: datetime
    finished_at: datetime | None


class NotificationRead(Read):
    id: UUID
    type: str
    data: dict[str, JsonValue]
    """What the newest event tells."""
    count: int
    """How many events of the same kind it stands for."""
    at: datetime
    read_at: datetime | None


class NotificationCount(Read):
    unread: int
    """100: that many or more."""


class PreferenceRead(Read):
    event_type: EventType
    in_app: bool
    mail: bool


class PreferencesRead(Read):
    items: list[PreferenceRead]
    has_mail: bool
    """Whether this installation can send mail at all."""


class PreferenceWrite(Write):
    event_type: EventType
    in_app: bool
    mail: bool


class AlertCreate(Write):
    workflow_id: UUID
    name: Line
    metric: Metric
    threshold: Threshold
    """Percent of the runs for `failure_rate`, else seconds that 95 of 100 runs stay below."""
    window_s: Window = 3_600
    """Over how long it is measured, up to now."""
    min_runs: MinRuns = 5
    """With fewer runs in that time nothing is said."""
    quiet_s: QuietSeconds = 3_600
    """Once raised, it is not raised again for so long."""
    paused: bool = False


class AlertUpdate(Write):
    """What is left out stays as it is."""

    name: Line | None = None
    metric: Metric | None = None
    threshold: Threshold | None = None
    window_s: Window | None = None
    min_runs: MinRuns | None = None
    quiet_s: QuietSeconds | None = None


class AlertRead(Read):
    id: UUID
    workflow_id: UUID
    workflow_name: str
    name: str
    metric: Metric
    threshold: float
    window_s: int
    min_runs: int
    quiet_s: int
    paused: bool
    is_raised: bool
    raised_at: datetime | None
    """When it was raised last."""
    value: float | None
    """As measured last; null with too few runs."""
    runs: int
    """How many runs that was measured on."""
    checked_at: datetime | None
    created_at: datetime
    updated_at: datetime
