"""Taking hold of a run, as the API offers it; what a run then does is the engine's matter."""

from datetime import timedelta
from typing import Any

import pytest

from noria.acts import Grip, Pause, Resume, SetBreakpoints, StartOne, Trying
from noria.model import NodeId
from noria.run import ErrorInfo, HandState, Hold, Mend, RunStatus, StepKey
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.store.rows import NOON

ERROR = ErrorInfo(type="node_unavailable", message="the shop is closed", retryable=True)


@pytest.fixture
async def run_id(owner: Client) -> str:
    run = await owner.start(await owner.publish())
    return run["id"]


async def audit(owner: Client, run_id: str) -> list[Any]:
    """Without the entry of its start."""
    items = (await owner.json("GET", f"/runs/{run_id}/audit"))["items"]
    assert items[-1]["action"] == "run.start"
    return items[:-1]


async def test_a_run_is_paused_and_so_are_its_attempts(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    temporal.stands = Grip(
        status=RunStatus.PAUSED,
        hand=HandState(is_paused=True),
        parked=(StepKey("next[3/0]"),),
        changed=True,
    )

    answer = await owner.json("POST", f"/runs/{run_id}/pause", headers={"Idempotency-Key": "p1"})
    (entry,) = await audit(owner, run_id)

    assert temporal.acts == [(Pause(), "p1")]
    assert temporal.attempts == ["held"]
    assert (answer["status"], answer["changed"], answer["is_paused"]) == ("paused", True, True)
    assert answer["parked"] == [{"node_id": "next", "iteration": "3/0"}]
    assert (entry["action"], entry["details"]) == ("run.pause", {"attempts_held_back": True})


async def test_a_run_is_resumed_and_so_are_its_attempts(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    await owner.json("POST", f"/runs/{run_id}/resume")

    assert temporal.acts == [(Resume(), None)]
    assert temporal.attempts == ["released"]


async def test_a_pause_that_is_sent_again_holds_nothing_back_once_somebody_has_resumed(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    paused = Grip(status=RunStatus.PAUSED, hand=HandState(is_paused=True), changed=True)
    running, key = temporal.stands, {"Idempotency-Key": "p1"}
    temporal.stands = paused
    await owner.json("POST", f"/runs/{run_id}/pause", headers=key)
    temporal.stands = running
    await owner.json("POST", f"/runs/{run_id}/resume")
    # Temporal answers the same key as it did, whatever has come since.
    temporal.told = paused

    await owner.json("POST", f"/runs/{run_id}/pause", headers=key)
    entry = (await audit(owner, run_id))[0]

    assert temporal.attempts == ["held", "released"]
    assert entry["details"] == {"attempts_held_back": False}


async def test_a_step_is_started_by_name_or_by_its_turn(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    await owner.json("POST", f"/runs/{run_id}/step")
    await owner.json("POST", f"/runs/{run_id}/step", json={"node_id": "a", "iteration": "1"})

    assert [act for act, _ in temporal.acts] == [StartOne(), StartOne(step=StepKey("a[1]"))]


async def test_breakpoints_are_set_all_at_once(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    node_ids, key = {"node_ids": ["a", "b"]}, {"Idempotency-Key": "b1"}
    await owner.json("PUT", f"/runs/{run_id}/breakpoints", json=node_ids, headers=key)

    assert temporal.acts == [(SetBreakpoints(node_ids=(NodeId("a"), NodeId("b"))), "b1")]
    assert (await audit(owner, run_id))[0]["details"] == {"node_ids": ["a", "b"]}


async def test_what_the_run_refuses_is_a_conflict_with_its_reason(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    temporal.refusal = "The run is not paused: pause it to go on step by step."

    answer = await owner.ask("POST", f"/runs/{run_id}/step")
    (entry,) = await audit(owner, run_id)

    assert answer.status_code == 409
    assert answer.json()["code"] == "cannot_apply"
    assert answer.json()["detail"] == temporal.refusal
    assert answer.json()["run_status"] == "queued"
    assert (entry["result"], entry["details"]) == (
        "refused",
        {"step": None, "code": "cannot_apply"},
    )


async def test_a_run_that_temporal_does_not_have_yet_can_not_be_paused(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    temporal.started.clear()

    answer = await owner.ask("POST", f"/runs/{run_id}/pause")

    assert answer.status_code == 409
    assert "has not started yet" in answer.json()["detail"]


async def test_a_run_that_has_ended_can_not_be_paused(owner: Client, run_id: str) -> None:
    await owner.json("POST", f"/runs/{run_id}/terminate")

    answer = await owner.ask("POST", f"/runs/{run_id}/pause")

    assert answer.status_code == 409
    assert answer.json()["detail"] == "The run has ended: cancelled."


async def test_to_stop_a_run_twice_stops_it_once(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    reason = {"reason": "too dear"}
    await owner.json("POST", f"/runs/{run_id}/terminate", json=reason)
    stopped = await owner.json("POST", f"/runs/{run_id}/terminate", json=reason)
    await owner.json("POST", f"/runs/{run_id}/cancel")

    assert temporal.terminated == [run_id]
    assert temporal.cancelled == []
    assert stopped["error"]["message"] == "too dear"


async def test_the_grip_shows_what_is_held_and_what_is_tried(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    hold = Hold(mend=Mend(attempts=5), error=ERROR, since=NOON)
    temporal.stands = Grip(
        status=RunStatus.RUNNING,
        hand=HandState(
            breakpoints=(NodeId("ship"),),
            holds={StepKey("pay[2]"): hold},
            mends={StepKey("ask"): Mend(attempts=3)},
        ),
    )
    temporal.tried = [
        Trying(
            node_id=NodeId("ask"),
            iteration="",
            is_running=False,
            is_paused=False,
            attempts=2,
            max_attempts=5,
            last_error=ERROR,
            next_attempt_at=NOON + timedelta(minutes=1),
        )
    ]

    grip = await owner.json("GET", f"/runs/{run_id}/grip")

    (held,), (trying,) = grip["held"], grip["trying"]
    assert grip["breakpoints"] == ["ship"]
    assert (held["node_id"], held["iteration"], held["attempts"]) == ("pay", "2", 5)
    assert held["error"]["message"] == "the shop is closed"
    assert (trying["node_id"], trying["attempts"], trying["max_attempts"]) == ("ask", 5, 8)
    assert trying["last_error"]["message"] == "the shop is closed"


async def test_the_grip_of_a_run_that_has_ended_is_empty(owner: Client, run_id: str) -> None:
    await owner.json("POST", f"/runs/{run_id}/terminate")

    grip = await owner.json("GET", f"/runs/{run_id}/grip")

    assert (grip["status"], grip["parked"], grip["held"]) == ("cancelled", [], [])
    assert grip["trying"] == []


async def test_a_stranger_can_not_take_hold_of_a_run(
    stranger: Client, temporal: FakeTemporal, run_id: str
) -> None:
    for act in ("pause", "resume", "step", "cancel", "terminate", "steps/a/retry"):
        answer = await stranger.ask("POST", f"/runs/{run_id}/{act}", json={})
        assert answer.status_code in (404, 422), act

    assert temporal.acts == []


async def test_a_run_starts_with_breakpoints(owner: Client, temporal: FakeTemporal) -> None:
    workflow_id = await owner.publish()

    run = await owner.start(workflow_id, breakpoints=["start"])
    refused = await owner.ask(
        "POST", f"/workflows/{workflow_id}/runs", json={"input": {"id": 1}, "breakpoints": ["x"]}
    )

    assert temporal.started[run["id"]].breakpoints == ("start",)
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["field"] == "/breakpoints"
