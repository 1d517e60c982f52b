"""What a step asks of the outside and waits for: events and answers of people.

A wait has an id that the run gives, so that to begin or to end it twice is to do so once. Who
answers writes the answer beside the wait and wakes the run; the run then ends the wait, and gets
what was written. So an answer and a timeout that meet are decided in one place.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import JsonValue

from noria.model import NodeId, PortName
from noria.plan import Frozen

TIMEOUT = PortName("timeout")
"""By which a step ends that has waited in vain."""
MAX_KEY_CHARS = 500
MAX_REMINDERS = 100
"""Of one wait: each costs a few events of history."""


class EventAsked(Frozen):
    """Wait for an event with this key."""

    kind: Literal["event"] = "event"
    key: str


class ApprovalAsked(Frozen):
    """Wait for a person's answer."""

    kind: Literal["approval"] = "approval"
    title: str
    description: str = ""
    form: dict[str, JsonValue] = {}
    """JSON Schema of the answer's data; empty: any data, or none."""
    assignees: tuple[str, ...] = ()
    """Emails in lower case; none: everybody who may run workflows."""


Asked = EventAsked | ApprovalAsked


class OpenWait(Frozen):
    """What a run keeps of a wait, also across continue-as-new."""

    wait_id: str
    asked: Asked
    since: datetime
    until: datetime | None = None
    """When the step gives up."""
    remind_every_s: float | None = None
    reminders: int = 0
    """How often people were reminded."""

    @property
    def wakes_at(self) -> datetime | None:
        """When something is to be done if no answer comes: a reminder, or giving up."""
        times = [self.until] if self.until else []
        if self.remind_every_s and self.reminders < MAX_REMINDERS:
            pause = timedelta(seconds=self.remind_every_s * (self.reminders + 1))
            times.append(self.since + pause)
        return min(times, default=None)

    def has_timed_out(self, now: datetime) -> bool:
        """Whether the step gives up now."""
        return self.until is not None and now >= self.until


class WaitOpen(Frozen):
    """The one argument of `noria.open_wait`."""

    wait_id: str
    run_id: str
    workspace_id: str
    node_id: NodeId
    iteration: str = ""
    asked: Asked
    until: datetime | None = None
    """When the step gives up."""


class WaitEnd(StrEnum):
    """Why a step waits no longer."""

    WOKEN = "woken"
    """Somebody says that there is an answer; if there is none, the wait goes on."""
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"
    """An answer that is there goes to somebody else, or nowhere."""


class WaitClose(Frozen):
    """The one argument of `noria.close_wait`."""

    wait_id: str
    workspace_id: str
    kind: Literal["event", "approval"]
    why: WaitEnd


class Taken(Frozen):
    """What came, as the step's end."""

    port: PortName
    output: JsonValue


class Reminder(Frozen):
    """The one argument of `noria.remind`."""

    wait_id: str
    workspace_id: str
    number: int
    """From 1."""
