"""Loops whose items are runs of their own: a retry goes on in those that did not end well."""

import pytest

from noria.compiling.item_runs import write_item_runs_out
from noria.forks import inside
from noria.forks.fork import Fork, Wish, plan_fork
from noria.forks.past import Past
from noria.model import NodeId
from noria.plan import Plan
from noria.run import StepRecord
from tests.noria.forks.test_fork import NOON, row
from tests.noria.forks.test_undone import ERROR
from tests.workflows.plans import plan, step

EACH = NodeId("each")
ITEM = NodeId("each__item")
ITEMS = write_item_runs_out(
    plan(
        step("start", "start"),
        step("each", "for_each", "start", config={"own_runs": True}),
        step("ask", "test.emit", parent=EACH),
        step("rate", "vars.set", "ask", parent=EACH),
        step("book", "test.emit", "rate", parent=EACH, undo="unbook"),
        step("unbook", "test.echo", parent=EACH, undoes="book"),
        step("pay", "test.emit", "book", parent=EACH),
        step("after", "test.broken", "each"),
    )
)
BODY = ("ask", "rate", "book", "pay")
ROWS = [
    row("start"),
    row("each", "failed", error=ERROR),
    row("each__item", iteration="0"),
    row("each__item", "failed", iteration="1", error=ERROR),
    row("each__item", iteration="2"),
]
ENDED = [row("start"), row("each"), *(row("each__item", iteration=at) for at in "012")]


def item(at: str, *done: str, failed: str | None = None) -> list[StepRecord]:
    """Rows of the run of an item."""
    own = f"item {at}"
    rows = [row(name, iteration=at, run_id=own, output={"limit": 7}) for name in done]
    if failed:
        rows.append(row(failed, "failed", iteration=at, run_id=own, error=ERROR))
    return rows


def go_on(rows: list[StepRecord], at: str | None = None, iteration: str = "") -> Fork:
    items = {"item 0": (ITEM, "0"), "item 1": (ITEM, "1"), "item 2": (ITEM, "2")}
    wish = Wish(ITEMS, "start gave", NodeId(at) if at else None, iteration=iteration)
    return plan_fork(Past(ITEMS, rows, items), wish, NOON)


def test_a_retry_keeps_the_items_that_ended_well() -> None:
    found = go_on(ROWS)

    assert found.ready == ("each",)
    assert found.inside == {"each__item[0]", "each__item[2]"}


def test_of_an_item_that_failed_it_keeps_the_steps_that_ended_well() -> None:
    rows = [*ROWS, *item("1", "ask", "rate", failed="book"), *item("2", *BODY)]
    found = go_on(rows)

    assert found.inside == {"each__item[0]", "each__item[2]", "ask[1]", "rate[1]"}
    assert found.snapshot.states.keys() >= {"ask[1]"}
    assert found.snapshot.vars == {}, "what an item sets stays in it"


def test_what_an_item_has_undone_itself_runs_again_in_it() -> None:
    undone = row("unbook", iteration="1", run_id="item 1")
    found = go_on([*ROWS, *item("1", "ask", "rate", "book", failed="pay"), undone])

    assert found.inside == {"each__item[0]", "each__item[2]", "ask[1]", "rate[1]"}


def test_and_changes_nothing_where_the_loop_went_on_without_it() -> None:
    collected = [row("each__item", "failed", iteration="3", error=ERROR)]
    undone = row("unbook", iteration="1", run_id="item 1")
    rows = [*ENDED, *collected, *item("1", "ask", "rate", "book", failed="pay"), undone]
    found = go_on([*rows, row("after", "failed", error=ERROR)])

    assert found.ready == ("after",)


def test_an_item_that_its_run_has_undone_goes_on_where_it_stands() -> None:
    rows = [*ENDED, *item("1", *BODY), row("after", "failed", error=ERROR)]
    found = go_on([*rows, row("unbook", iteration="1")])

    assert found.ready == ("each",)
    assert found.inside == {"each__item[0]", "each__item[2]", "ask[1]", "rate[1]"}


def test_one_item_is_run_again_as_a_whole() -> None:
    found = go_on([*ENDED, *item("1", *BODY)], "each__item", "1")

    assert found.inside == {"each__item[0]", "each__item[2]"}


def test_a_step_is_run_again_in_one_item() -> None:
    found = go_on([*ENDED, *item("1", *BODY)], "book", "1")

    assert found.inside == {"each__item[0]", "each__item[2]", "ask[1]", "rate[1]"}
    assert go_on(ENDED, "book").inside == set(), "in all of them it stands for the loop"
    shown = {step.node_id: (step.reused, step.reason) for step in found.steps}
    assert shown == {
        "start": (True, "ended"),
        "each": (False, "chosen"),
        "each__item": (False, "chosen"),
        "ask": (True, "ended"),
        "rate": (True, "ended"),
        "book": (False, "chosen"),
        "pay": (False, "after"),
        "after": (False, "not_ended"),
    }


def test_where_it_is_too_much_items_that_had_ended_come_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inside, "MAX_INSIDE", 3)

    assert go_on([*ROWS, *item("1", "ask", failed="rate")]).inside == {
        "each__item[0]", "each__item[2]", "ask[1]",
    }  # fmt: skip
    assert go_on([*ROWS, *item("1", "ask", "rate", failed="book")]).inside == {
        "each__item[0]", "each__item[2]",
    }  # fmt: skip


@pytest.mark.parametrize(("own", "stands"), [(True, {}), (False, {"limit": 7})])
def test_variables_are_where_the_run_has_set_them_whatever_another_version_would(
    own: bool, stands: dict[str, int]
) -> None:
    def loop(own_runs: bool) -> Plan:
        each = step("each", "for_each", "start", config={"own_runs": own_runs})
        body = step("rate", "vars.set", parent=EACH)
        return write_item_runs_out(
            plan(step("start", "start"), each, body, step("after", "test.broken", "each"))
        )

    rate = row("rate", iteration="0", output={"limit": 7}, run_id="item 0" if own else "r")
    rows = [row("start"), row("each"), rate, row("after", "failed", error=ERROR)]
    past = Past(loop(own), rows, {"item 0": (ITEM, "0")} if own else {})
    found = plan_fork(past, Wish(loop(not own), "start gave"), NOON)

    assert found.ready == ("after",)
    assert found.snapshot.vars == stands


def test_of_an_item_in_a_loop_that_stands_nothing_is_taken_over() -> None:
    of = write_item_runs_out(
        plan(
            step("start", "start"),
            step("again", "while", "start"),
            step("each", "for_each", parent=NodeId("again"), config={"own_runs": True}),
            step("ask", "test.emit", parent=EACH),
            step("late", "test.emit", "each", parent=NodeId("again")),
        )
    )
    rows = [
        row("start"),
        row("again", "failed", error=ERROR),
        row("each", iteration="0"),
        row("each__item", "failed", iteration="0/0", error=ERROR),
        row("ask", iteration="0/0", run_id="item"),
        row("late", "failed", iteration="0", error=ERROR),
    ]
    found = plan_fork(Past(of, rows, {"item": (ITEM, "0/0")}), Wish(of, "start gave"), NOON)

    assert found.inside == {"each[0]"}
