"""Log lines of steps, saved filters, and task queues."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from api.schemas.shape import Line, Read, Write
from noria.queues import Health

PageName = Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,39}$")]
"""Of a list in the web app, as `runs`."""


class LogLineRead(Read):
    """One line that a node logged."""

    attempt: int
    number: int
    """From 1 in each attempt."""
    at: datetime
    level: Literal["info", "warning"]
    message: str
    facts: dict[str, JsonValue] | None
    """What was logged with it."""


class SavedFilterWrite(Write):
    name: Line
    page: PageName
    search: dict[str, JsonValue] = Field(max_length=40)
    """The filters, as the page's address has them; at most 4 KiB as JSON."""


class SavedFilterRead(Read):
    id: UUID
    name: str
    page: str
    search: dict[str, JsonValue]
    created_at: datetime


class QueueWorkerRead(Read):
    """A process that works on a queue."""

    identity: str
    """As it names itself: process and host."""
    last_seen_at: datetime | None
    build_id: str | None
    """Of the code that it runs, where worker versions are on."""


class QueueRead(Read):
    """One task queue, as Temporal sees it now."""

    name: str
    health: Health
    """`behind`: what waits has waited for more than ten seconds; `no_worker`: nothing of it goes on."""
    node_types: list[str]
    """Those bound to this queue; the default queue has all others."""
    worker_count: int
    workers: list[QueueWorkerRead]
    """Empty for those who may not manage the workspace."""
    backlog: int
    """About so many steps and runs wait for a worker."""
    oldest_s: float
    """Seconds that the oldest of them has waited."""
    added_per_s: float
    taken_per_s: float
