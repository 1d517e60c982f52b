"""Taking hold of a step that is held, or that is still being tried."""

from typing import Any

import pytest

from api.services import Services
from noria.acts import FailStep, Grip, QuickTry, RetryStep, SkipStep, Trying
from noria.blobs import is_blob
from noria.model import NodeId
from noria.run import ErrorInfo, HandState, Mend, RunStatus, StepKey
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.test_runs import report

GRAPH: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {
            "id": "pay",
            "type": "http.request",
            "config": {"url": "https://bank.example/{{ trigger.id }}"},
            "policy": {"on_error": "hold", "timeout_s": 20},
        },
    ],
    "edges": [{"from": "start", "to": "pay"}],
}
TIMING = {"timeout_s": 5, "retry": {"max_attempts": 9}}


@pytest.fixture
async def run_id(owner: Client) -> str:
    run = await owner.start(await owner.publish(GRAPH))
    return run["id"]


def tried(attempts: int) -> Trying:
    return Trying(
        node_id=NodeId("pay"),
        iteration="",
        is_running=False,
        is_paused=False,
        attempts=attempts,
        max_attempts=5,
        last_error=None,
        next_attempt_at=None,
    )


def only_act(temporal: FakeTemporal) -> Any:
    ((act, _),) = temporal.acts
    return act


