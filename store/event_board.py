"""What kinds of domain events there were, in the memory of an API process, for those who listen."""

import asyncio
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager

from pydantic import ValidationError

from noria.domain_events import EVENT_TYPES, DomainEventNews


class Ear:
    """Gathers the types of events until they are asked for."""

    def __init__(self) -> None:
        self._types: set[str] = set()
        self._some = asyncio.Event()

    def hear(self, types: frozenset[str]) -> None:
        """Some happened."""
        self._types |= types
        self._some.set()

    async def wait(self, seconds: float) -> frozenset[str]:
        """Those since the last time, at once if there are any; none when the time is over."""
        try:
            async with asyncio.timeout(seconds):
                await self._some.wait()
        except TimeoutError:
            return frozenset()
        self._some.clear()
        types, self._types = frozenset(self._types), set()
        return types


class EventBoard:
    """Of all workspaces; fed by the one listener of the process."""

    def __init__(self) -> None:
        self._ears: defaultdict[str, set[Ear]] = defaultdict(set)

    def take(self, payload: str) -> None:
        """One notice. Workspaces that nobody here listens to are nobody's here."""
        try:
            news = DomainEventNews.model_validate_json(payload)
        except ValidationError:
            return
        for ear in tuple(self._ears.get(news.workspace_id, ())):
            ear.hear(news.types)

    def missed(self) -> None:
        """Notices may have been lost: anything may have happened."""
        for ears in tuple(self._ears.values()):
            for ear in tuple(ears):
                ear.hear(frozenset(EVENT_TYPES))

    @contextmanager
    def listen(self, workspace_id: str) -> Generator[Ear]:
        """Hear of a workspace's events while the block runs."""
        ear = Ear()
        self._ears[workspace_id].add(ear)
        try:
            yield ear
        finally:
            self._ears[workspace_id].discard(ear)
            if not self._ears[workspace_id]:
                del self._ears[workspace_id]
