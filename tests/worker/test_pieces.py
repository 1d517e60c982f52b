import asyncio

from noria.pieces import MAX_PIECE_CHARS, Piece
from store.database import Database
from store.events import RunListener
from tests.activities.calls import call
from worker.pieces import PieceSender, Screen


async def test_what_a_step_shows_reaches_who_watches(database: Database) -> None:
    sender = PieceSender(database)
    screen = Screen(sender, call("llm.chat"), attempt=2)
    listener = RunListener(database.url)
    long = "ß" * (3 * MAX_PIECE_CHARS)
    async with listener.listening():
        sending = asyncio.create_task(sender.run())
        with listener.pieces.watch("r1") as watcher:
            text, began = "", 0
            async with asyncio.timeout(90):
                while not text:
                    screen.show("a")
                    found = await watcher.next(0.1)
                    if found:
                        text, began = found.text, found.offset
                for word in ("b", "", long, "\0ü"):
                    screen.show(word)
                while not text.endswith("ü"):
                    found = await watcher.next(1)
                    assert found is not None
                    assert found.offset == began + len(text)
                    assert found.attempt == 2
                    text += found.text
        sending.cancel()

    assert text.endswith(f"ab{long}\0ü")


async def test_words_that_come_together_travel_together() -> None:
    kept: list[Piece] = []

    class Sender:
        def add(self, piece: Piece) -> None:
            kept.append(piece)

    screen = Screen(Sender(), call("llm.chat"), attempt=1)
    for word in ("one ", "two "):
        screen.show(word)

    assert [(piece.offset, piece.text) for piece in kept] == [(0, "one "), (4, "two ")]
