"""Who has which draft open, in the memory of an API process; other processes tell it of theirs."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from pydantic import ValidationError

from noria.presence import Presence

FORGET_S = 30.0
"""Who was not heard of for so long is gone, as after the death of their process."""

_Draft = tuple[str, str]


class News:
    """A flag that goes up when somebody came, went or chose another step."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Put the flag up."""
        self._changed.set()

    async def wait(self, seconds: float) -> None:
        """Until the flag goes up or the time is over; takes it down again."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return
        self._changed.clear()


class PresenceBoard:
    """Of all drafts; fed by the one listener of the process."""

    def __init__(self) -> None:
        self._seats: defaultdict[_Draft, dict[str, tuple[Presence, float]]] = defaultdict(dict)
        self._watchers: defaultdict[_Draft, set[News]] = defaultdict(set)

    def take(self, payload: str) -> None:
        """One notice. Drafts that nobody here has open are nobody's here."""
        try:
            presence = Presence.model_validate_json(payload)
        except ValidationError:
            return
        draft = (presence.workspace_id, presence.workflow_id)
        if draft not in self._watchers:
            return
        if presence.left:
            self._seats[draft].pop(presence.seat, None)
        else:
            self._seats[draft][presence.seat] = (presence, time.monotonic())
        for news in tuple(self._watchers[draft]):
            news.wake()

    def present(self, workspace_id: str, workflow_id: str) -> Sequence[Presence]:
        """Who is there, in the order in which they came."""
        seats = self._seats.get((workspace_id, workflow_id), {})
        oldest = time.monotonic() - FORGET_S
        for seat in [seat for seat, (_, heard) in seats.items() if heard < oldest]:
            del seats[seat]
        return [presence for presence, _ in seats.values()]

    @contextmanager
    def watch(self, workspace_id: str, workflow_id: str) -> Generator[News]:
        """Hear of changes at a draft while the block runs."""
        draft, news = (workspace_id, workflow_id), News()
        self._watchers[draft].add(news)
        try:
            yield news
        finally:
            self._watchers[draft].discard(news)
            if not self._watchers[draft]:
                del self._watchers[draft]
                self._seats.pop(draft, None)
