"""What a step asks of the outside and waits for: events and answers of people.

A wait has an id that the run gives, so that to begin or to end it twice is to do so once. Who
answers writes the answer beside the wait and wakes the run; the run then ends the wait, and gets
what was written. So an answer and a timeout that meet are decided in one place.
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import JsonValue

from noria.model import NodeId
from noria.run import Record

MAX_KEY_CHARS = 500


class EventAsked(Record):
    """Wait for an event with this key."""

    kind: Literal["event"] = "event"
    key: str


class ApprovalAsked(Record):
    """Wait for a person's answer."""

    kind: Literal["approval"] = "approval"
    title: str
    description: str = ""
    form: dict[str, JsonValue] = {}
    """JSON Schema of the answer's data; empty: any data, or none."""
    assignees: tuple[str, ...] = ()
    """Emails in lower case; none: everybody who may run workflows."""


Asked = EventAsked | ApprovalAsked


class WaitOpen(Record):
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


class WaitClose(Record):
    """The one argument of `noria.close_wait`."""

    wait_id: str
    workspace_id: str
    kind: Literal["event", "approval"]
    why: WaitEnd


class Answer(Record):
    """What came, as the step's output."""

    port: str
    output: JsonValue


class Reminder(Record):
    """The one argument of `noria.remind`."""

    wait_id: str
    workspace_id: str
    number: int
    """From 1."""
