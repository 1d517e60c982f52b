"""A step inside loops runs again in one of their iterations; of the rest, all stands that came before."""

from typing import Any

import pytest

from noria.errors import Conflict, Invalid
from noria.forks import inside
from noria.forks.fork import Fork, Wish, plan_fork
from noria.forks.past import Past
from noria.model import NodeId
from noria.plan import Plan
from noria.run import StepRecord
from tests.noria.forks.test_fork import NOON, reasons, row
from tests.workflows.plans import inner, plan, step

EACH = NodeId("each")


def listed(**each: Any) -> Plan:
    return plan(
        step("start", "start"),
        step("each", "for_each", "start", **each),
        step("before", "test.emit", parent=EACH),
        step("helper", "agent", "before", parent=EACH),
        step("helper__think", "agent.think", parent=NodeId("helper")),
        step("mail", "test.emit", "helper", parent=EACH),
        step("end", "end", "each", ports=()),
    )


TEAM = plan(
    step("start", "start"),
    step("team", "multi_agent", "start"),
    step("team__calls", "for_each", parent=NodeId("team")),
    step("helper", "agent", parent=NodeId("team__calls")),
    step("helper__think", "agent.think", parent=NodeId("helper")),
    step("team__advance", "team.advance", "team__calls", parent=NodeId("team")),
)


def again(past: Plan, rows: list[StepRecord], iteration: str) -> Fork:
    wish = Wish(past, "start gave", NodeId("helper"), iteration=iteration)
    return plan_fork(Past(past, rows), wish, NOON)


def one(iteration: str, helper: str = "succeeded") -> list[StepRecord]:
    rounds = [row("helper__think", iteration=f"{iteration}/{at}") for at in (0, 1)]
    after = [row("mail", iteration=iteration)] if helper == "succeeded" else []
    agent = row("helper", helper, iteration=iteration)
    return [row("before", iteration=iteration), *rounds, agent, *after]


def test_of_a_list_the_other_items_stand() -> None:
    rows = [row("start"), row("each"), *one("0"), *one("1"), *one("2"), row("end")]
    found = again(listed(), rows, "1")

    others = [name for at in "02" for name in (f"before[{at}]", f"helper[{at}]", f"mail[{at}]")]
    rounds = [f"helper__think[{at}]" for at in ("0/0", "0/1", "2/0", "2/1")]
    assert found.inside == {*others, *rounds, "before[1]"}
    assert (reasons(found)["each"], reasons(found)["end"]) == ("chosen", "after")
    assert found.ready == ("each",)


def test_of_a_team_the_turns_before_stand_and_those_at_the_same_time() -> None:
    turns = ["0/0", "1/0", "1/1", "2/0"]
    rows = [
        row("start"), row("team"),
        *(row("team__calls", iteration=at) for at in "012"),
        *(row("team__advance", iteration=at) for at in "012"),
        *(row("helper", iteration=at) for at in turns),
        *(row("helper__think", iteration=f"{at}/0") for at in turns),
    ]  # fmt: skip
    found = again(TEAM, rows, "1/0")

    assert found.inside == {
        "team__calls[0]", "team__advance[0]", "helper[0/0]", "helper__think[0/0/0]",
        "helper[1/1]", "helper__think[1/1/0]",
    }  # fmt: skip


def test_an_agent_that_failed_in_a_list_runs_again_alone() -> None:
    rows = [row("start"), row("each", "cancelled"), *one("0"), *one("1", "cancelled")]
    found = again(listed(), rows, "1")

    assert {"mail[0]", "before[1]"} <= found.inside
    assert "helper__think[1/0]" not in found.inside


def test_what_can_not_go_on_where_it_was_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row("start"), row("each"), *one("0")]
    asks = plan(
        *(listed().steps[:1]),
        step("each", "while", "start", inner={"condition": inner({"": "vars.n"}, vars=("n",))}),
        *(listed().steps[2:]),
    )
    with pytest.raises(Conflict, match="reads `vars` in its settings"):
        again(asks, rows, "0")
    monkeypatch.setattr(inside, "MAX_INSIDE", 0)
    with pytest.raises(Conflict, match="too many to be taken over"):
        again(listed(), rows, "0")


def test_an_iteration_is_one_of_the_loop_that_the_step_is_in() -> None:
    of = plan(
        step("start", "start"),
        step("one", "for_each", "start"),
        step("a", "test.emit", parent=NodeId("one")),
        step("two", "for_each", "start"),
        step("helper", "test.emit", parent=NodeId("two")),
    )
    rows = [row("start"), row("one"), row("two"), row("helper", iteration="0")]
    rows += [row("a", iteration=at) for at in "012"]

    with pytest.raises(Invalid) as raised:
        again(of, rows, "2")
    assert "no iteration '2'" in raised.value.problems[0].message


def test_a_step_that_would_be_skipped_again_is_no_place_to_fork_at() -> None:
    of = plan(
        step("start", "start"),
        step("each", "while", "start"),
        step("which", "branch", parent=EACH, ports=("yes", "no")),
        step("helper", "test.emit", "which.yes", parent=EACH),
    )
    rows = [row("start"), row("each")]
    for at in "012":
        skipped = row("helper", "skipped", iteration=at)
        rows += [row("which", iteration=at, port="no"), skipped]

    with pytest.raises(Invalid) as raised:
        again(of, rows, "1")
    assert "skipped again" in raised.value.problems[0].message
