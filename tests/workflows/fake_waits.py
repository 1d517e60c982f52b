"""Waits and their answers, in memory."""

from dataclasses import dataclass, field

from pydantic import JsonValue

from noria.errors import Invalid
from noria.model import OUT
from noria.waits import Reminder, Taken, WaitClose, WaitEnd, WaitOpen


@dataclass
class FakeWaits:
    """Implements `activities.adapter.waits.WaitStore`."""

    opened: dict[str, WaitOpen] = field(default_factory=dict[str, WaitOpen])
    closed: dict[str, WaitEnd] = field(default_factory=dict[str, WaitEnd])
    answers: dict[str, Taken] = field(default_factory=dict[str, Taken])
    """By wait id."""
    kept: dict[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    """By key: events that came before anybody waited."""
    reminders: list[int] = field(default_factory=list[int])
    reopened: int = 0
    refuses: bool = False

    async def open(self, wait: WaitOpen) -> bool:
        if self.refuses:
            raise Invalid("The run has no row.")
        self.reopened += wait.wait_id in self.opened
        self.opened[wait.wait_id] = wait
        if wait.asked.kind == "event" and wait.asked.key in self.kept:
            self.answers[wait.wait_id] = Taken(port=OUT, output=self.kept.pop(wait.asked.key))
        return wait.wait_id in self.answers

    async def close(self, close: WaitClose) -> Taken | None:
        answer = self.answers.get(close.wait_id)
        if answer or close.why is not WaitEnd.WOKEN:
            self.closed[close.wait_id] = close.why
        return None if close.why is WaitEnd.CANCELLED else answer

    async def remind(self, reminder: Reminder) -> None:
        self.reminders.append(reminder.number)

    def wait_of(self, node_id: str) -> str | None:
        """The id of a step's wait, once it is open."""
        return next((key for key, wait in self.opened.items() if wait.node_id == node_id), None)
