import json
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from tests.noria.command_line import Noria
from tests.noria.fake_noria import FakeNoria

TRIGGER: dict[str, Any] = {
    "id": "0192f3c4-0000-7000-8000-000000000001",
    "workflow_id": "0192f3c4-0000-7000-8000-000000000002",
    "workflow_name": "Orders",
    "type": "webhook",
    "name": "Shop",
    "config": {"auth": "none"},
    "paused": False,
    "url": "/hooks/abc",
    "health": "ok",
}
PATH = f"triggers/{TRIGGER['id']}"


@pytest.fixture
def fake(served: FakeNoria) -> FakeNoria:
    page = {"items": [TRIGGER], "next_cursor": None}
    served.answers["GET triggers"] = httpx2.Response(200, json=page)
    return served


def test_they_are_listed(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("triggers")

    assert said.status == 0
    assert "webhook" in said.out
    assert "Orders" in said.out


def test_one_is_paused(noria_command: Noria, fake: FakeNoria) -> None:
    paused = {**TRIGGER, "health": "paused"}
    fake.answers[f"POST {PATH}/pause"] = httpx2.Response(200, json=paused)
    said = noria_command("triggers", "--pause", TRIGGER["id"])

    assert said.out == f"Trigger {TRIGGER['id']} (webhook at /hooks/abc) is paused.\n"


def test_one_is_tried_out_with_a_message(noria_command: Noria, fake: FakeNoria) -> None:
    fired = {"outcome": "started", "run_id": "r1"}
    fake.answers[f"POST {PATH}/test"] = httpx2.Response(202, json=fired)
    said = noria_command("triggers", "--test", TRIGGER["id"], "--sample", '{"a": 1}')

    assert said.out == "started: r1\n"
    assert json.loads(fake.requests[-1].content) == {"sample": {"a": 1}}


def test_one_is_tried_out_without_a_message(noria_command: Noria, fake: FakeNoria) -> None:
    fired = {"outcome": "started", "run_id": "r1", "origin": "example"}
    fake.answers[f"POST {PATH}/test"] = httpx2.Response(202, json=fired)
    said = noria_command("triggers", "--test", TRIGGER["id"])

    assert said.out == "started: r1 (with an example: no message has come yet)\n"


def test_adding_one_needs_a_workflow(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("triggers", "--add", "webhook")

    assert said.status == 1
    assert "--workflow" in said.err


TIMES = {"words": "Every day at 02:00", "times": ["2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z"]}


def test_a_change_keeps_what_is_not_given(noria_command: Noria, fake: FakeNoria) -> None:
    kept = {**TRIGGER, "mapping": {"filter": "trigger.body.a", "input": None, "key": "k"}}
    fake.answers[f"GET {PATH}"] = httpx2.Response(200, json=kept)
    fake.answers[f"PATCH {PATH}"] = httpx2.Response(200, json=kept)
    said = noria_command(
        "triggers",
        "--change",
        TRIGGER["id"],
        "--key",
        "",
        "--key-policy",
        "queue",
        "--input",
        '{"n": "{{ trigger.n }}"}',
    )

    assert said.status == 0
    assert json.loads(fake.requests[-1].content) == {
        "mapping": {
            "filter": "trigger.body.a",
            "input": {"n": "{{ trigger.n }}"},
            "key": "",
            "key_policy": "queue",
        }
    }


def test_a_change_of_name_and_config_leaves_the_mapping(
    noria_command: Noria, fake: FakeNoria
) -> None:
    fake.answers[f"PATCH {PATH}"] = httpx2.Response(200, json=TRIGGER)
    noria_command("triggers", "--change", TRIGGER["id"], "--name", "x", "--config", '{"a": 1}')

    assert json.loads(fake.requests[-1].content) == {"name": "x", "config": {"a": 1}}


def test_the_next_times_are_told(noria_command: Noria, fake: FakeNoria) -> None:
    fake.answers[f"GET {PATH}/times"] = httpx2.Response(200, json=TIMES)
    said = noria_command("triggers", "--times", TRIGGER["id"], "--limit", "2")

    assert said.out.splitlines()[0] == "Next times of: Every day at 02:00"
    assert said.out.splitlines()[1:] == ["2026-05-01T00:00:00+00:00", "2026-05-02T00:00:00+00:00"]
    assert fake.requests[-1].url.params["count"] == "2"


def test_a_past_period_is_backfilled(noria_command: Noria, fake: FakeNoria) -> None:
    fake.answers[f"POST {PATH}/backfill"] = httpx2.Response(202, json=TIMES)
    period = ("--since", "2026-05-01T00:00+00:00", "--until", "2026-05-02T12:00+00:00")
    said = noria_command("triggers", "--backfill", TRIGGER["id"], *period)
    sent = json.loads(fake.requests[-1].content)

    assert said.out.startswith("Starting 2 runs of: Every day at 02:00\n")
    assert datetime.fromisoformat(sent["since"]) == datetime(2026, 5, 1, tzinfo=UTC)
    assert datetime.fromisoformat(sent["until"]) == datetime(2026, 5, 2, 12, tzinfo=UTC)


def test_a_backfill_needs_its_period(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("triggers", "--backfill", TRIGGER["id"], "--since", "2026-05-01")

    assert said.status == 1
    assert "--until" in said.err
    assert not fake.requests
