"""A fork reuses what its steps can rest on, and runs all else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import JsonValue

from noria.errors import Conflict, Invalid
from noria.forks.fork import Fork, Wish, plan_fork
from noria.forks.past import Past
from noria.forks.records import Pin
from noria.model import NodeId, PortName
from noria.plan import Plan
from noria.run import ErrorInfo, StepKey, StepRecord, StepStatus
from tests.workflows.plans import plan, step

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

DIAMOND = plan(
    step("start", "start"),
    step("left", "test.emit", "start"),
    step("right", "test.emit", "start"),
    step("join", "test.echo", "left", "right", reads={"left": ["output"]}),
    step("end", "end", "join", ports=()),
)
BRANCH = plan(
    step("start", "start"),
    step("big", "branch", "start", ports=("yes", "no")),
    step("high", "test.emit", "big.yes"),
    step("low", "test.emit", "big.no"),
    step("join", "test.echo", "high", "low", reads={"high": ["output"], "low": ["output"]}),
)


def row(node_id: str, status: str = "succeeded", **facts: Any) -> StepRecord:
    ported = status == "succeeded" and node_id != "end"
    return StepRecord.model_validate(
        {
            "run_id": "r",
            "workspace_id": "w",
            "node_id": node_id,
            "attempt": 0 if status == "skipped" else 1,
            "status": StepStatus(status),
            "port": "out" if ported else None,
            "output": f"{node_id} gave" if ported else None,
            "started_at": NOON,
            "finished_at": NOON,
            **facts,
        }
    )


def fork(
    past: Plan,
    rows: list[StepRecord],
    at: str | None = None,
    *,
    follow: Plan | None = None,
    run_input: JsonValue = "start gave",
    pins: dict[str, Pin] | None = None,
) -> Fork:
    wish = Wish(
        follow or past,
        run_input,
        NodeId(at) if at else None,
        {NodeId(name): pin for name, pin in (pins or {}).items()},
    )
    return plan_fork(Past(past, rows), wish, NOON)


def reasons(found: Fork) -> dict[str, str]:
    return {item.node_id: item.reason for item in found.steps}


def test_a_retry_goes_on_at_the_step_that_failed() -> None:
    error = ErrorInfo(type="node_failed", message="no")
    rows = [row("start"), row("left"), row("right", "failed", error=error)]
    found = fork(DIAMOND, rows)

    assert found.ready == ("right",)
    assert found.copied == ("start", "left")
    assert found.snapshot.states[StepKey("left")].output == "left gave"
    assert reasons(found) == {
        "start": "ended", "left": "ended", "right": "not_ended", "join": "not_ended",
        "end": "not_ended",
    }  # fmt: skip


def test_what_follows_a_step_that_a_person_skipped_goes_on() -> None:
    held = plan(
        step("start", "start"),
        step("fetch", "test.emit", "start"),
        step("other", "test.emit", "start"),
        step("save", "test.emit", "fetch"),
    )
    rows = [
        row("start"),
        row("fetch", "skipped", attempt=2, port="out", output={"by": "hand"}),
        row("other", "failed", error=ErrorInfo(type="node_failed", message="no")),
        row("save", "cancelled"),
    ]
    found = fork(held, rows)

    assert found.ready == ("other", "save")
    assert found.snapshot.states[StepKey("fetch")].port == "out"


def test_a_step_that_a_person_failed_runs_again() -> None:
    held = plan(
        step("start", "start"),
        step("fetch", "test.emit", "start", policy={"on_error": "hold"}),
        step("save", "test.emit", "fetch"),
    )
    by_hand = ErrorInfo(type="failed_by_hand", message="no")

    assert fork(held, [row("start"), row("fetch", "failed", error=by_hand)]).ready == ("fetch",)


def test_what_is_behind_the_fork_runs_again() -> None:
    rows = [row(name) for name in ("start", "left", "right", "join", "end")]
    found = fork(DIAMOND, rows, at="left")

    assert found.ready == ("left",)
    assert found.copied == ("start", "right")
    assert [item.node_id for item in found.steps if not item.reused] == ["left", "join", "end"]
    assert reasons(found)["left"] == "chosen"
    assert reasons(found)["join"] == "after"


def test_outputs_that_no_step_will_read_are_left_behind() -> None:
    rows = [row(name) for name in ("start", "left", "right")]
    states = fork(DIAMOND, rows).snapshot.states

    assert states[StepKey("left")].output == "left gave"
    assert states[StepKey("right")].output is None


def test_a_fork_at_the_start_reuses_nothing() -> None:
    found = fork(DIAMOND, [row("start"), row("left")], at="start")

    assert (found.ready, found.copied, found.given) == (("start",), (), {})
    assert found.snapshot.states == {}


def test_a_dead_branch_stays_dead_and_a_step_on_it_is_refused() -> None:
    rows = [
        row("start"), row("big", port="yes"), row("high"), row("low", "skipped"), row("join"),
    ]  # fmt: skip

    assert fork(BRANCH, rows, at="join").ready == ("join",)
    with pytest.raises(Invalid) as refused:
        fork(BRANCH, rows, at="low")
    assert [problem.code for problem in refused.value.problems] == ["never_reached"]


def test_a_pin_sends_the_fork_down_another_branch() -> None:
    rows = [row("start"), row("big", port="yes"), row("high"), row("low", "skipped")]
    pins = {"big": Pin(output={"port": "no"}, port=PortName("no"))}
    found = fork(BRANCH, rows, at="low", pins=pins)

    assert found.ready == ("low",)
    assert found.given[NodeId("big")].output == {"port": "no"}
    assert "big" not in found.copied


def test_a_new_input_is_what_the_start_gives() -> None:
    found = fork(DIAMOND, [row("start"), row("left"), row("right")], run_input={"id": 8})

    assert found.given[NodeId("start")].output == {"id": 8}
    assert found.copied == ("left", "right")


def test_a_step_that_failed_and_went_on_is_reused() -> None:
    went_on = plan(
        step("start", "start"),
        step("bad", "test.emit", "start", policy={"on_error": "port"}, ports=("out", "error")),
        step("mend", "test.echo", "bad.error"),
    )
    error = ErrorInfo(type="node_failed", message="no")
    rows = [row("start"), row("bad", "failed", error=error), row("mend", "cancelled")]
    found = fork(went_on, rows)

    assert found.ready == ("mend",)
    assert found.snapshot.states[StepKey("bad")].port == "error"


def test_an_attempt_that_will_be_tried_again_has_not_ended() -> None:
    went_on = plan(
        step("start", "start"),
        step("bad", "test.emit", "start", policy={"on_error": "continue"}),
        step("next", "test.echo", "bad"),
    )
    error = ErrorInfo(type="node_unavailable", message="no", retryable=True)

    assert fork(went_on, [row("start"), row("bad", "failed", error=error)]).ready == ("bad",)


def test_another_version_keeps_what_it_still_has() -> None:
    mended = plan(
        step("start", "start"),
        step("left", "test.emit", "start", config={"value": 2}),
        step("right", "test.slow", "start"),
        step("join", "test.echo", "left", "right", "fresh"),
        step("fresh", "test.emit", "left"),
        step("end", "end", "join", ports=()),
    )
    rows = [row(name) for name in ("start", "left", "right", "join", "end")]
    found = fork(DIAMOND, rows, follow=mended)

    assert found.copied == ("start", "left")
    assert reasons(found) == {
        "start": "ended", "left": "ended", "right": "other_type", "join": "after",
        "fresh": "new_node", "end": "after",
    }  # fmt: skip
    assert {item.node_id for item in found.steps if item.edited} == {"left", "right"}


def test_a_join_of_any_edge_that_ended_does_not_wait_for_the_rest() -> None:
    any_join = plan(
        step("start", "start"),
        step("quick", "test.emit", "start"),
        step("slow", "test.emit", "start"),
        step("join", "test.echo", "quick", "slow", join="any"),
        step("last", "test.echo", "join"),
    )
    rows = [row("start"), row("quick"), row("slow", "running"), row("join"), row("last", "failed")]
    found = fork(any_join, rows)

    assert found.copied == ("start", "quick", "join")
    assert set(found.ready) == {"slow", "last"}


def test_variables_are_those_that_were_set_last() -> None:
    variables = plan(
        step("start", "start"),
        step("one", "vars.set", "start"),
        step("two", "vars.set", "start"),
        step("last", "test.echo", "one", "two", vars=("limit",)),
    )
    later = NOON + timedelta(seconds=1)
    rows = [
        row("start"),
        row("one", output={"limit": 1, "only_one": True}, finished_at=later),
        row("two", output={"limit": 2}),
    ]

    assert fork(variables, rows).snapshot.vars == {"limit": 1, "only_one": True}


def test_nothing_to_run_is_refused() -> None:
    with pytest.raises(Conflict, match="Nothing is left to run"):
        fork(DIAMOND, [row(name) for name in ("start", "left", "right", "join", "end")])


def test_every_wrong_name_is_told_at_once() -> None:
    pins = {"nobody": Pin(), "left": Pin(port=PortName("sideways"))}
    with pytest.raises(Invalid) as refused:
        fork(DIAMOND, [row("start")], at="nowhere", pins=pins)

    assert {problem.field for problem in refused.value.problems} == {
        "/pins/nobody", "/pins/left/port", "/node_id",
    }  # fmt: skip


def test_the_step_that_is_to_run_can_not_be_pinned() -> None:
    with pytest.raises(Invalid) as refused:
        fork(DIAMOND, [row("start")], at="left", pins={"left": Pin()})

    assert [problem.code for problem in refused.value.problems] == ["pinned_too"]