async def test_a_held_step_is_tried_again_as_it_is(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    await owner.json("POST", f"/runs/{run_id}/steps/pay/retry", json={"iteration": "2"})

    assert only_act(temporal) == RetryStep(node_id=NodeId("pay"), iteration="2")


async def test_a_mended_config_is_compiled(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    config = {"url": "https://other.example/{{ trigger.id }}", "method": "POST"}

    await owner.json("POST", f"/runs/{run_id}/steps/pay/retry", json={"config": config})
    entries = (await owner.json("GET", f"/runs/{run_id}/audit"))["items"]

    step = only_act(temporal).step
    assert step.config == config
    assert [expression.pointer for expression in step.expressions] == ["/url"]
    assert step.reads.trigger == (("id",),)
    assert entries[0]["details"] == {"node_id": "pay", "iteration": "", "changes": ["config"]}


async def test_a_mended_config_that_is_wrong_says_what_is(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    config = {"url": "{{ steps.nowhere.output }}"}

    answer = await owner.ask("POST", f"/runs/{run_id}/steps/pay/retry", json={"config": config})

    assert answer.status_code == 422
    assert [problem["node_id"] for problem in answer.json()["problems"]] == ["pay"]
    assert temporal.acts == []


async def test_a_mended_input_is_sent_as_it_is(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    value = {"url": "https://other.example/{{ 1 }}"}
    both = {"input": value, "config": value}

    await owner.json("POST", f"/runs/{run_id}/steps/pay/retry", json={"input": value})
    refused = await owner.ask("POST", f"/runs/{run_id}/steps/pay/retry", json=both)

    assert only_act(temporal).input == value
    assert refused.status_code == 422


async def test_attempts_before_an_earlier_retry_by_hand_are_counted_in(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    temporal.tried = [tried(attempts=2)]
    temporal.stands = Grip(
        status=RunStatus.RUNNING, hand=HandState(mends={StepKey("pay"): Mend(attempts=5)})
    )

    await owner.json("POST", f"/runs/{run_id}/steps/pay/retry", json={})

    assert only_act(temporal).attempts == 7


async def test_attempts_of_a_quick_step_are_counted_by_its_rows(
    owner: Client, services: Services, temporal: FakeTemporal, run_id: str
) -> None:
    """Its next ones go on from there, and do not fall on rows that have ended."""
    failed = {"node_id": "pay", "iteration": "", "status": "failed"}
    rows: list[dict[str, Any]] = [{**failed, "attempt": number} for number in (1, 2, 3)]
    other = {**failed, "iteration": "0", "attempt": 9}
    planned = {**failed, "status": "paused", "attempt": 4}
    await report(services.database, owner, run_id, [*rows, other, planned])

    await owner.json("POST", f"/runs/{run_id}/steps/pay/retry", json={})

    assert only_act(temporal).attempts == 3


async def test_a_step_is_skipped_with_an_output_which_the_audit_trail_does_not_hold(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    body = {"output": {"card": "4242"}, "port": "out"}

    await owner.json("POST", f"/runs/{run_id}/steps/pay/skip", json=body)
    entries = (await owner.json("GET", f"/runs/{run_id}/audit"))["items"]

    act = only_act(temporal)
    assert isinstance(act, SkipStep)
    assert (act.output, act.port) == ({"card": "4242"}, "out")
    assert "4242" not in str(entries)


async def test_a_large_output_goes_by_reference(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    await owner.json("POST", f"/runs/{run_id}/steps/pay/skip", json={"output": "x" * 70_000})

    assert is_blob(only_act(temporal).output)


async def test_a_step_is_failed_with_a_reason(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    await owner.json("POST", f"/runs/{run_id}/steps/pay/fail", json={"reason": "bank is gone"})

    assert only_act(temporal) == FailStep(node_id=NodeId("pay"), reason="bank is gone")


async def test_temporal_changes_the_policy_of_a_step_that_is_tried(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    temporal.tried = [tried(attempts=2)]

    await owner.json("PUT", f"/runs/{run_id}/steps/pay/policy", json=TIMING)
    entries = (await owner.json("GET", f"/runs/{run_id}/audit"))["items"]

    ((key, policy),) = temporal.policies
    assert (key, policy.timeout_s, policy.retry.max_attempts) == ("pay", 5, 9)
    assert policy.on_error == "hold"
    assert temporal.acts == []
    assert entries[0]["details"]["in_place"] is True


async def test_a_policy_that_came_with_a_key_is_set_once(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    temporal.tried = [tried(attempts=2)]
    path, key = f"/runs/{run_id}/steps/pay/policy", {"Idempotency-Key": "p1"}
    other = {**TIMING, "timeout_s": 7}

    await owner.json("PUT", path, json=TIMING, headers=key)
    await owner.json("PUT", path, json=other)
    temporal.tried = []
    again = await owner.json("PUT", path, json=TIMING, headers=key)
    refused = await owner.ask("PUT", path, json=other, headers=key)
    entries = (await owner.json("GET", f"/runs/{run_id}/audit"))["items"]

    assert [policy.timeout_s for _, policy in temporal.policies] == [5, 7]
    assert again["changed"] is False
    assert refused.status_code == 409
    assert "'p1' came with another act" in refused.json()["detail"]
    assert [entry["result"] for entry in entries[:3]] == ["refused", "done", "done"]


async def test_where_temporal_can_not_the_step_is_tried_anew_with_the_policy(
    owner: Client, temporal: FakeTemporal, run_id: str
) -> None:
    temporal.tried = [tried(attempts=2)]
    temporal.changes_in_place = False

    key = {"Idempotency-Key": "p1"}
    await owner.json("PUT", f"/runs/{run_id}/steps/pay/policy", json=TIMING, headers=key)

    ((act, request_id),) = temporal.acts
    assert request_id == "p1", "Temporal does it once, however often it is sent"
    assert isinstance(act, RetryStep)
    assert act.policy is not None
    assert (act.attempts, act.policy.timeout_s, act.policy.on_error) == (2, 5, "hold")


@pytest.fixture
async def quick_run_id(owner: Client) -> str:
    start, pay = GRAPH["nodes"]
    quick = {**pay, "policy": {"lane": "quick", "timeout_s": 2}}
    run = await owner.start(await owner.publish({**GRAPH, "nodes": [start, quick]}))
    return run["id"]


async def test_a_quick_step_at_work_is_tried_anew_with_another_policy(
    owner: Client, temporal: FakeTemporal, quick_run_id: str
) -> None:
    """Temporal can't change what it does not know of."""
    await owner.json("PUT", f"/runs/{quick_run_id}/steps/pay/policy", json=TIMING)

    act = only_act(temporal)
    assert isinstance(act, RetryStep)
    assert act.policy is not None
    assert (act.policy.timeout_s, act.policy.lane) == (TIMING["timeout_s"], "quick")


async def test_a_quick_step_is_given_no_more_time_than_its_lane_has(
    owner: Client, temporal: FakeTemporal, quick_run_id: str
) -> None:
    path = f"/runs/{quick_run_id}/steps/pay/policy"
    answer = await owner.ask("PUT", path, json={**TIMING, "timeout_s": 30})

    assert answer.status_code == 422
    assert "'pay' is in the quick lane, where an attempt may take 10 s, not 30 s" in answer.text
    assert answer.json()["problems"][0]["field"] == "/timeout_s"
    assert temporal.acts == []


async def test_a_quick_step_at_work_is_listed_with_its_attempts(
    owner: Client, services: Services, temporal: FakeTemporal, quick_run_id: str
) -> None:
    error = ErrorInfo(type="node_unavailable", message="busy", retryable=True)
    failed = {"node_id": "pay", "status": "failed", "error": error}
    rows: list[dict[str, Any]] = [
        *({**failed, "attempt": number} for number in (1, 2)),
        {"node_id": "pay", "status": "running", "attempt": 3},
        {**failed, "iteration": "0", "attempt": 9},
    ]
    await report(services.database, owner, quick_run_id, rows)
    at_work = QuickTry(node_id=NodeId("pay"), iteration="", max_attempts=5)
    temporal.stands = Grip(status=RunStatus.RUNNING, hand=HandState(), quick=(at_work,))

    (trying,) = (await owner.json("GET", f"/runs/{quick_run_id}/grip"))["trying"]

    assert (trying["attempts"], trying["max_attempts"], trying["is_running"]) == (3, 5, True)
    assert trying["last_error"]["message"] == "busy"


async def test_the_policy_of_a_step_that_is_not_tried_can_not_change(
    owner: Client, run_id: str
) -> None:
    answer = await owner.ask("PUT", f"/runs/{run_id}/steps/pay/policy", json=TIMING)
    unknown = await owner.ask("PUT", f"/runs/{run_id}/steps/nowhere/policy", json=TIMING)

    assert answer.status_code == 409
    assert "is not being tried" in answer.json()["detail"]
    assert unknown.status_code == 404
