"""What a run has left behind inside loops."""

from noria.forks.fork import Wish, plan_fork
from noria.forks.past import MAX_INSIDE, Past
from noria.model import NodeId
from noria.plan import Plan
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


def test_loops_whose_iterations_rest_on_each_other_begin_anew() -> None:
    assert states(looped("while"), ROWS) == {"start"}


def test_a_fork_or_another_input_begins_the_loop_anew() -> None:
    of = looped()

    assert states(of, ROWS, Wish(of, "start gave", NodeId("each"))) == {"start"}
    assert states(of, ROWS, Wish(of, "start gave", new_input=True)) == {"start"}


def test_more_than_a_snapshot_carries_is_left_behind() -> None:
    many = [row("charge", iteration=str(index)) for index in range(MAX_INSIDE + 1)]

    assert states(looped(), [*ROWS[:2], *many]) == {"start"}
