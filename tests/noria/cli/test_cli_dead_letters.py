import json
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from tests.noria.command_line import Noria
from tests.noria.fake_noria import RUN_ID, FakeNoria, run_json

LETTER_ID = RUN_ID.replace("1", "4")
LETTER: dict[str, Any] = {
    "id": LETTER_ID,
    "kind": "run",
    "status": "open",
    "run_id": RUN_ID,
    "workflow_name": "Orders",
    "node_id": "charge",
    "error": {"type": "node_failed", "message": "No money."},
    "created_at": "2026-05-01T12:00:00Z",
}


@pytest.fixture
def fake(served: FakeNoria) -> FakeNoria:
    served.answers["GET dead-letters"] = httpx2.Response(200, json={"items": [LETTER]})
    served.answers[f"GET dead-letters/{LETTER_ID}"] = httpx2.Response(200, json=LETTER)
    served.answers[f"POST dead-letters/{LETTER_ID}/retry"] = httpx2.Response(
        202, json=run_json("queued")
    )
    served.answers[f"POST dead-letters/{LETTER_ID}/discard"] = httpx2.Response(
        200, json={**LETTER, "status": "discarded"}
    )
    return served


def test_they_are_listed_with_where_and_why(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("dead-letters", "--error", "node_failed")

    assert said.status == 0
    assert "Orders at charge  No money." in said.out
    assert fake.requests[0].url.params["status"] == "open"
    assert fake.requests[0].url.params["error_type"] == "node_failed"


def test_an_empty_list_says_so(noria_command: Noria, fake: FakeNoria) -> None:
    fake.answers["GET dead-letters"] = httpx2.Response(200, json={"items": []})

    assert noria_command("dead-letters").out == "No dead letters.\n"


def test_one_is_retried(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("dead-letters", "--retry", LETTER_ID)

    assert said.status == 0
    assert f"Run {RUN_ID} is queued." in said.out


def test_an_event_is_sent_again(noria_command: Noria, fake: FakeNoria) -> None:
    event = {**LETTER, "kind": "event", "run_id": None, "node_id": None}
    fake.answers[f"GET dead-letters/{LETTER_ID}"] = httpx2.Response(200, json=event)
    fake.answers[f"POST dead-letters/{LETTER_ID}/resend"] = httpx2.Response(202, json={})

    said = noria_command("dead-letters", "--retry", LETTER_ID)

    assert said.out == f"The event of dead letter {LETTER_ID} is sent again.\n"


def test_one_is_discarded(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("dead-letters", "--discard", LETTER_ID, "--json")

    assert json.loads(said.out)["status"] == "discarded"


def test_they_are_narrowed_by_place_time_and_status(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command(
        "dead-letters", "--node", "charge", "--since", "2026-05-01T00:00+00:00",
        "--until", "2026-05-02T00:00+00:00", "--status", "retried",
    )  # fmt: skip
    asked = fake.requests[0].url.params

    assert said.status == 0
    assert (asked["node_id"], asked["status"]) == ("charge", "retried")
    assert [datetime.fromisoformat(asked[name]) for name in ("since", "until")] == [
        datetime(2026, 5, 1, tzinfo=UTC),
        datetime(2026, 5, 2, tzinfo=UTC),
    ]


def test_many_are_counted_and_only_discarded_when_that_is_said(
    noria_command: Noria, fake: FakeNoria
) -> None:
    fake.answers["POST dead-letters/discard"] = httpx2.Response(200, json={"count": 1})
    counted = noria_command("dead-letters", "--discard-all", "--node", "charge")
    methods = [request.method for request in fake.requests]
    done = noria_command("dead-letters", "--discard-all", "--node", "charge", "--yes")

    assert counted.out.startswith("1 dead letter would be discarded.\nNothing was done.")
    assert methods == ["GET"]
    assert fake.requests[0].url.params["node_id"] == "charge"
    assert done.out == "1 dead letter discarded. Their runs stay.\n"
    assert {name: value for name, value in fake.sent().items() if value} == {"node_id": "charge"}


def test_only_open_ones_are_discarded(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("dead-letters", "--discard-all", "--status", "retried", "--yes")

    assert (said.status, fake.requests) == (1, [])
    assert "leave --status retried out" in said.err


def test_a_limit_below_one_is_refused(noria_command: Noria, fake: FakeNoria) -> None:
    assert "--limit is 0" in noria_command("dead-letters", "--limit", "0").err
