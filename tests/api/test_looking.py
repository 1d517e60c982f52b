"""Log lines of steps, saved filters, and task queues."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from noria.queues import QueueState, QueueWorker
from noria.step_log import LogLine
from store.database import Database
from store.step_logs import write_lines
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.test_circuits import workspace_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def _log(database: Database, client: Client, run_id: str, *places: tuple[int, int]) -> None:
    workspace_id = str(await workspace_of(client))
    lines = [
        LogLine(
            run_id=run_id,
            workspace_id=workspace_id,
            node_id="shape",
            iteration="",
            attempt=attempt,
            number=number,
            at=NOON + timedelta(seconds=number),
            level="info",
            message=f"line {attempt}.{number}",
            facts={"page": number},
        )
        for attempt, number in places
    ]
    await write_lines(database, lines)


async def test_lines_of_a_step_come_in_their_order_page_by_page(
    owner: Client, stranger: Client, database: Database
) -> None:
    run_id = (await owner.start(await owner.publish()))["id"]
    places = ((2, 1), (1, 2), (1, 1))
    await _log(database, owner, run_id, *places)
    await _log(database, owner, run_id, *places)  # a repeated write

    path = f"/runs/{run_id}/steps/shape/logs"
    first = await owner.json("GET", path, params={"limit": 2})
    rest = await owner.json("GET", path, params={"limit": 2, "cursor": first["next_cursor"]})
    elsewhere = await owner.json("GET", path, params={"iteration": "0"})

    assert [line["message"] for line in first["items"]] == ["line 1.1", "line 1.2"]
    assert first["items"][0]["facts"] == {"page": 1}
    assert [line["message"] for line in rest["items"]] == ["line 2.1"]
    assert rest["next_cursor"] is None
    assert elsewhere["items"] == []
    assert (await stranger.ask("GET", path)).status_code == 404
    assert (await owner.ask("GET", path, params={"cursor": "x"})).status_code == 422


async def test_lines_of_a_run_that_is_gone_or_of_another_workspace_are_dropped(
    owner: Client, stranger: Client, database: Database
) -> None:
    run_id = (await owner.start(await owner.publish()))["id"]

    await _log(database, stranger, run_id, (1, 1))
    await _log(database, owner, "01900000-0000-7000-8000-000000000000", (1, 1))

    assert (await owner.json("GET", f"/runs/{run_id}/steps/shape/logs"))["items"] == []


async def test_a_filter_is_kept_for_who_saved_it_and_replaced_by_its_name(
    owner: Client, stranger: Client
) -> None:
    async def save(name: str, search: dict[str, Any]) -> Any:
        body = {"name": name, "page": "runs", "search": search}
        return await owner.json("POST", "/saved-filters", json=body)

    async def names(client: Client, page: str = "runs") -> list[str]:
        found = await client.json("GET", f"/saved-filters?page={page}")
        return [item["name"] for item in found["items"]]

    first = await save("stuck", {"status": ["waiting"]})
    await save("Broken", {"status": ["failed"]})
    again = await save("stuck", {"status": ["paused"]})

    assert again["id"] == first["id"]
    assert again["search"] == {"status": ["paused"]}
    assert await names(owner) == ["Broken", "stuck"]
    assert await names(owner, "letters") == await names(stranger) == []

    refused = await stranger.ask("DELETE", f"/saved-filters/{first['id']}")
    await owner.json("DELETE", f"/saved-filters/{first['id']}")
    gone = await owner.ask("DELETE", f"/saved-filters/{first['id']}")
    assert (refused.status_code, gone.status_code) == (404, 404)
    assert await names(owner) == ["Broken"]


async def test_filters_have_their_bounds(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.saved_filters.MOST", 1)

    async def status(name: str, search: dict[str, Any]) -> int:
        body = {"name": name, "page": "runs", "search": search}
        return (await owner.ask("POST", "/saved-filters", json=body)).status_code

    assert await status("one", {"search": "x" * 5_000}) == 413
    assert await status("one", {}) == 201
    assert await status("two", {}) == 409
    assert await status("one", {"key": "k"}) == 201


async def queue_seen_by(who: Client) -> dict[str, Any]:
    items: list[dict[str, Any]] = (await who.json("GET", "/queues"))["items"]
    return next(each for each in items if each["name"] == "default")


async def test_queues_say_whether_anybody_works_on_them(
    owner: Client, stranger: Client, database: Database, temporal: FakeTemporal
) -> None:
    worker = QueueWorker(identity="7@host", last_seen_at=NOON)
    temporal.queue_states.append(
        QueueState(name="default", workers=(worker,), backlog=4, oldest_s=60)
    )

    queue = await queue_seen_by(owner)
    mine = await workspace_of(stranger)
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE membership SET role = 'viewer' WHERE workspace_id = :mine"), {"mine": mine}
        )
    seen = await queue_seen_by(stranger)

    assert (queue["name"], queue["health"], queue["backlog"]) == ("default", "behind", 4)
    assert [each["identity"] for each in queue["workers"]] == ["7@host"]
    assert (seen["worker_count"], seen["workers"]) == (1, [])


async def test_a_queue_without_workers_says_so_and_temporal_away_is_an_error(
    owner: Client, temporal: FakeTemporal
) -> None:
    queue = await queue_seen_by(owner)
    temporal.away = True
    away = await owner.ask("GET", "/queues")

    assert queue["health"] == "no_worker"
    assert away.status_code == 503


def test_a_queue_is_behind_only_when_something_has_waited() -> None:
    worker = QueueWorker(identity="7@host", last_seen_at=NOON)

    def health(**facts: Any) -> str:
        return QueueState(name="default", workers=(worker,), **facts).health

    assert [health(), health(backlog=900), health(backlog=1, oldest_s=11)] == ["ok", "ok", "behind"]
