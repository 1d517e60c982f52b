"""The dashboard: figures of the runs of a span, and how things stand."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text

from api.services import Services
from store import run_days
from store.database import Database
from store.run_days import DayCount
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.waits import ask


async def _end(database: Database, run_id: str, status: str, seconds: float) -> None:
    """As if it had taken so long, and failed at its second step."""
    async with database.engine.begin() as connection:
        await connection.execute(
            text("""
                UPDATE run SET status = :status, started_at = created_at,
                    finished_at = created_at + make_interval(secs => :seconds),
                    error = CASE WHEN :status = 'failed'
                        THEN '{"type": "node_failed", "message": "No", "retryable": false, "node_id": "shape"}'::json END
                WHERE id = :run_id
            """),
            {"status": status, "seconds": seconds, "run_id": run_id},
        )


async def test_figures_of_the_last_day(owner: Client, database: Database) -> None:
    workflow_id = await owner.publish()
    for status, seconds in (("succeeded", 1), ("succeeded", 3), ("failed", 5), ("cancelled", 1)):
        run = await owner.start(workflow_id)
        await _end(database, run["id"], status, seconds)
    waiting = await owner.start(workflow_id)
    await ask(database, waiting["id"])
    found = await owner.json("GET", "/dashboard?buckets=4")

    runs = found["runs"]
    assert {name: runs[name] for name in ("total", "succeeded", "failed", "cancelled")} == {
        "total": 5,
        "succeeded": 2,
        "failed": 1,
        "cancelled": 1,
    }
    assert (runs["p50_s"], runs["p95_s"]) == (2.0, 2.9)
    assert found["before"]["total"] == 0
    assert [bucket["succeeded"] for bucket in found["buckets"]] == [0, 0, 0, 2]
    assert [bucket["other"] for bucket in found["buckets"]] == [0, 0, 0, 2]
    assert found["failures_by_workflow"] == [
        {"workflow_id": workflow_id, "name": "Order triage", "failed": 1, "total": 5}
    ]
    assert found["failures_by_node_type"] == [{"node_type": "set", "failed": 1}]
    listed = await owner.json("GET", "/runs?failed_type=set")
    others = await owner.json("GET", "/runs?failed_type=start")
    assert [run["status"] for run in listed["items"]] == ["failed"]
    assert others["items"] == []
    slow = await owner.json("GET", "/runs?took_at_least_s=2.9")
    slower_half = await owner.json("GET", "/runs?took_at_least_s=2&status=succeeded")
    assert {run["status"] for run in slow["items"]} == {"succeeded", "failed"}
    assert len(slower_half["items"]) == 1
    now = found["now"]
    assert (now["queued"], now["approvals"], now["workers"]) == (1, 1, 0)


async def test_how_long_a_run_took_is_a_number_of_seconds(owner: Client) -> None:
    for odd in ("-1", "nan", "inf", "1e10", "x"):
        refused = await owner.ask("GET", f"/runs?took_at_least_s={odd}")
        assert refused.status_code == 422
        assert "took_at_least_s" in refused.text


async def test_a_bulk_action_takes_the_slow_ones(owner: Client, database: Database) -> None:
    workflow_id = await owner.publish()
    for seconds in (1, 5):
        await _end(database, (await owner.start(workflow_id))["id"], "failed", seconds)
    await owner.start(workflow_id)
    body = {"action": "retry", "filter": {"took_at_least_s": 2.5}}
    preview = await owner.json("POST", "/bulk-actions/preview", json=body)

    assert preview == {"count": 1, "by_status": {"failed": 1}}


async def test_what_is_outside_of_the_span_or_of_others_does_not_count(
    owner: Client, stranger: Client
) -> None:
    workflow_id = await owner.publish()
    await owner.start(workflow_id)
    since = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    until = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    params = {"since": since, "until": until}
    later = await owner.json("GET", "/dashboard", params=params)
    theirs = await stranger.json("GET", "/dashboard")

    assert later["runs"]["total"] == theirs["runs"]["total"] == 0
    assert theirs["now"]["queued"] == 0
    assert (later["runs"]["p50_s"], later["failures_by_workflow"]) == (None, [])


async def test_a_span_that_is_none_is_refused(owner: Client) -> None:
    params = {"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"}
    answer = await owner.ask("GET", "/dashboard", params=params)

    assert answer.status_code == 422


async def test_workers_are_unknown_while_temporal_is_away(
    owner: Client, services: Services, temporal: FakeTemporal
) -> None:
    temporal.away = True
    found = await owner.json("GET", "/dashboard")

    assert services.runs is temporal
    assert found["now"]["workers"] is None


async def test_days_of_a_year_are_listed_also_those_without_a_run(
    owner: Client, stranger: Client, database: Database
) -> None:
    workflow_id = await owner.publish()
    workspace_id = (await owner.json("GET", "/auth/me"))["workspace"]["id"]
    counts = [DayCount(UUID(workspace_id), UUID(workflow_id), date(2026, 3, day)) for day in (1, 3)]
    for count in counts:
        count.outcomes.update(started=2, succeeded=1, failed=1)
        count.seconds = 4.0
    async with database.sessions.begin() as session:
        await run_days.add_counts(session, counts)
    params = {"since": "2026-03-01", "until": "2026-03-03"}
    found = await owner.json("GET", "/dashboard/days", params=params)
    of_it = await owner.json(
        "GET", "/dashboard/days", params={**params, "workflow_id": workflow_id}
    )
    of_another = await owner.json(
        "GET", "/dashboard/days", params={**params, "workflow_id": str(uuid4())}
    )
    theirs = await stranger.json("GET", "/dashboard/days", params=params)
    usual = await owner.json("GET", "/dashboard/days")

    busy = {"started": 2, "succeeded": 1, "failed": 1, "cancelled": 0, "mean_s": 4.0}
    idle = {"started": 0, "succeeded": 0, "failed": 0, "cancelled": 0, "mean_s": None}
    assert found["days"] == [
        {"day": "2026-03-01", **busy}, {"day": "2026-03-02", **idle}, {"day": "2026-03-03", **busy},
    ]  # fmt: skip
    assert of_it == found
    assert {day["started"] for answer in (of_another, theirs) for day in answer["days"]} == {0}
    assert len(usual["days"]) == 366
    assert usual["days"][-1]["day"] == datetime.now(UTC).date().isoformat()


async def test_days_that_are_no_span_are_refused(owner: Client) -> None:
    spans = [("2026-03-02", "2026-03-01"), ("2024-01-01", "2026-01-01"), ("9999-12-31", None)]
    for since, until in spans:
        params = {"since": since, **({"until": until} if until else {})}
        answer = await owner.ask("GET", "/dashboard/days", params=params)

        assert answer.status_code == 422
        assert since in answer.json()["detail"]
