import asyncio
from collections.abc import AsyncGenerator

import pytest

from noria.pieces import PIECES_CHANNEL, Piece
from store.database import Database
from store.events import RunListener
from store.notices import notify
from store.piece_board import MAX_BEHIND, PieceBoard


def piece(offset: int, text: str, *, run: str = "r", attempt: int = 1) -> str:
    made = Piece(run_id=run, node_id="ask", attempt=attempt, offset=offset, text=text)
    return made.model_dump_json()


async def test_who_comes_late_gets_the_beginning_too() -> None:
    board = PieceBoard()
    board.take(piece(0, "Good "))
    board.take(piece(5, "morning"))
    with board.watch("r") as watcher:
        board.take(piece(12, ", Ann"))
        first, then = await watcher.next(1), await watcher.next(1)
        assert await watcher.next(0.01) is None

    assert first is not None
    assert (first.offset, first.text) == (0, "Good morning")
    assert then is not None
    assert (then.offset, then.text) == (12, ", Ann")


async def test_a_new_attempt_begins_anew_and_other_runs_are_not_heard() -> None:
    board = PieceBoard()
    board.take(piece(0, "half of"))
    board.take(piece(0, "all", attempt=2))
    board.take(piece(7, " an old one"))
    board.take(piece(0, "other", run="s"))
    board.take("no piece")

    with board.watch("r") as watcher:
        seen = await watcher.next(1)
        assert await watcher.next(0.01) is None

    assert seen is not None
    assert (seen.attempt, seen.text) == (2, "all")


async def test_who_reads_too_slowly_loses_the_oldest() -> None:
    board = PieceBoard()
    with board.watch("r") as watcher:
        for number in range(MAX_BEHIND + 1):
            board.take(piece(number, "x"))
        first = await watcher.next(1)

    assert first is not None
    assert first.offset == 1


@pytest.fixture
async def listener(database: Database) -> AsyncGenerator[RunListener]:
    listener = RunListener(database.url)
    async with listener.listening():
        yield listener


async def test_pieces_come_through_postgresql_in_order(
    database: Database, listener: RunListener
) -> None:
    with listener.pieces.watch("r") as watcher:
        async with asyncio.timeout(90):
            while await watcher.next(0.05) is None:
                await notify(database, PIECES_CHANNEL, [piece(0, "are you there?")])
        while await watcher.next(0.05) is not None:
            pass
        await notify(database, PIECES_CHANNEL, [piece(n, "x") for n in range(100)])
        offsets = [found.offset for _ in range(100) if (found := await watcher.next(5)) is not None]

    assert offsets == list(range(100))
