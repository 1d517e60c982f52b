"""An answer while it is written: server-sent events of one turn."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from uuid import UUID

from api.chats.reading import read_turn, settle
from api.chats.talkers import Talk
from api.metrics import EVENT_STREAMS
from api.run_events import RECHECK_SECONDS
from api.schemas.chats import TurnPiece, TurnRead
from api.services import Services
from noria.answers import is_shown, shown_nodes
from noria.errors import NotFound
from noria.pieces import Piece
from noria.run import FINAL_RUN
from store import conversations, runs
from store.database import OUTAGES
from store.events import Subscription
from store.piece_board import Watcher

LONGEST_SECONDS = 3_600
"""A stream ends after so long; who still waits asks again."""


async def follow_turn(
    parts: Services, talk: Talk, conversation_id: UUID, turn_id: UUID
) -> AsyncGenerator[TurnRead | TurnPiece]:
    """The turn as it stands, whenever that changes, and pieces of its answer; to the run's end."""
    turn = await read_one(parts, talk, conversation_id, turn_id)
    yield turn
    run_id = await _run_of(parts, talk, conversation_id, turn_id)
    if run_id is None or turn.status in FINAL_RUN:
        return
    shown = await _shown(parts, talk, run_id)
    EVENT_STREAMS.inc()
    try:
        with (
            parts.watchers.one(talk.talker.key),
            parts.listener.subscribe(run_id) as news,
            parts.listener.pieces.watch(str(run_id)) as watcher,
        ):
            begun, numbers = time.monotonic(), _Parts(shown)
            # Read once more: it may have changed before anybody listened.
            news.wake()
            while time.monotonic() - begun < LONGEST_SECONDS:
                changed, piece = await _next(news, watcher)
                told = numbers.tell(piece) if piece else None
                if told:
                    yield told
                if piece is None or changed:
                    before = turn.status
                    with suppress(*OUTAGES):
                        turn = await read_one(parts, talk, conversation_id, turn_id)
                    if turn.status != before:
                        yield turn
                    if turn.status in FINAL_RUN:
                        return
    finally:
        EVENT_STREAMS.dec()


async def read_one(parts: Services, talk: Talk, conversation_id: UUID, turn_id: UUID) -> TurnRead:
    """
    Raises:
        NotFound: None of this talker's.
    """
    async with parts.database.sessions.begin() as session:
        conversation = await conversations.get_conversation(session, talk.talker, conversation_id)
        row = await conversations.get_turn(session, conversation, turn_id)
        await settle(parts, session, [row])
        return read_turn(talk, row)


async def _run_of(parts: Services, talk: Talk, conversation_id: UUID, turn_id: UUID) -> UUID | None:
    async with parts.database.sessions.begin() as session:
        conversation = await conversations.get_conversation(session, talk.talker, conversation_id)
        return (await conversations.get_turn(session, conversation, turn_id)).turn.run_id


async def _shown(parts: Services, talk: Talk, run_id: UUID) -> frozenset[str]:
    workspace_id = talk.talker.workspace_id
    async with parts.database.sessions.begin() as session:
        try:
            run = (await runs.get_run(session, workspace_id=workspace_id, run_id=run_id)).run
        except NotFound:
            return frozenset()
    if run.version is None:
        return frozenset()
    plan = await parts.plans.get(
        parts.database, workspace_id=workspace_id, workflow_id=run.workflow_id, number=run.version
    )
    return shown_nodes(plan)


async def _next(news: Subscription, watcher: Watcher) -> tuple[bool, Piece | None]:
    """Whether the run may have changed, and a piece, whichever comes first."""
    waiting = asyncio.ensure_future(news.wait(RECHECK_SECONDS))
    reading = asyncio.ensure_future(watcher.next(RECHECK_SECONDS))
    try:
        await asyncio.wait({waiting, reading}, return_when=asyncio.FIRST_COMPLETED)
        piece = reading.result() if reading.done() else None
        return waiting.done() and waiting.result(), piece
    finally:
        waiting.cancel()
        reading.cancel()


class _Parts:
    """Numbers what the steps write, and leaves out what is not for who asks."""

    def __init__(self, shown: frozenset[str]) -> None:
        self._shown = shown
        self._known: dict[tuple[str, str, int], int] = {}

    def tell(self, piece: Piece) -> TurnPiece | None:
        """None: it is no part of the answer."""
        if not is_shown(piece.node_id, self._shown):
            return None
        whose = (piece.node_id, piece.iteration, piece.attempt)
        part = self._known.setdefault(whose, len(self._known))
        return TurnPiece(part=part, offset=piece.offset, text=piece.text)
