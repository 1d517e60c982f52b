"""Events and approvals from a terminal; the commands are those of docs/waiting.md."""

import json
import shlex
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.noria.command_line import Noria
from tests.noria.fake_noria import RUN_ID, FakeNoria, problem

DOCS = Path(__file__).parents[3] / "docs" / "waiting.md"
APPROVAL_ID = RUN_ID.replace("1", "5")
EVENT: dict[str, Any] = {
    "id": RUN_ID.replace("1", "6"),
    "key": "order-4711:paid",
    "run_id": None,
    "node_id": None,
    "iteration": None,
    "created_at": "2026-05-01T12:00:00Z",
    "expires_at": "2126-05-08T12:00:00Z",
    "delivered_at": None,
}
APPROVAL: dict[str, Any] = {
    "id": APPROVAL_ID,
    "status": "open",
    "run_id": RUN_ID,
    "node_id": "ask",
    "workflow_name": "Orders",
    "title": "Refund 7 EUR?",
    "assignees": ["ann@example.com"],
    "until": "2026-05-02T12:00:00Z",
}
LINK = {"url": "https://noria.example/approve?link=x", "expires_at": "2026-12-01T12:00:00Z"}


@pytest.fixture
def fake(served: FakeNoria) -> FakeNoria:
    path = f"approvals/{APPROVAL_ID}"
    served.answers |= {
        "POST events": httpx2.Response(202, json=EVENT),
        "GET events": httpx2.Response(200, json={"items": [EVENT]}),
        "GET approvals": httpx2.Response(200, json={"items": [APPROVAL]}),
        f"POST {path}/answer": httpx2.Response(200, json={**APPROVAL, "status": "approved"}),
        f"POST {path}/links": httpx2.Response(201, json=LINK),
    }
    return served


def documented() -> list[list[str]]:
    lines = [line.split("   ")[0] for line in DOCS.read_text().splitlines()]
    found = [line.removeprefix("noria ") for line in lines if line.startswith("noria ")]
    return [shlex.split(line.replace(" ID ", f" {APPROVAL_ID} ")) for line in found]


def test_the_documented_commands_work(noria_command: Noria, fake: FakeNoria) -> None:
    commands = documented()

    assert {"event", "events", "approve", "reject", "approval-link"} <= {c[0] for c in commands}
    for command in commands:
        said = noria_command(*command)
        assert (said.status, said.err) == (0, ""), command


def test_an_event_is_sent_once(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command(
        "event", "order-4711:paid", "--payload", '{"amount": 1}', "--keep", "60",
        "--idempotency-key", "psp-1",
    )  # fmt: skip

    assert said.out.startswith("Event order-4711:paid is kept until 2126-05-08")
    assert fake.sent() == {"key": "order-4711:paid", "payload": {"amount": 1}, "keep_s": 60}
    assert fake.requests[0].headers["idempotency-key"] == "psp-1"


def test_an_event_says_who_took_it(noria_command: Noria, fake: FakeNoria) -> None:
    taken = {**EVENT, "run_id": RUN_ID, "node_id": "wait"}
    late = {**EVENT, "expires_at": "2026-05-01T12:00:01Z"}
    fake.answers["GET events"] = httpx2.Response(200, json={"items": [taken, late]})

    said = noria_command("events", "--kept", "--key", "order-4711:paid")

    first, second = said.out.splitlines()
    assert first.endswith(f"went to run {RUN_ID} at wait")
    assert second.endswith("went to no run")
    assert dict(fake.requests[0].url.params) == {"key": "order-4711:paid", "delivered": "false"}


def test_approvals_are_listed_with_whom_they_ask(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("approvals", "--mine", "--run", RUN_ID)
    noria_command("approvals", "--all")

    assert "ann@example.com  Refund 7 EUR?" in said.out
    assert dict(fake.requests[0].url.params) == {"open": "true", "mine": "true", "run_id": RUN_ID}
    assert dict(fake.requests[1].url.params) == {"open": "false", "mine": "false"}


def test_empty_lists_say_so(noria_command: Noria, fake: FakeNoria) -> None:
    for name in ("events", "approvals"):
        fake.answers[f"GET {name}"] = httpx2.Response(200, json={"items": []})

    assert noria_command("events").out == "No events.\n"
    assert noria_command("approvals").out == "No approvals.\n"


def test_an_approval_is_answered(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("approve", APPROVAL_ID, "--comment", "fine", "--data", '{"amount": 7}')
    rejected = noria_command("reject", APPROVAL_ID, "--json")

    assert said.out == "Refund 7 EUR?: approved.\n"
    assert fake.sent(0) == {"decision": "approved", "comment": "fine", "data": {"amount": 7}}
    assert fake.sent(1) == {"decision": "rejected", "comment": "", "data": None}
    assert json.loads(rejected.out)["id"] == APPROVAL_ID


def test_what_was_answered_otherwise_is_told(noria_command: Noria, fake: FakeNoria) -> None:
    refusal = problem(409, "conflict", "It was rejected before, by ann@example.com.")
    fake.answers[f"POST approvals/{APPROVAL_ID}/answer"] = refusal

    said = noria_command("approve", APPROVAL_ID)

    assert (said.status, said.err) == (1, "noria: It was rejected before, by ann@example.com.\n")


def test_a_link_is_printed_alone(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command(
        "approval-link", APPROVAL_ID, "bo@example.com", "--expires-at", "2026-12-01T12:00+00:00"
    )

    assert said.out == f"{LINK['url']}\n"
    assert fake.sent()["email"] == "bo@example.com"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["approve", "42"], "not the id of an approval"),
        (["approvals", "--run", "../x"], "not the id of a run"),
        (["approvals", "--limit", "0"], "--limit is 0"),
        (["events", "--limit", "0"], "--limit is 0"),
        (["event", "k", "--payload", "{"], "not JSON"),
        (["approval-link", APPROVAL_ID, "a@b.c", "--expires-at", "soon"], "--expires-at is 'soon'"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(
    noria_command: Noria, fake: FakeNoria, command: list[str], reason: str
) -> None:
    said = noria_command(*command)

    assert said.status == 1
    assert reason in said.err
    assert fake.requests == []
