import json
from typing import Any

import httpx2
import pytest

from tests.noria.client.test_client_acts import GRIP, STEP
from tests.noria.command_line import Noria
from tests.noria.fake_noria import RUN_ID, FakeNoria, problem, run_json

TRYING: dict[str, Any] = {
    "node_id": "ask",
    "iteration": "1",
    "is_running": False,
    "is_paused": False,
    "attempts": 2,
    "max_attempts": 5,
    "last_error": {"type": "node_unavailable", "message": "closed"},
    "next_attempt_at": "2026-05-01T12:00:00Z",
}


@pytest.fixture
def fake(served: FakeNoria) -> FakeNoria:
    for path in (
        "pause",
        "resume",
        "step",
        *(f"steps/pay/{act}" for act in ("retry", "skip", "fail")),
    ):
        served.answers[f"POST runs/{RUN_ID}/{path}"] = httpx2.Response(200, json=GRIP)
    for path in ("breakpoints", "steps/pay/policy"):
        served.answers[f"PUT runs/{RUN_ID}/{path}"] = httpx2.Response(200, json=GRIP)
    served.answers[f"GET runs/{RUN_ID}/grip"] = httpx2.Response(
        200, json={**GRIP, "trying": [TRYING]}
    )
    return served


@pytest.mark.parametrize("command", ["pause", "resume", "step", "breakpoints"])
def test_an_act_says_how_the_run_stands_after_it(
    noria_command: Noria, fake: FakeNoria, command: str
) -> None:
    said = noria_command(command, RUN_ID)

    assert said.status == 0
    assert said.out.splitlines() == [
        f"Run {RUN_ID} is paused.",
        "Breakpoints: ship",
        "next[3/0]  ready to start",
        "pay  held after attempt 5: card refused",
    ]


def test_the_grip_shows_steps_that_are_being_tried(noria_command: Noria, fake: FakeNoria) -> None:
    last = noria_command("grip", RUN_ID).out.splitlines()[-1]

    assert last.startswith("ask[1]  attempt 2, next ")
    assert last.endswith(": closed")


def test_json_is_for_scripts(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("grip", RUN_ID, "--json")

    assert json.loads(said.out)["trying"][0]["attempts"] == 2


def test_acts_on_a_step(noria_command: Noria, fake: FakeNoria) -> None:
    noria_command("retry-step", RUN_ID, "pay[2]", "--config", '{"url": "x"}')
    noria_command("skip-step", RUN_ID, "pay", "--output", '{"paid": true}', "--port", "out")
    noria_command("fail-step", RUN_ID, "pay", "--reason", "no")
    noria_command("step", RUN_ID, "pay[0]")
    noria_command("breakpoints", RUN_ID, "a", "b")

    assert [fake.sent(number) for number in range(5)] == [
        {"iteration": "2", "config": {"url": "x"}},
        {"iteration": "", "output": {"paid": True}, "port": "out"},
        {"iteration": "", "reason": "no"},
        {"node_id": "pay", "iteration": "0"},
        {"node_ids": ["a", "b"]},
    ]


def test_a_policy_is_changed_under_way_or_with_a_retry(
    noria_command: Noria, fake: FakeNoria
) -> None:
    policy = '{"timeout_s": 5, "retry": {"max_attempts": 9}}'
    changed = noria_command("change-policy", RUN_ID, "pay[2]", "--policy", policy)
    noria_command("retry-step", RUN_ID, "pay", "--policy", policy)

    assert changed.status == 0
    assert f"Run {RUN_ID} is paused." in changed.out
    under_way, again = fake.sent(0), fake.sent(1)["policy"]
    assert (under_way["iteration"], under_way["timeout_s"]) == ("2", 5)
    assert under_way["retry"]["max_attempts"] == 9
    assert (again["timeout_s"], again["retry"]["max_attempts"]) == (5, 9)


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ('{"timeout": 5}', "--policy can't be used: timeout: "),
        ('{"retry": {"max_attempts": "x"}}', "--policy can't be used: retry.max_attempts: "),
        ("[1]", "write a JSON object"),
    ],
)
def test_a_policy_that_can_not_be_is_not_sent(
    noria_command: Noria, fake: FakeNoria, policy: str, words: str
) -> None:
    said = noria_command("change-policy", RUN_ID, "pay", "--policy", policy)

    assert said.status == 1
    assert words in said.err
    assert fake.requests == []


def test_a_config_is_an_object(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("retry-step", RUN_ID, "pay", "--config", "[1]")

    assert said.status == 1
    assert "write a JSON object" in said.err
    assert fake.requests == []


def test_a_refusal_is_told_with_its_reason(noria_command: Noria, fake: FakeNoria) -> None:
    fake.answers[f"POST {STEP}/retry"] = problem(409, "cannot_apply", "Step 'pay' has ended.")

    said = noria_command("retry-step", RUN_ID, "pay")

    assert said.status == 1
    assert "Step 'pay' has ended." in said.err


def test_a_run_is_terminated(noria_command: Noria, fake: FakeNoria) -> None:
    fake.answers[f"POST runs/{RUN_ID}/terminate"] = httpx2.Response(202, json=run_json("cancelled"))

    said = noria_command("terminate", RUN_ID, "--reason", "too dear")

    assert said.out == f"Run {RUN_ID} is cancelled.\n"
    assert fake.sent() == {"reason": "too dear"}
