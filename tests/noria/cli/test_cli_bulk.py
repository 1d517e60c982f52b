import json
from typing import Any

import httpx2
import pytest

from tests.noria.command_line import Noria
from tests.noria.fake_noria import RUN_ID, WORKFLOW_ID, FakeNoria

BULK_ID = RUN_ID.replace("1", "3")


def action(status: str, done: int = 0, refused: int = 0) -> httpx2.Response:
    found: dict[str, Any] = {
        "id": BULK_ID,
        "action": "retry",
        "status": status,
        "total": 2,
        "done": done,
        "refused": refused,
        "refusals": [{"run_id": RUN_ID, "reason": "Too late."}] * refused,
    }
    return httpx2.Response(200, json=found)


@pytest.fixture
def fake(served: FakeNoria) -> FakeNoria:
    workflow: dict[str, Any] = {"id": WORKFLOW_ID, "name": "Orders", "latest_version": 1}
    served.answers["GET workflows"] = httpx2.Response(200, json={"items": [workflow]})
    served.answers["POST bulk-actions/preview"] = httpx2.Response(
        200, json={"count": 2, "by_status": {"failed": 2}}
    )
    served.answers["POST bulk-actions"] = action("queued")
    served.answers[f"GET bulk-actions/{BULK_ID}"] = [action("running", 1), action("succeeded", 2)]
    return served


def test_without_yes_nothing_is_done(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("bulk", "retry", "--workflow", "Orders", "--status", "failed")

    assert said.status == 0
    assert said.out == "2 runs match: 2 failed.\nNothing was done. Give --yes to retry them.\n"
    assert fake.sent() == {
        "action": "retry",
        "filter": {"workflow_id": WORKFLOW_ID, "status": ["failed"]},
    }


def test_with_yes_it_is_seen_through(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command(
        "bulk", "fork", "--run", RUN_ID, "--node", "send", "--to-version", "3", "--yes", "--wait"
    )

    assert said.status == 0
    assert said.out == f"Bulk action {BULK_ID} is succeeded: 2 done, 0 refused of 2.\n"
    sent = next(
        json.loads(request.content) for request in fake.requests if request.method == "POST"
    )
    assert sent == {
        "action": "fork",
        "filter": {"run_ids": [RUN_ID]},
        "node_id": "send",
        "version": 3,
    }


def test_refusals_are_listed_and_are_no_success(noria_command: Noria, fake: FakeNoria) -> None:
    fake.answers[f"GET bulk-actions/{BULK_ID}"] = action("succeeded", 1, 1)

    said = noria_command("bulk", "retry", "--yes", "--wait")

    assert said.status == 1
    assert f"{RUN_ID}  Too late." in said.out


def test_those_that_were_asked_for_are_listed_and_cancelled(
    noria_command: Noria, fake: FakeNoria
) -> None:
    items = [action("running", 1).json(), action("succeeded", 2).json()]
    fake.answers["GET bulk-actions"] = httpx2.Response(200, json={"items": items})
    fake.answers[f"POST bulk-actions/{BULK_ID}/cancel"] = action("cancelled", 1)

    listed = noria_command("bulk", "--limit", "1")
    cancelled = noria_command("bulk", "--cancel", BULK_ID)
    both = noria_command("bulk", "retry", "--cancel", BULK_ID)

    assert listed.out == f"{BULK_ID}  retry  running  1 done, 0 refused of 2\n"
    assert cancelled.out == f"Bulk action {BULK_ID} is cancelled: 1 done, 0 refused of 2.\n"
    assert both.status == 2
    assert [request.method for request in fake.requests] == ["GET", "POST"]


def test_runs_are_chosen_by_key_trigger_and_error(noria_command: Noria, fake: FakeNoria) -> None:
    noria_command(
        "bulk", "retry", "--key", "o-1", "--trigger", "webhook", "--error", "no shop", "--yes",
        "--idempotency-key", "once",
    )  # fmt: skip

    assert fake.sent()["filter"] == {"key": "o-1", "trigger": ["webhook"], "error": "no shop"}
    assert fake.requests[-1].headers["idempotency-key"] == "once"


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("--status", "sad", "--status is 'sad'"), ("--since", "noon", "--since is 'noon'")],
)
def test_a_wrong_filter_is_refused(
    noria_command: Noria, fake: FakeNoria, option: str, value: str, words: str
) -> None:
    said = noria_command("bulk", "cancel", option, value)

    assert said.status == 1
    assert words in said.err
