"""Dead letters: what failed for good is listed until a person retries or discards it."""

from typing import Any

from store import event_waits
from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.test_forks import ERROR, NOON, failed_run
from tests.api.test_runs import report


async def letters(client: Client, query: str = "") -> list[dict[str, Any]]:
    return (await client.json("GET", f"/dead-letters{query}"))["items"]


async def noted(client: Client, act: str) -> list[tuple[str, str]]:
    """Of what, and how it went: the newest first."""
    found = await client.json("GET", f"/audit?action=dead_letter.{act}")
    return [(entry["target_id"], entry["result"]) for entry in found["items"]]


async def test_a_run_that_failed_for_good_is_listed_with_its_reason(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database)
    (letter,) = await letters(owner)

    assert (letter["kind"], letter["status"], letter["run_id"]) == ("run", "open", run_id)
    assert (letter["node_id"], letter["error"]["message"]) == ("done", "no such shop")
    assert letter["workflow_name"] == "Order triage"
    assert await owner.json("GET", f"/dead-letters/{letter['id']}") == letter


async def test_reports_that_come_twice_make_one_letter(owner: Client, database: Database) -> None:
    run_id = await failed_run(owner, database)
    end = {"status": "failed", "error": ERROR, "finished_at": NOON}
    await report(database, owner, run_id, [], end)

    assert len(await letters(owner)) == 1


async def test_runs_that_did_not_fail_and_test_runs_have_none(
    owner: Client, database: Database
) -> None:
    workflow_id = await owner.publish()
    for status in ("succeeded", "cancelled"):
        run = await owner.start(workflow_id)
        await report(database, owner, run["id"], [], {"status": status})
    test = await owner.start(workflow_id, draft=True)
    await report(database, owner, test["id"], [], {"status": "failed", "error": ERROR})

    assert await letters(owner) == []


async def test_letters_are_filtered(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database)
    workflow_id = temporal.started[run_id].workflow_id
    found = {
        query: len(await letters(owner, query))
        for query in (
            f"?workflow_id={workflow_id}", "?error_type=node_failed", "?node_id=done",
            "?error_type=timeout", "?node_id=shape", "?status=discarded",
            "?since=2026-01-01T00:00:00Z", "?until=2026-01-01T00:00:00Z",
        )
    }  # fmt: skip

    assert list(found.values()) == [1, 1, 1, 0, 0, 0, 1, 0]


async def test_a_letter_is_retried_once(owner: Client, database: Database) -> None:
    run_id = await failed_run(owner, database)
    (letter,) = await letters(owner)
    first = await owner.json("POST", f"/dead-letters/{letter['id']}/retry")
    again = await owner.json("POST", f"/dead-letters/{letter['id']}/retry")
    (closed,) = await letters(owner, "?status=retried")

    assert first["id"] == again["id"]
    assert first["parent_run_id"] == run_id
    assert await letters(owner) == []
    assert closed["retry_run_id"] == first["id"]
    discard = await owner.ask("POST", f"/dead-letters/{letter['id']}/discard")
    assert (discard.status_code, discard.json()["retry_run_id"]) == (409, first["id"])
    assert await noted(owner, "discard") == [(letter["id"], "refused")]


async def test_the_retry_of_a_run_closes_its_letter(owner: Client, database: Database) -> None:
    run_id = await failed_run(owner, database)
    await owner.json("POST", f"/runs/{run_id}/retry")

    assert await letters(owner) == []


async def test_a_letter_is_discarded_and_its_run_stays(owner: Client, database: Database) -> None:
    run_id = await failed_run(owner, database)
    (letter,) = await letters(owner)
    first = await owner.json("POST", f"/dead-letters/{letter['id']}/discard")
    again = await owner.json("POST", f"/dead-letters/{letter['id']}/discard")

    assert first == again
    assert first["status"] == "discarded"
    assert await noted(owner, "discard") == [(letter["id"], "done")]
    assert await letters(owner) == []
    assert (await owner.json("GET", f"/runs/{run_id}"))["status"] == "failed"


async def test_many_are_discarded_at_once(owner: Client, database: Database) -> None:
    await failed_run(owner, database)
    await failed_run(owner, database)
    none = await owner.json("POST", "/dead-letters/discard", json={"error_type": "timeout"})
    both = await owner.json("POST", "/dead-letters/discard", json={"error_type": "node_failed"})

    assert (none["count"], both["count"]) == (0, 2)
    entries = (await owner.json("GET", "/audit?action=dead_letter.discard_many"))["items"]
    assert [entry["details"]["count"] for entry in entries] == [2, 0]


async def test_letters_of_others_are_not_there(
    owner: Client, stranger: Client, database: Database
) -> None:
    await failed_run(owner, database)
    (letter,) = await letters(owner)

    assert await letters(stranger) == []
    assert (await stranger.ask("GET", f"/dead-letters/{letter['id']}")).status_code == 404
    for path in ("retry", "discard"):
        answer = await stranger.ask("POST", f"/dead-letters/{letter['id']}/{path}")
        assert answer.status_code == 404
    assert (await stranger.json("POST", "/dead-letters/discard", json={}))["count"] == 0


async def test_an_event_that_no_run_took_is_sent_again_once(
    owner: Client, database: Database
) -> None:
    body = {"key": "paid", "payload": {"amount": 5}, "keep_s": 0}
    event = await owner.json("POST", "/events", json=body)
    async with database.sessions.begin() as session:
        assert await event_waits.expire_events(session) == 1
    (letter,) = await letters(owner)

    retry = await owner.ask("POST", f"/dead-letters/{letter['id']}/retry")
    sent = await owner.json("POST", f"/dead-letters/{letter['id']}/resend")
    again = await owner.ask("POST", f"/dead-letters/{letter['id']}/resend")

    assert (letter["kind"], letter["error"]["type"]) == ("event", "event_unclaimed")
    assert "No run waited for the event 'paid'" in letter["error"]["message"]
    assert (retry.status_code, again.status_code) == (409, 409)
    assert await noted(owner, "resend") == [(letter["id"], "refused"), (letter["id"], "done")]
    assert sent["key"] == "paid"
    assert sent["id"] != event["id"]
    assert await letters(owner) == []
