import json
from typing import Any

import httpx2
import pytest

from tests.noria.command_line import Noria
from tests.noria.fake_noria import RUN_ID, WORKFLOW_ID, FakeNoria, events, problem, run_json

WORKFLOW: dict[str, Any] = {
    "id": WORKFLOW_ID,
    "name": "Orders",
    "draft": {"graph": {}, "revision": 1},
}
NEW_ID = RUN_ID.replace("1", "2")
PREVIEW = {
    "version": 2,
    "steps": [
        {
            "node_id": "fetch", "name": "Fetch", "reused": True, "reason": "ended",
            "status": "succeeded", "edited": True,
        },
        {
            "node_id": "send", "name": "Send", "reused": False, "reason": "not_ended",
            "status": None, "edited": False,
        },
    ],
    "starts_with": ["send"],
    "reused_count": 1,
    "run_count": 1,
}  # fmt: skip


@pytest.fixture
def fake(served: FakeNoria) -> FakeNoria:
    started = httpx2.Response(202, json=run_json("queued", id=NEW_ID))
    for verb in ("retry", "fork"):
        served.answers[f"POST runs/{RUN_ID}/{verb}"] = started
        served.answers[f"POST runs/{RUN_ID}/{verb}/preview"] = httpx2.Response(200, json=PREVIEW)
    tests = f"workflows/{WORKFLOW_ID}/test-runs"
    served.answers[f"GET workflows/{WORKFLOW_ID}"] = httpx2.Response(200, json=WORKFLOW)
    served.answers[f"POST {tests}"] = started
    served.answers[f"POST {tests}/preview"] = httpx2.Response(200, json=PREVIEW)
    ended = run_json("failed", id=NEW_ID)
    served.answers[f"GET runs/{NEW_ID}/events"] = events({"seq": 1, "run": ended})
    served.answers[f"GET runs/{NEW_ID}"] = httpx2.Response(200, json=ended)
    return served


def test_a_retry_changes_nothing_by_itself(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("retry", RUN_ID)

    assert said.status == 0
    assert f"Run {NEW_ID} is queued." in said.out
    assert fake.sent() == {}


def test_a_fork_sends_what_is_to_be_different(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command(
        "fork", RUN_ID, "send", "--version", "2", "--input", "null", "--pin", 'fetch={"a": 1}',
        "--idempotency-key", "k",
    )  # fmt: skip

    assert said.status == 0
    assert fake.sent() == {
        "node_id": "send",
        "version": 2,
        "input": None,
        "pins": {"fetch": {"output": {"a": 1}}},
    }
    assert fake.requests[-1].headers["idempotency-key"] == "k"


def test_a_fork_in_one_iteration_says_what_is_kept(noria_command: Noria, fake: FakeNoria) -> None:
    kept = httpx2.Response(200, json={**PREVIEW, "kept_inside": 7})
    fake.answers[f"POST runs/{RUN_ID}/fork/preview"] = kept
    said = noria_command("fork", RUN_ID, "send", "--iteration", "3/0", "--preview")

    assert fake.sent() == {"node_id": "send", "iteration": "3/0"}
    assert said.out.splitlines()[-1] == (
        "1 reused, 1 to run, 7 kept inside loops. It goes on at send."
    )
    assert noria_command("fork", RUN_ID, "send", "--iteration", "3/0").status == 0
    assert fake.sent() == {"node_id": "send", "iteration": "3/0"}


def test_a_pin_names_the_port_that_a_step_is_left_by(noria_command: Noria, fake: FakeNoria) -> None:
    noria_command("retry", RUN_ID, "--pin", 'big:yes={"a:b": "c=d"}')

    assert fake.sent() == {"pins": {"big": {"output": {"a:b": "c=d"}, "port": "yes"}}}


def test_a_preview_starts_nothing(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("fork", RUN_ID, "send", "--preview")

    assert said.status == 0
    assert said.out.splitlines() == [
        "fetch  reused  ended      edited since",
        "send   runs    not ended  ",
        "1 reused, 1 to run. It goes on at send.",
    ]
    assert [request.url.path for request in fake.requests] == [
        f"/api/v1/runs/{RUN_ID}/fork/preview"
    ]


def test_a_preview_for_scripts(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("retry", RUN_ID, "--draft", "--preview", "--json")

    assert json.loads(said.out)["starts_with"] == ["send"]
    assert fake.sent() == {"draft": True}


def test_waiting_ends_as_the_new_run_does(noria_command: Noria, fake: FakeNoria) -> None:
    assert noria_command("retry", RUN_ID, "--wait").status == 1


def test_a_refusal_is_told(noria_command: Noria, fake: FakeNoria) -> None:
    fake.answers[f"POST runs/{RUN_ID}/retry"] = problem(409, "conflict", "The run is running.")

    said = noria_command("retry", RUN_ID)

    assert (said.status, said.err) == (1, "noria: The run is running.\n")


@pytest.mark.parametrize("pin", ["fetch", "fetch:=1", ":yes=1", "=1"])
def test_a_pin_without_its_parts_is_refused(
    noria_command: Noria, fake: FakeNoria, pin: str
) -> None:
    said = noria_command("retry", RUN_ID, "--pin", pin)

    assert said.status == 1
    assert f"--pin is {pin!r}" in said.err
    assert fake.requests == []


@pytest.mark.parametrize(
    ("flag", "mode"), [("--only", "only"), ("--up-to", "up_to"), ("--from", "from")]
)
def test_a_part_of_a_draft_is_tried_out(
    noria_command: Noria, fake: FakeNoria, flag: str, mode: str
) -> None:
    said = noria_command("test", WORKFLOW_ID, flag, "send", "--pin", "fetch=7", "--run", RUN_ID)

    assert said.status == 0
    assert fake.sent() == {
        "mode": mode,
        "node_id": "send",
        "input": {},
        "pins": {"fetch": {"output": 7, "port": None}},
        "run_id": RUN_ID,
    }


def test_a_test_shows_first_what_it_would_run(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("test", WORKFLOW_ID, "--only", "send", "--preview")

    assert "1 reused, 1 to run." in said.out


def test_a_test_run_takes_breakpoints_and_a_key(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command(
        "test", WORKFLOW_ID, "--only", "send", "--breakpoint", "send", "--idempotency-key", "once"
    )

    assert said.status == 0
    assert fake.sent()["breakpoints"] == ["send"]
    assert fake.requests[-1].headers["idempotency-key"] == "once"
