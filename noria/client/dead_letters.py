"""The API from Python: what failed for good and waits for a person. A part of `Client`."""

from collections.abc import Iterator
from datetime import datetime

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
        self,
        *,
        workflow_id: str | None = None,
        error_type: str | None = None,
        status: str = "open",
        trigger_id: str | None = None,
    ) -> Iterator[DeadLetter]:
        """The newest first."""
        query = {
            "workflow_id": workflow_id,
            "error_type": error_type,
            "status": status,
            "trigger_id": trigger_id,
        }
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
