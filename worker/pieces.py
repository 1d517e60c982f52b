"""Sends what steps show before they end, gathered for a moment so that a word is no message."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

import structlog

from noria.pieces import MAX_PIECE_CHARS, PIECES_CHANNEL, Piece, join
from noria.step_calls import StepCall
from store.database import OUTAGES, Database
from store.notices import notify

GATHER_S = 0.04
"""Who watches can't tell 40 ms from none, and a model writes several words in it."""
MAX_WAITING = 2_000
"""Pieces that wait while the database is away; what is beyond is dropped."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Pieces(Protocol):
    """Takes what steps show."""

    def add(self, piece: Piece) -> None: ...


class NoPieces:
    """Of a worker whose steps nobody watches."""

    def add(self, piece: Piece) -> None:
        pass


class Screen:
    """Of one attempt: counts what it has shown."""

    def __init__(self, pieces: Pieces, call: StepCall, attempt: int) -> None:
        self._pieces = pieces
        self._call = call
        self._attempt = attempt
        self._shown = 0

    def show(self, text: str) -> None:
        """Behind what was shown before."""
        if not text:
            return
        self._pieces.add(
            Piece(
                run_id=self._call.run_id,
                node_id=self._call.step.id,
                iteration=self._call.iteration,
                attempt=self._attempt,
                offset=self._shown,
                text=text,
            )
        )
        self._shown += len(text)


class PieceSender:
    """Sends by PostgreSQL's notices; run it beside the steps."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[Piece] = []
        self._has_some = asyncio.Event()

    def add(self, piece: Piece) -> None:
        """Never waits, and never fails: what is shown is not worth a step."""
        if len(self._waiting) >= MAX_WAITING:
            return
        for at in range(0, len(piece.text), MAX_PIECE_CHARS):
            text = piece.text[at : at + MAX_PIECE_CHARS]
            self._put(piece.model_copy(update={"text": text, "offset": piece.offset + at}))

    async def run(self) -> None:
        """For ever."""
        while True:
            await self._has_some.wait()
            await asyncio.sleep(GATHER_S)
            self._has_some.clear()
            waiting, self._waiting = self._waiting, []
            try:
                await self._send(waiting)
            except OUTAGES as error:
                log.warning("pieces_not_sent", error=type(error).__name__)

    def _put(self, piece: Piece) -> None:
        joined = join(self._waiting[-1], piece) if self._waiting else None
        if joined is not None:
            self._waiting[-1] = joined
        else:
            self._waiting.append(piece)
        self._has_some.set()

    async def _send(self, pieces: Sequence[Piece]) -> None:
        texts = [piece.model_dump_json(exclude_defaults=True) for piece in pieces]
        await notify(self._database, PIECES_CHANNEL, texts)
