"""How a task queue stands: what waits in it, and who works on it."""

from datetime import datetime
from typing import Literal

from noria.run import Record

Health = Literal["ok", "behind", "no_worker"]
BEHIND_AFTER_S = 10.0
"""What has waited this long waits for workers, not for its turn."""


class QueueWorker(Record):
    """A process that asks Temporal for work of a queue."""

    identity: str
    """As it names itself: process and host."""
    last_seen_at: datetime | None
    build_id: str | None = None


class QueueState(Record):
    """One task queue, as Temporal sees it."""

    name: str
    """As node types name it."""
    workers: tuple[QueueWorker, ...] = ()
    """Those that asked within the last five minutes."""
    backlog: int = 0
    """Steps and runs that wait for a worker; about."""
    oldest_s: float = 0.0
    """Seconds that the oldest of them has waited; about."""
    added_per_s: float = 0.0
    taken_per_s: float = 0.0

    @property
    def health(self) -> Health:
        """`no_worker`: nothing of this queue goes on until one is started."""
        if not self.workers:
            return "no_worker"
        return "behind" if self.backlog and self.oldest_s > BEHIND_AFTER_S else "ok"
