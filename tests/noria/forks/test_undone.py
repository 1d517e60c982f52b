"""What was undone is not rested on: it runs again, and all that came after it."""

import pytest

from noria.errors import Invalid
from noria.forks.fork import Wish
from noria.forks.part import plan_part
from noria.forks.past import Past
from noria.forks.records import Pin
from noria.model import NodeId
from noria.plan import Plan
from noria.run import ErrorInfo, StepKey
from tests.noria.forks.test_fork import NOON, fork, reasons, row
from tests.workflows.plans import plan, step

ERROR = ErrorInfo(type="node_failed", message="no")
EACH = NodeId("each")
TRIP = plan(
    step("start", "start"),
    step("flight", "test.emit", "start", undo="cancel_flight"),
    step("rate", "test.emit", "start"),
    step("hotel", "test.emit", "rate", undo="cancel_hotel"),
    step("note", "test.emit", "hotel"),
    step("car", "test.broken", "flight", "note"),
    step("cancel_flight", "test.echo", undoes="flight"),
    step("cancel_hotel", "test.echo", undoes="hotel"),
)
TRIP_ROWS = [
    *(row(name) for name in ("start", "flight", "rate", "hotel", "note")),
    row("car", "failed", error=ERROR),
    row("cancel_hotel"),
]


def test_a_retry_runs_again_what_was_undone_and_what_came_after() -> None:
    failed = row("cancel_flight", "failed", error=ERROR)
    found = fork(TRIP, [*TRIP_ROWS, failed])

    assert reasons(found) == {
        "start": "ended", "flight": "ended", "rate": "ended", "hotel": "undone", "note": "after",
        "car": "not_ended",
    }  # fmt: skip
    assert found.ready == ("hotel",)
    assert found.copied == ("start", "flight", "rate")
    assert StepKey("cancel_hotel") not in found.snapshot.states


def test_what_was_being_undone_when_the_run_was_terminated_counts_as_undone() -> None:
    found = fork(TRIP, [*TRIP_ROWS, row("cancel_flight", "running")])

    assert reasons(found)["flight"] == "undone"
    assert set(found.ready) == {"flight", "hotel"}


def test_a_fork_behind_what_was_undone_runs_both() -> None:
    found = fork(TRIP, TRIP_ROWS, at="car")

    assert (reasons(found)["hotel"], reasons(found)["car"]) == ("undone", "chosen")
    assert found.ready == ("hotel",)


def test_an_output_that_a_person_gives_stands() -> None:
    found = fork(TRIP, TRIP_ROWS, pins={"hotel": Pin(output="H2")})

    assert reasons(found)["hotel"] == "pinned"
    assert found.ready == ("note",)


def test_what_a_new_version_no_longer_has_is_missed_by_what_came_after_it() -> None:
    without = plan(
        step("start", "start"),
        step("flight", "test.emit", "start"),
        step("rate", "test.emit", "start"),
        step("note", "test.emit", "rate"),
        step("car", "test.broken", "flight", "note"),
    )
    found = fork(TRIP, TRIP_ROWS, follow=without)

    assert reasons(found)["note"] == "after"
    assert found.copied == ("start", "flight", "rate")


def test_a_fork_at_a_compensation_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        fork(TRIP, TRIP_ROWS, at="cancel_hotel")

    assert [problem.code for problem in refused.value.problems] == ["compensation"]


def looped() -> Plan:
    return plan(
        step("start", "start"),
        step("each", "for_each", "start"),
        step("price", "test.emit", parent=EACH),
        step("book", "test.emit", "price", parent=EACH, undo="free"),
        step("mail", "test.emit", "book", parent=EACH),
        step("free", "test.emit", parent=EACH, undoes="book"),
        step("bad", "test.broken", "each"),
    )


def test_a_loop_in_which_something_was_undone_goes_on_before_it() -> None:
    done = [row(name, iteration="0") for name in ("price", "book", "mail", "free")]
    found = fork(looped(), [row("start"), row("each"), *done, row("bad", "failed", error=ERROR)])

    assert (reasons(found)["each"], reasons(found)["bad"]) == ("undone", "not_ended")
    assert reasons(found)["book"] == "undone"
    assert set(found.snapshot.states) == {"start", "price[0]"}
    assert found.inside == {"price[0]"}


def test_an_iteration_of_which_nothing_was_undone_is_kept() -> None:
    first = [row(name, iteration="0") for name in ("price", "book", "mail", "free")]
    second = [row("price", iteration="1"), row("book", "failed", iteration="1", error=ERROR)]
    rows = [row("start"), row("each", "failed", error=ERROR), *first, *second]

    assert set(fork(looped(), rows).snapshot.states) == {"start", "price[0]", "price[1]"}


def test_loops_that_come_after_what_was_undone_begin_anew() -> None:
    nested = plan(
        step("start", "start"),
        step("each", "for_each", "start"),
        step("book", "test.emit", parent=EACH, undo="free"),
        step("inner", "for_each", "book", parent=EACH),
        step("mail", "test.emit", parent=NodeId("inner")),
        step("free", "test.emit", parent=EACH, undoes="book"),
    )
    rows = [
        row("start"), row("each", "failed", error=ERROR),
        row("book", iteration="0"), row("inner", iteration="0"), row("mail", iteration="0/0"),
        row("free", iteration="0"),
        row("book", iteration="1"), row("inner", iteration="1"), row("mail", iteration="1/0"),
    ]  # fmt: skip

    states = fork(nested, rows).snapshot.states
    assert set(states) == {"start", "book[1]", "inner[1]", "mail[1/0]"}


def test_a_part_that_is_tried_out_keeps_its_compensations() -> None:
    wish = Wish(TRIP, "start gave", NodeId("hotel"))
    found = plan_part(Past(TRIP, []), wish, "only", NOON)

    assert {step.id for step in found.plan.steps} == {"start", "hotel", "cancel_hotel"}
    assert "cancel_hotel" not in reasons(found)


def test_a_compensation_is_tried_out_alone() -> None:
    wish = Wish(TRIP, "start gave", NodeId("cancel_hotel"))
    found = plan_part(Past(TRIP, []), wish, "only", NOON)

    assert {step.id for step in found.plan.steps} == {"start", "cancel_hotel"}
    assert reasons(found)["cancel_hotel"] == "chosen"
