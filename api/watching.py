"""How many streams of events a caller may hold open at the same time, in this process."""

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from noria.errors import TooManyRequests

MOST = 200
"""Of one account: more than tabs, less than what a flood takes. Each holds a connection and memory."""
LATER = timedelta(seconds=10)


class Watchers:
    """Who watches how many runs."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._open: Counter[UUID] = Counter()

    def check(self, account_id: UUID) -> None:
        """
        Raises:
            TooManyRequests: The account watches as many as one may.
        """
        if self._open[account_id] >= self._most:
            raise TooManyRequests(
                f"This account follows {self._most} runs already; close some first.", LATER
            )

    @contextmanager
    def one(self, account_id: UUID) -> Generator[None]:
        """For as long as the stream is open.

        Raises:
            TooManyRequests: As `check`.
        """
        self.check(account_id)
        self._open[account_id] += 1
        try:
            yield
        finally:
            self._open[account_id] -= 1
            if not self._open[account_id]:
                del self._open[account_id]
