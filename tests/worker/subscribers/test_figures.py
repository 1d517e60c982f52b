"""Figures count each run once, and stay when its row is gone."""

from datetime import UTC, datetime, timedelta

from sqlmodel import delete

from noria.domain_events import EventType, RunEnded, RunStarted
from store import run_days
from store.database import Database
from store.ids import new_id
from store.tables import Run, Workflow
from tests.store.rows import House, build_house
from tests.worker.outbox_house import Temporal, counted, fresh, happen
from worker.relay import Relay

NOW = datetime.now(UTC)


def ended(house: House, seconds: float) -> RunEnded:
    return RunEnded(
        workflow_id=str(house.workflow_id),
        run_id=str(new_id()),
        started_at=NOW - timedelta(seconds=seconds),
        finished_at=NOW,
    )


async def test_runs_are_added_up_over_several_sweeps(database: Database) -> None:
    house, relay = await fresh(database), Relay(database, Temporal())
    outcomes: list[tuple[EventType, float]] = [
        ("run.succeeded", 2), ("run.succeeded", 4), ("run.failed", 100), ("run.cancelled", 100),
    ]  # fmt: skip
    for type_, seconds in outcomes:
        started = RunStarted(workflow_id=str(house.workflow_id), run_id=str(new_id()))
        await happen(database, house, "run.started", started)
        await happen(database, house, type_, ended(house, seconds))
        await relay.sweep()
    await relay.sweep()

    [day] = await counted(database)
    assert (day.started, day.succeeded, day.failed, day.cancelled) == (4, 2, 1, 1)
    assert day.seconds == 6


async def test_figures_stay_when_runs_are_deleted_and_go_with_their_workflow(
    database: Database,
) -> None:
    house = await fresh(database)
    await happen(database, house, "run.succeeded", ended(house, 3))
    await Relay(database, Temporal()).sweep()
    async with database.sessions.begin() as session:
        await session.exec(delete(Run))
    kept = await listed(database, house)
    async with database.sessions.begin() as session:
        await session.exec(delete(Workflow))
    await happen(database, house, "run.succeeded", ended(house, 3))
    await Relay(database, Temporal()).sweep()

    assert [(day.succeeded, day.mean_s) for day in kept] == [(0, None), (1, 3.0)]
    assert await counted(database) == []


async def test_a_workspace_sees_its_own_figures(database: Database) -> None:
    house = await fresh(database)
    await happen(database, house, "run.succeeded", ended(house, 3))
    await Relay(database, Temporal()).sweep()
    other = await build_house(database, "other@noria.example")

    assert [day.succeeded for day in await listed(database, other)] == [0, 0]


async def listed(database: Database, house: House) -> list[run_days.Day]:
    """Of yesterday and today."""
    today = datetime.now(UTC).date()
    async with database.sessions.begin() as session:
        return await run_days.list_days(
            session,
            workspace_id=house.workspace_id,
            since=today - timedelta(days=1),
            until=today,
            workflow_id=None,
        )
