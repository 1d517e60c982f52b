import json
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


def test_adding_one_needs_a_workflow(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("triggers", "--add", "webhook")

    assert said.status == 1
    assert "--workflow" in said.err
