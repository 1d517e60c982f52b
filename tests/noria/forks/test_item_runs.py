"""Loops whose items are runs of their own: a retry starts those again that did not end well."""

import pytest

from noria.compiling.item_runs import write_item_runs_out
from noria.errors import Conflict
from noria.forks.fork import Fork, Wish, plan_fork
from noria.forks.past import Past
from noria.model import NodeId
from noria.run import StepRecord
from tests.noria.forks.test_fork import NOON, fork, row
from tests.noria.forks.test_undone import ERROR
from tests.workflows.plans import plan, step

EACH = NodeId("each")
ITEMS = write_item_runs_out(
    plan(
        step("start", "start"),
        step("each", "for_each", "start", config={"own_runs": True}),
        step("book", "test.emit", parent=EACH, undo="unbook"),
        step("unbook", "test.echo", parent=EACH, undoes="book"),
        step("after", "test.broken", "each"),
    )
)
ROWS = [
    row("start"),
    row("each", "failed", error=ERROR),
    row("each__item", iteration="0"),
    row("each__item", "failed", iteration="1", error=ERROR),
    row("each__item", iteration="2"),
]


def again(rows: list[StepRecord], at: str, iteration: str = "") -> Fork:
    wish = Wish(ITEMS, "start gave", NodeId(at), iteration=iteration)
    return plan_fork(Past(ITEMS, rows), wish, NOON)


def test_a_retry_keeps_the_items_that_ended_well() -> None:
    found = fork(ITEMS, ROWS)

    assert found.ready == ("each",)
    assert found.inside == {"each__item[0]", "each__item[2]"}


def test_an_item_that_was_undone_runs_again() -> None:
    rows = [
        row("start"),
        row("each"),
        *(row("each__item", iteration=at) for at in "01"),
        row("after", "failed", error=ERROR),
        row("unbook", iteration="1"),
    ]
    found = fork(ITEMS, rows)

    assert found.ready == ("each",)
    assert found.inside == {"each__item[0]"}


def test_one_item_is_run_again_alone() -> None:
    rows = [row("start"), row("each"), *(row("each__item", iteration=at) for at in "012")]

    assert again(rows, "each__item", "1").inside == {"each__item[0]", "each__item[2]"}


def test_a_step_of_an_item_stands_for_the_loop_and_can_not_run_again_alone() -> None:
    assert again(ROWS, "book").ready == ("each",)
    with pytest.raises(Conflict, match="fork the run at 'each__item'"):
        again(ROWS, "book", "1")
