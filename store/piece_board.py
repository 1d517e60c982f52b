"""What steps have shown so far, in the memory of a process that people watch runs through.

Who begins to watch in the middle of an answer gets its beginning too, as far as this process heard
it. What nobody adds to for a while is forgotten.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager

from pydantic import ValidationError

from noria.pieces import Piece

FORGET_S = 120.0
MAX_CHARS = 200_000
"""Of one attempt; what is beyond is passed on but not remembered."""
MAX_RUNS = 2_000
MAX_BEHIND = 5_000
"""Pieces for a watcher who reads too slowly; then the oldest go."""

_Place = tuple[str, str]


class Watcher:
    """Pieces of one run, as they come."""

    def __init__(self) -> None:
        self._pieces: asyncio.Queue[Piece] = asyncio.Queue(MAX_BEHIND)

    def put(self, piece: Piece) -> None:
        if self._pieces.full():
            self._pieces.get_nowait()
        self._pieces.put_nowait(piece)

    async def next(self, seconds: float) -> Piece | None:
        """None: none came in that time."""
        try:
            async with asyncio.timeout(seconds):
                return await self._pieces.get()
        except TimeoutError:
            return None


class PieceBoard:
    """Of all runs; fed by the one listener of the process."""

    def __init__(self) -> None:
        self._shown: dict[str, dict[_Place, Piece]] = {}
        self._touched: dict[str, float] = {}
        self._watchers: defaultdict[str, set[Watcher]] = defaultdict(set)

    def take(self, payload: str) -> None:
        """One notice; what is no piece of ours is nobody's."""
        try:
            piece = Piece.model_validate_json(payload)
        except ValidationError:
            return
        self._remember(piece)
        for watcher in tuple(self._watchers.get(piece.run_id, ())):
            watcher.put(piece)

    @contextmanager
    def watch(self, run_id: str) -> Generator[Watcher]:
        """What was shown so far, then what comes."""
        watcher = Watcher()
        for piece in self._shown.get(run_id, {}).values():
            watcher.put(piece)
        self._watchers[run_id].add(watcher)
        try:
            yield watcher
        finally:
            self._watchers[run_id].discard(watcher)
            if not self._watchers[run_id]:
                del self._watchers[run_id]

    def _remember(self, piece: Piece) -> None:
        now = time.monotonic()
        self._touched.pop(piece.run_id, None)
        self._touched[piece.run_id] = now
        self._forget(now)
        places = self._shown.setdefault(piece.run_id, {})
        place = (piece.node_id, piece.iteration)
        before = places.get(place)
        if before is None or before.attempt < piece.attempt:
            places[place] = piece
        elif _follows(before, piece) and len(before.text) < MAX_CHARS:
            places[place] = before.model_copy(update={"text": before.text + piece.text})

    def _forget(self, now: float) -> None:
        """The runs that were quiet longest are first."""
        while self._touched:
            run_id, touched = next(iter(self._touched.items()))
            if now - touched <= FORGET_S and len(self._touched) <= MAX_RUNS:
                return
            del self._touched[run_id]
            self._shown.pop(run_id, None)


def _follows(before: Piece, piece: Piece) -> bool:
    """A gap, after a lost notice, stays one: what comes behind it no longer fits."""
    return before.attempt == piece.attempt and piece.offset == before.offset + len(before.text)
