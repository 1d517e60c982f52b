"""What a run has left behind inside loops."""

from typing import Any

from noria.forks.fork import Wish, plan_fork
from noria.forks.inside import MAX_INSIDE
from noria.forks.past import Past
from noria.model import NodeId
from noria.plan import Inner, Plan, Reads
from noria.run import ErrorInfo, StepRecord
from tests.noria.forks.test_fork import NOON, row
from tests.workflows.plans import plan, step

ERROR = ErrorInfo(type="node_failed", message="no")


def looped(loop: str = "for_each") -> Plan:
    return plan(
        step("start", "start"),
        step("each", loop, "start"),
        step("charge", "test.emit", parent=NodeId("each")),
        step("mail", "test.emit", "charge", parent=NodeId("each")),
        step("stop", "break", "mail", parent=NodeId("each"), ports=()),
        step("end", "end", "each", ports=()),
    )


ROWS = [
    row("start"),
    row("each", "failed", error=ERROR),
    row("charge", iteration="0"),
    row("mail", iteration="0"),
    row("stop", iteration="0", port=None),
    row("charge", iteration="1"),
    row("mail", "failed", iteration="1", error=ERROR),
]


def states(of: Plan, rows: list[StepRecord], wish: Wish | None = None) -> set[str]:
    run_input = "start gave"
    return set(plan_fork(Past(of, rows), wish or Wish(of, run_input), NOON).snapshot.states)


def test_a_retry_goes_on_in_each_iteration_where_it_was() -> None:
    assert states(looped(), ROWS) == {"start", "charge[0]", "mail[0]", "charge[1]"}


def rounds(*rows: StepRecord, **reads: Any) -> set[str]:
    """Of a `while` that calls something in each of its iterations, and thinks."""
    of = plan(
        step("start", "start"),
        step("each", "while", "start", inner={"condition": Inner(reads=Reads(**reads))}),
        step("calls", "for_each", parent=NodeId("each")),
        step("tool", "test.emit", parent=NodeId("calls")),
        step("think", "test.emit", "calls", parent=NodeId("each")),
        step("end", "end", "each", ports=()),
    )
    return states(of, [row("start"), row("each", "failed", error=ERROR), *rows]) - {"start"}


FIRST = [row("calls", iteration="0"), row("tool", iteration="0/0"), row("think", iteration="0")]
SECOND = [row("calls", iteration="1"), row("tool", iteration="1/0")]
FAILED = row("think", "failed", iteration="1", error=ERROR)


def test_a_retry_goes_on_in_the_round_that_failed() -> None:
    kept = {"calls[0]", "tool[0/0]", "think[0]"}

    assert rounds(*FIRST, *SECOND, FAILED) == kept | {"calls[1]", "tool[1/0]"}
    # One of its calls had ended and the other had not.
    halves = [row("calls", "cancelled", iteration="1"), row("tool", iteration="1/0")]
    assert rounds(*FIRST, *halves, row("tool", "cancelled", iteration="1/1")) == kept | {
        "tool[1/0]"
    }


def test_rounds_after_one_that_is_not_whole_are_made_again() -> None:
    broken = row("think", "cancelled", iteration="0")

    assert rounds(*FIRST[:2], broken, *SECOND, FAILED) == {"calls[0]", "tool[0/0]"}


def test_a_loop_that_asks_for_variables_begins_anew() -> None:
    """They have come further than its first iterations knew them."""
    assert rounds(*FIRST, FAILED, vars=("n",)) == set()


def test_an_iteration_that_was_left_is_left_again() -> None:
    assert states(looped("while"), ROWS) == {"start", "charge[0]", "mail[0]"}


def test_a_fork_or_another_input_begins_the_loop_anew() -> None:
    of = looped()

    assert states(of, ROWS, Wish(of, "start gave", NodeId("each"))) == {"start"}
    assert states(of, ROWS, Wish(of, "start gave", new_input=True)) == {"start"}


def test_more_than_a_snapshot_carries_is_left_behind() -> None:
    many = [row("charge", iteration=str(index)) for index in range(MAX_INSIDE + 1)]

    assert states(looped(), [*ROWS[:2], *many]) == {"start"}
