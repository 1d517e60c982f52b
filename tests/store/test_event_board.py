"""What kinds of events there were reaches everybody who listens, also what came while they were busy."""

from noria.domain_events import EVENT_TYPES, DomainEventNews
from store.event_board import EventBoard


def news(workspace_id: str, *types: str) -> str:
    return DomainEventNews(workspace_id=workspace_id, types=frozenset(types)).model_dump_json()


async def test_types_are_gathered_until_they_are_asked_for() -> None:
    board = EventBoard()
    with board.listen("a") as ear, board.listen("a") as other:
        board.take(news("a", "run.started"))
        board.take(news("a", "run.failed", "run.started"))
        board.take(news("b", "alert.raised"))
        board.take("rubbish")

        assert await ear.wait(1) == {"run.started", "run.failed"}
        assert await ear.wait(0.01) == set()
        assert await other.wait(1) == {"run.started", "run.failed"}


async def test_after_a_gap_anything_may_have_happened() -> None:
    board = EventBoard()
    with board.listen("a") as ear:
        board.missed()

        assert await ear.wait(1) == set(EVENT_TYPES)


def test_who_has_gone_leaves_nothing_behind() -> None:
    board = EventBoard()
    with board.listen("a"), board.listen("a"):
        pass

    assert not vars(board)["_ears"]
