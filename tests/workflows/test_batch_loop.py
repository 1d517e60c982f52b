"""Which batch is next, and what is counted."""

from datetime import UTC, datetime
from typing import Any

import pytest

from noria.batch import MAX_BATCHES, BatchBody, BatchResult
from noria.node_type import Each
from noria.run import BatchState, ErrorInfo, ItemFailure, Items, Scope
from noria.steps.frame import Frame, Place
from noria.steps.ready import Level
from tests.workflows.plans import step
from workflows.batch_loop import WINDOW, BatchLoop

NOW = datetime(2026, 5, 1, tzinfo=UTC)
EACH = step("each", "for_each")
PURE = step("a", "set", parent="each")
CALL = step("a", "test.echo", parent="each")
NO = ErrorInfo(type="node_failed", message="no")
BODY = BatchBody(
    run_id="r", workspace_id="w", container=EACH, steps=(PURE,), scope=Scope(), now=NOW
)


def loop(each: Each, *body: Any, **state: Any) -> BatchLoop:
    place = Place(EACH, Frame(Level([EACH], {EACH.id: ()})))
    return BatchLoop(place, BatchState(outcome=each, since=NOW, **state), body or (PURE,))


def done(count: int = 1, **facts: Any) -> BatchResult:
    return BatchResult(done=count, results="0", **facts)


def test_batches_are_taken_in_order_and_each_once() -> None:
    made = loop(Each(tuple(range(25)), batch_size=10))

    assert [made.take() for _ in range(4)] == [0, 1, 2, None]
    for number in range(3):
        made.count(number, done(10))
    assert made.is_over
    assert made.progress == {"done": 30, "failed": 0, "left_out": 0, "total": 25}


def test_a_call_has_its_items() -> None:
    keyed = loop(Each(tuple("abcde"), tuple("vwxyz"), batch_size=2))
    stored = loop(Each(None), items=Items(manifest="m", count=5, size=2, keyed=True))

    call, other = keyed.call(BODY, 2), stored.call(BODY, 1)

    assert (call.first, call.items, call.keys) == (4, ("e",), ("z",))
    assert (other.first, other.items, other.manifest, other.keyed) == (2, (), "m", True)


def test_what_is_left_of_a_batch_is_taken_again_once_no_task_has_it() -> None:
    made = loop(Each((1, 2), batch_size=1))
    assert made.take() == 0
    made.count(0, BatchResult(left="rest"))

    assert made.take() == 1
    made.count(1, done())
    assert not made.is_over
    made.release()
    assert made.take() == 0
    assert made.call(BODY, 0).left == "rest"


@pytest.mark.parametrize("end", [done(broke=True), done(error=NO)])
def test_a_loop_that_is_left_sends_no_more(end: BatchResult) -> None:
    made = loop(Each((1, 2, 3), batch_size=1))
    assert made.take() == 0

    made.count(0, end)

    assert made.is_over
    assert made.take() is None


def test_there_are_only_so_many_batches() -> None:
    made = loop(Each(tuple(range(MAX_BATCHES * 2)), batch_size=1))

    assert made.call(BODY, 1).first == 2


@pytest.mark.parametrize(
    ("concurrency", "body", "expected"),
    [
        (1, (PURE,), (WINDOW, 1)),
        (1, (CALL,), (1, 1)),
        (3, (CALL,), (3, 1)),
        (40, (CALL,), (WINDOW, 40 // WINDOW)),
        (1, (PURE, step("b", "break", parent="each")), (1, 1)),
    ],
)
def test_concurrency_is_shared_between_batches(
    concurrency: int, body: Any, expected: tuple[int, int]
) -> None:
    made = loop(Each((1,), concurrency=concurrency), *body)

    assert (made.window, made.concurrency) == expected


def test_people_are_told_of_items_that_were_left_out() -> None:
    made = loop(Each((1, 2), on_item_error="skip", batch_size=2))
    assert made.left_out is None
    made.take()

    made.count(0, done(failed=1, failures=(ItemFailure(index=1, error=NO),)))

    assert made.left_out is not None
    assert made.left_out.message == "1 of 2 items failed and were left out; item 1: no"
