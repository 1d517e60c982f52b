"""Triggers, their types and their firings."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, JsonValue

from api.schemas.shape import Line, Read, Write
from noria.triggers.mapping import MessageMapping
from noria.triggers.trigger_type import Source
from store.trigger_samples import Origin
from store.triggers import Outcome


class TriggerCreate(Write):
    type: str = Field(max_length=50)
    name: Line
    config: dict[str, JsonValue] = {}
    mapping: MessageMapping = MessageMapping()
    paused: bool = False


class TriggerUpdate(Write):
    """What is left out stays as it is."""

    name: Line | None = None
    config: dict[str, JsonValue] | None = None
    """All of it."""
    mapping: MessageMapping | None = None


class LastFiringRead(Read):
    outcome: Outcome
    run_id: UUID | None
    detail: str | None
    at: datetime


class TriggerRead(Read):
    id: UUID
    workflow_id: UUID
    workflow_name: str
    type: str
    name: str
    config: dict[str, JsonValue]
    mapping: MessageMapping
    paused: bool
    url: str | None
    """Path of its address on this server; null where it has none."""
    test_url: str | None
    """Path that captures samples."""
    words: str
    """When or for what it fires, in one line."""
    next_time: datetime | None
    """Of a schedule that is not paused."""
    health: Literal["ok", "failing", "paused", "unused"]
    """`failing`: it can't fire, or the last time it did, no run could be started."""
    health_detail: str | None
    last_firing: LastFiringRead | None
    created_at: datetime
    updated_at: datetime


class FiringRead(Read):
    id: UUID
    outcome: Outcome
    run_id: UUID | None
    message_id: str | None
    """What the sender calls the message, or the time that a schedule fired for."""
    detail: str | None
    sample: JsonValue
    """The message, of a sample."""
    at: datetime


class TriggerTest(Write):
    sample: JsonValue = None
    """The message to test with. Null: the captured one."""
    firing_id: UUID | None = None
    """A captured sample, or what made it fire once. Null: the newest; an example where there is none."""
    draft: bool = True
    """Run the draft; else the newest version."""


class FiredRead(Read):
    outcome: Outcome
    run_id: UUID | None
    detail: str | None
    origin: Origin | None
    """Where the message is from; null: from the caller."""


class SampleRead(Read):
    """A message to test with, and what the trigger makes of it as it is now."""

    firing_id: UUID | None
    """Null: of an example."""
    origin: Origin
    """`captured` at the test address; `fired`: it started a run; `example`: made up from the type."""
    message: JsonValue
    passes: bool
    """The filter lets it through."""
    input: JsonValue
    """What its run is started with."""
    problem: str | None
    """Why no run can be started with it."""
    at: datetime


class TriggerTypeRead(Read):
    name: str
    title: str
    description: str
    docs: str
    icon: str
    source: Source
    version: int
    owner: str
    config_schema: dict[str, Any]
    output_schema: dict[str, Any]
    used: int = 0
    """How many triggers of the workspace are of this type."""


class SchedulePreview(Write):
    config: dict[str, JsonValue]


class ScheduleTimes(Read):
    words: str
    """The schedule in one sentence."""
    times: list[datetime]
    """The next ones; of a backfill, those that it fires for."""


class BackfillCreate(Write):
    since: AwareDatetime
    until: AwareDatetime


class FormOpened(Read):
    url: str
    """Path of the form on this server, with what lets the caller fill it in."""
