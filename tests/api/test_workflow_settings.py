"""Limits of a workflow, through the API."""

from noria.run import RunStatus, RunUpdate
from store.database import Database
from store.projection import write_projection
from tests.api.client import Client
from tests.api.fakes import FakeTemporal

NONE = {
    "max_concurrent_runs": None, "rate": None, "run_timeout_s": None, "retention_days": None,
    "priority": 3, "in_line": 0,
}  # fmt: skip


async def save(client: Client, workflow_id: str, **settings: object) -> dict[str, object]:
    return await client.json("PUT", f"/workflows/{workflow_id}/settings", json=settings)


async def test_a_workflow_has_no_limits_until_somebody_sets_them(owner: Client) -> None:
    workflow_id = await owner.publish()
    before = await owner.json("GET", f"/workflows/{workflow_id}/settings")
    limits = {"max_concurrent_runs": 2, "rate": {"runs": 5, "per_s": 60.0}, "run_timeout_s": 90.0}
    saved = await save(owner, workflow_id, **limits)
    entries = (await owner.json("GET", "/audit?action=workflow.settings"))["items"]
    cleared = await save(owner, workflow_id)

    assert before == cleared == NONE
    assert saved == NONE | limits
    assert [(entry["target_id"], entry["details"]) for entry in entries] == [(workflow_id, limits)]


async def test_settings_out_of_bounds_and_of_others_are_refused(
    owner: Client, stranger: Client
) -> None:
    workflow_id = await owner.publish()
    path = f"/workflows/{workflow_id}/settings"
    wrong = await owner.ask("PUT", path, json={"max_concurrent_runs": 0, "rate": {"runs": 1}})
    theirs = await stranger.ask("PUT", path, json={})
    read = await stranger.ask("GET", path)

    assert {problem["field"] for problem in wrong.json()["problems"]} == {
        "/max_concurrent_runs", "/rate/per_s",
    }  # fmt: skip
    assert (wrong.status_code, theirs.status_code, read.status_code) == (422, 404, 404)


async def test_runs_above_the_limit_wait_in_line_until_it_is_raised(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    await save(owner, workflow_id, max_concurrent_runs=1)
    first, second, third = [await owner.start(workflow_id) for _ in range(3)]
    waiting = await owner.json("GET", f"/workflows/{workflow_id}/settings")
    await save(owner, workflow_id, max_concurrent_runs=2)

    assert [run["in_line"] for run in (first, second, third)] == [False, True, True]
    assert waiting["in_line"] == 2
    assert list(temporal.started) == [first["id"], second["id"]]


async def test_an_urgent_run_goes_before_those_that_wait(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    await save(owner, workflow_id, max_concurrent_runs=1, priority=4)
    first, _ = [await owner.start(workflow_id) for _ in range(2)]
    urgent = await owner.start(workflow_id, priority=1)
    await owner.json("POST", f"/runs/{first['id']}/terminate")

    assert list(temporal.started) == [first["id"], urgent["id"]]
    assert [request.priority for request in temporal.started.values()] == [4, 1]


async def test_a_run_starts_with_its_timeout_and_when_the_rate_lets_it(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    await save(owner, workflow_id, rate={"runs": 1, "per_s": 3600}, run_timeout_s=60)
    runs = [await owner.start(workflow_id) for _ in range(2)]
    now, later = [temporal.started[run["id"]] for run in runs]

    cancelled = [await owner.json("POST", f"/runs/{run['id']}/cancel") for run in runs]

    assert (now.timeout_s, now.start_at) == (60, None)
    assert later.start_at is not None
    assert (temporal.cancelled, temporal.terminated) == ([runs[0]["id"]], [runs[1]["id"]])
    assert [run["status"] for run in cancelled] == ["queued", "cancelled"]
    assert cancelled[1]["error"] is None


async def test_a_run_that_ended_frees_its_place(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    await save(owner, workflow_id, max_concurrent_runs=1)
    first = await owner.start(workflow_id)
    workspace_id = (await owner.json("GET", "/auth/me"))["workspace"]["id"]
    ended = RunUpdate(run_id=first["id"], workspace_id=workspace_id, status=RunStatus.FAILED)
    await write_projection(database, [], [ended])
    second = await owner.start(workflow_id)

    assert second["in_line"] is False
    assert list(temporal.started) == [first["id"], second["id"]]
