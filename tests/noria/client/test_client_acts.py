import json
from typing import Any

import httpx2
import pytest

from noria.client import Client
from noria.client.bulk import RunFilter
from noria.client.http import SignIn
from noria.errors import Conflict, Invalid
from noria.model import Policy
from noria.run import RunStatus
from tests.noria.fake_noria import RUN_ID, WORKFLOW_ID, FakeNoria, problem, run_json

GRIP: dict[str, Any] = {
    "status": "paused",
    "changed": True,
    "is_paused": True,
    "breakpoints": ["ship"],
    "parked": [{"node_id": "next", "iteration": "3/0"}],
    "held": [
        {
            "node_id": "pay",
            "iteration": "",
            "attempts": 5,
            "error": {"type": "node_failed", "message": "card refused"},
            "since": "2026-05-01T12:00:00Z",
        }
    ],
}
STEP = f"runs/{RUN_ID}/steps/pay"


@pytest.fixture
def fake() -> FakeNoria:
    return FakeNoria()


@pytest.fixture
def noria(fake: FakeNoria) -> Client:
    return Client(sign_in=SignIn(api_key="key"), transport=httpx2.MockTransport(fake))


def answer(fake: FakeNoria, *routes: str) -> None:
    for route in routes:
        fake.answers[route] = httpx2.Response(200, json=GRIP)


def test_each_act_is_sent_with_a_key_of_its_own(fake: FakeNoria, noria: Client) -> None:
    answer(fake, f"POST runs/{RUN_ID}/pause", f"POST runs/{RUN_ID}/resume")

    grip = noria.pause_run(RUN_ID)
    noria.resume_run(RUN_ID)

    keys = {request.headers["idempotency-key"] for request in fake.requests}
    assert len(keys) == 2
    assert (grip.status, grip.changed) == (RunStatus.PAUSED, True)
    assert (grip.parked[0].node_id, grip.parked[0].iteration) == ("next", "3/0")
    assert grip.held[0].error is not None
    assert grip.held[0].error.message == "card refused"


def test_what_starts_runs_is_sent_with_a_key_of_its_own_unless_one_is_given(
    fake: FakeNoria, noria: Client
) -> None:
    started = httpx2.Response(202, json=run_json("queued"))
    action = {"id": "b", "action": "pause", "status": "queued", "total": 0, "done": 0, "refused": 0}
    fake.answers[f"POST runs/{RUN_ID}/fork"] = started
    fake.answers[f"POST workflows/{WORKFLOW_ID}/test-runs"] = started
    fake.answers["POST bulk-actions"] = httpx2.Response(202, json=action)

    for _ in range(2):
        noria.fork_run(RUN_ID, "pay")
        noria.test_run(WORKFLOW_ID, "only", "pay")
        noria.start_bulk("pause", RunFilter())
    noria.fork_run(RUN_ID, "pay", idempotency_key="once")

    keys = [request.headers["idempotency-key"] for request in fake.requests]
    assert len(set(keys)) == 7
    assert keys[-1] == "once"


def test_what_is_done_to_a_step_names_it(fake: FakeNoria, noria: Client) -> None:
    answer(fake, *(f"POST {STEP}/{act}" for act in ("retry", "skip", "fail")))

    noria.retry_step(RUN_ID, "pay", "2", config={"url": "x"})
    noria.skip_step(RUN_ID, "pay", output={"paid": True}, port="out")
    noria.fail_step(RUN_ID, "pay", reason="no")

    assert [json.loads(request.content) for request in fake.requests] == [
        {"iteration": "2", "config": {"url": "x"}},
        {"iteration": "", "output": {"paid": True}, "port": "out"},
        {"iteration": "", "reason": "no"},
    ]


def test_a_policy_is_changed_as_far_as_it_can_be_under_way(fake: FakeNoria, noria: Client) -> None:
    answer(fake, f"PUT {STEP}/policy")

    noria.change_step_policy(RUN_ID, "pay", Policy(timeout_s=5, on_error="port"))

    assert fake.sent()["timeout_s"] == 5
    assert "on_error" not in fake.sent()


def test_steps_and_breakpoints(fake: FakeNoria, noria: Client) -> None:
    answer(fake, f"POST runs/{RUN_ID}/step", f"PUT runs/{RUN_ID}/breakpoints")

    noria.step_run(RUN_ID, "pay")
    noria.set_breakpoints(RUN_ID, ["a", "b"])

    assert fake.sent(0) == {"node_id": "pay", "iteration": ""}
    assert fake.sent(1) == {"node_ids": ["a", "b"]}


def test_a_run_is_terminated_with_a_reason(fake: FakeNoria, noria: Client) -> None:
    fake.answers[f"POST runs/{RUN_ID}/terminate"] = httpx2.Response(202, json=run_json("cancelled"))

    assert noria.terminate_run(RUN_ID, "too dear").status is RunStatus.CANCELLED
    assert fake.sent() == {"reason": "too dear"}


def test_what_can_not_be_done_is_a_conflict_with_its_reason(fake: FakeNoria, noria: Client) -> None:
    refusal = problem(409, "cannot_apply", "The run is not paused.", run_status="running")
    fake.answers[f"POST runs/{RUN_ID}/step"] = refusal

    with pytest.raises(Conflict, match="is not paused") as caught:
        noria.step_run(RUN_ID)

    assert caught.value.details == {"run_status": "running"}


@pytest.mark.parametrize(("run_id", "node_id"), [("../x", "pay"), (RUN_ID, "pay/../../x")])
def test_ids_that_are_none_are_not_sent(
    fake: FakeNoria, noria: Client, run_id: str, node_id: str
) -> None:
    with pytest.raises(Invalid, match="is not the id of a"):
        noria.skip_step(run_id, node_id)

    assert fake.requests == []


def test_a_run_starts_with_breakpoints(fake: FakeNoria, noria: Client) -> None:
    path = f"workflows/{WORKFLOW_ID}/runs"
    fake.answers[f"POST {path}"] = httpx2.Response(202, json=run_json("queued"))

    noria.start_run(WORKFLOW_ID, breakpoints=["pay"])
    noria.start_run(WORKFLOW_ID)

    assert fake.sent(0)["breakpoints"] == ["pay"]
    assert "breakpoints" not in fake.sent(1)
