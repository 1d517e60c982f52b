import json
from typing import Any

import httpx2

from tests.noria.command_line import Noria
from tests.noria.fake_noria import FakeNoria

ID = "0192f3c4-0000-7000-8000-000000000001"
RULE: dict[str, Any] = {
    "id": ID,
    "name": "Errors",
    "events": ["run.failed"],
    "channel": "webhook",
    "paused": False,
    "last_error": None,
}
ALERT: dict[str, Any] = {
    "id": ID,
    "workflow_id": ID,
    "workflow_name": "Orders",
    "name": "Too many",
    "metric": "failure_rate",
    "threshold": 20,
    "paused": False,
    "is_raised": True,
}


def page(*items: dict[str, Any]) -> httpx2.Response:
    return httpx2.Response(200, json={"items": items, "next_cursor": None})


def test_notifications_are_listed_and_read(noria_command: Noria, served: FakeNoria) -> None:
    one = {
        "id": ID,
        "type": "run.failed",
        "data": {"workflow_name": "Orders"},
        "count": 3,
        "at": "2026-11-21T09:00:00Z",
    }
    served.answers["GET notifications"] = page(one)
    served.answers["POST notifications/read"] = httpx2.Response(204)
    listed = noria_command("notifications", "--unread")
    asked = served.requests[-1].url.params["unread"]
    read = noria_command("notifications", "--read")

    assert listed.out.split()[-3:] == ["run.failed", "3", "Orders"]
    assert (asked, read.status, read.out) == ("true", 0, "All are read.\n")


def test_notification_rules_are_made_listed_tried_and_deleted(
    noria_command: Noria, served: FakeNoria
) -> None:
    served.answers["GET notification-rules"] = page(RULE)
    served.answers["POST notification-rules"] = httpx2.Response(201, json=RULE)
    failed = {"status": "failed", "last_error": "410 Gone"}
    served.answers[f"POST notification-rules/{ID}/test"] = httpx2.Response(200, json=failed)
    served.answers[f"DELETE notification-rules/{ID}"] = httpx2.Response(204)
    made = noria_command(
        "notification-rules", "--add", "webhook", "--name", "Errors", "--event", "run.failed",
        "--event", "alert.raised", "--config", '{"url": "https://a.example"}',
    )  # fmt: skip
    sent = json.loads(served.requests[-1].content)
    listed = noria_command("notification-rules")
    tried = noria_command("notification-rules", "--test", ID)
    deleted = noria_command("notification-rules", "--delete", ID)
    nothing = noria_command("notification-rules", "--add", "mail")

    assert made.out == f"Rule {ID} (Errors) is ok.\n"
    assert sent == {
        "name": "Errors",
        "events": ["run.failed", "alert.raised"],
        "channel": "webhook",
        "config": {"url": "https://a.example"},
    }
    assert "webhook" in listed.out
    assert (tried.status, tried.out) == (1, "failed: 410 Gone\n")
    assert deleted.out == f"Deleted rule {ID}.\n"
    assert (nothing.status, "--event" in nothing.err) == (1, True)


def test_alert_rules_are_listed_paused_and_need_a_threshold(
    noria_command: Noria, served: FakeNoria
) -> None:
    served.answers["GET alert-rules"] = page(ALERT)
    paused = {**ALERT, "paused": True}
    served.answers[f"POST alert-rules/{ID}/pause"] = httpx2.Response(200, json=paused)
    listed = noria_command("alert-rules")
    held = noria_command("alert-rules", "--pause", ID)
    refused = noria_command("alert-rules", "--add", "duration", "--workflow", "Orders")

    assert "failure_rate > 20  raised" in listed.out
    assert held.out == f"Rule {ID} (Too many) is paused.\n"
    assert (refused.status, "--threshold" in refused.err) == (1, True)
