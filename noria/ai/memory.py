"""What agents remember from one run to the next, by keys that their authors choose. Kept by the worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

MAX_KEY_CHARS = 200
MAX_SAID_CHARS = 20_000
"""Of a task, and of an answer; what is longer is cut."""
MAX_ENTRIES = 1_000
"""Of one memory; the oldest go."""


@dataclass(frozen=True)
class Exchange:
    """A task, and what the agent answered."""

    id: str
    asked: str
    answered: str
    at: datetime


@dataclass(frozen=True)
class NewExchange:
    """An exchange to be kept, and where it comes from."""

    source: str
    """Adds one exchange, however often it is sent."""
    run_id: str
    """Empty: of no run."""
    node_id: str
    asked: str
    answered: str


def text_of(asked: str, answered: str) -> str:
    """By which an exchange is found again."""
    return f"{asked}\n{answered}"


@dataclass(frozen=True)
class Remembered:
    """What stands under a key."""

    summary: str = ""
    """Of exchanges that are not among these any more."""
    exchanges: Sequence[Exchange] = ()
    """The oldest first."""


class Memories(Protocol):
    """Of one workspace each. Each method is one transaction.

    Raises `NodeUnavailable` while the database is away.
    """

    async def recall(
        self, workspace_id: str, key: str, *, limit: int, whole: bool, beside: str
    ) -> Remembered:
        """The newest exchanges.

        Args:
            workspace_id: Whose.
            key: Of the memory; one that is not there is empty.
            limit: How many.
            whole: Also those that the summary tells of.
            beside: Without the one that this source has left, as an attempt before this one.
        """
        ...

    async def keep(self, workspace_id: str, key: str, exchange: NewExchange) -> None:
        """Add an exchange; the same source adds one, however often it is sent."""
        ...

    async def summarize(
        self, workspace_id: str, key: str, *, summary: str, ids: Sequence[str]
    ) -> None:
        """Replace the summary by one that tells of these exchanges too. One that is gone meanwhile, as
        erased by a person, leaves all as it was.
        """
        ...
