"""The API from Python: what failed for good and waits for a person. A part of `Client`."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict, Unpack, cast

from noria.client.http import Connection
from noria.client.records import Answer, Changes, Page, Run
from noria.run import ErrorInfo


class DeadLetter(Answer):
    """A run that failed for good, an event that no run took, or a message that starts no run."""

    id: str
    kind: str
    status: str
    """`open`, `retried` or `discarded`."""
    run_id: str | None = None
    trigger_id: str | None = None
    """Of a message."""
    workflow_name: str | None = None
    node_id: str | None = None
    """Where it failed."""
    error: ErrorInfo | None = None
    retry_run_id: str | None = None
    created_at: datetime | None = None


class LetterFilter(TypedDict, total=False):
    """Which letters; all that is given must hold, and nothing given means every one."""

    workflow_id: str | None
    error_type: str | None
    """As `timeout`."""
    node_id: str | None
    """Where it failed."""
    since: datetime | None
    """Failed at or after this time."""
    until: datetime | None
    """Failed before this time."""
    trigger_id: str | None
    """Messages of this trigger."""


class Discarded(Answer):
    """How many left the list."""

    count: int


class RetriedMany(Answer):
    """What became of the messages of a trigger."""

    retried: int
    failed: int
    reason: str | None = None
    """Of the first one that failed."""


class DeadLetterCalls:
    """What `Client` can do with dead letters."""

    _connection: Connection

    def list_dead_letters(
        self, *, status: str = "open", **which: Unpack[LetterFilter]
    ) -> Iterator[DeadLetter]:
        """The newest first."""
        query = {"status": status, **_to_json(which)}
        return self._connection.pages("dead-letters", query, Page[DeadLetter])

    def retry_dead_letter(self, letter_id: str, changes: Changes | None = None) -> Run:
        """As `retry_run` of the run that failed; of a message: let it start a run now."""
        body = changes.to_json() if changes else {}
        return self._connection.ask("POST", f"dead-letters/{letter_id}/retry", Run, json=body)

    def retry_messages(self, trigger_id: str) -> RetriedMany:
        """Let the oldest hundred messages that a trigger started no run with do so now."""
        return self._connection.ask(
            "POST", "dead-letters/retry", RetriedMany, json={"trigger_id": trigger_id}
        )

    def get_dead_letter(self, letter_id: str) -> DeadLetter:
        """One of them."""
        return self._connection.ask("GET", f"dead-letters/{letter_id}", DeadLetter)

    def resend_dead_letter(self, letter_id: str) -> None:
        """Send the event again that no run took."""
        self._connection.ask("POST", f"dead-letters/{letter_id}/resend", Answer)

    def discard_dead_letter(self, letter_id: str) -> DeadLetter:
        """Take it off the list; its run stays."""
        return self._connection.ask("POST", f"dead-letters/{letter_id}/discard", DeadLetter)

    def discard_dead_letters(self, **which: Unpack[LetterFilter]) -> int:
        """Take all open ones that match off the list; how many there were. Their runs stay."""
        body = _to_json(which)
        return self._connection.ask("POST", "dead-letters/discard", Discarded, json=body).count


def _to_json(which: LetterFilter) -> dict[str, str | None]:
    return {
        name: value.astimezone().isoformat() if isinstance(value, datetime) else value
        for name, value in cast("dict[str, str | datetime | None]", which).items()
    }
