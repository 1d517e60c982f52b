"""The activity behind schedules, on a real database."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import select

from noria.run import RunRequest
from noria.triggers.fire_call import FireCall
from store import triggers
from store.blobs import ObjectBlobStore
from store.database import Database
from store.ids import new_id
from store.plans import Plans
from store.tables import Run
from store.trigger_tables import Trigger, TriggerFiring
from tests.store.rows import House, build_house
from worker.runs import DatabaseRuns
from worker.triggers import Triggers

DUE = datetime(2026, 11, 21, 9, tzinfo=UTC)


@dataclass
class Starter:
    started: list[str] = field(default_factory=list[str])
    cancelled: list[str] = field(default_factory=list[str])

    async def start(self, request: RunRequest, *, awaited: bool = False) -> None:
        self.started.append(request.run_id)

    async def cancel(self, run_id: str) -> bool:
        self.cancelled.append(run_id)
        return True

    async def terminate(self, run_id: str, reason: str) -> bool:
        return True


@dataclass(frozen=True)
class Parts:
    database: Database
    blobs: ObjectBlobStore
    runs: Starter
    plans: Plans = field(default_factory=Plans)


async def set_up(
    database: Database, folder: Path, **config: Any
) -> tuple[House, Parts, Triggers, Trigger]:
    house = await build_house(database)
    trigger = Trigger(
        id=new_id(),
        workspace_id=house.workspace_id,
        workflow_id=house.workflow_id,
        type="schedule",
        name="Hourly",
        config={"kind": "interval", "every_s": 3600, "time_zone": "Europe/Berlin", **config},
        mapping={},
    )
    async with database.sessions.begin() as session:
        await triggers.add_trigger(session, trigger=trigger)
    parts = Parts(database, ObjectBlobStore(folder.as_uri()), Starter())
    client: Any = None
    return house, parts, Triggers(parts, client), trigger


async def outcomes(database: Database) -> list[str]:
    async with database.sessions.begin() as session:
        rows = await session.exec(select(TriggerFiring).order_by(TriggerFiring.id))  # pyright: ignore[reportArgumentType]
        return [row.outcome for row in rows]


def call(trigger: Trigger, due: datetime = DUE) -> FireCall:
    return FireCall(trigger_id=str(trigger.id), workspace_id=str(trigger.workspace_id), due=due)


async def test_a_time_starts_one_run_however_often_it_is_told(
    database: Database, tmp_path: Path
) -> None:
    _, parts, kept, trigger = await set_up(database, tmp_path)
    for _ in range(3):
        await kept.fire(call(trigger))
    async with database.sessions.begin() as session:
        runs = (await session.exec(select(Run).where(Run.key == f"schedule-{trigger.id}"))).all()

    assert [run.input for run in runs] == [
        {
            "scheduled_for": "2026-11-21T09:00:00+00:00",
            "local_time": "2026-11-21T10:00:00+01:00",
            "time_zone": "Europe/Berlin",
        }
    ]
    assert parts.runs.started == [str(runs[0].id)]
    assert await outcomes(database) == ["started", "duplicate", "duplicate"]


async def test_the_next_time_is_skipped_while_the_run_goes_on(
    database: Database, tmp_path: Path
) -> None:
    _, parts, kept, trigger = await set_up(database, tmp_path)
    async with database.sessions.begin() as session:
        # As triggers may have it from before that was refused: the overlap is what counts.
        await triggers.change_trigger(
            session,
            await session.merge(trigger),
            {"mapping": {"key": "{{ trigger.scheduled_for }}"}},
        )
    await kept.fire(call(trigger))
    await kept.fire(call(trigger, DUE.replace(hour=10)))

    assert len(parts.runs.started) == 1
    assert await outcomes(database) == ["started", "skipped"]


async def test_the_next_time_waits_in_line_or_runs_beside_where_that_is_wanted(
    database: Database, tmp_path: Path
) -> None:
    _, parts, kept, queueing = await set_up(database, tmp_path, overlap="queue")
    await kept.fire(call(queueing))
    await kept.fire(call(queueing, DUE.replace(hour=10)))
    queued = len(parts.runs.started)
    async with database.sessions.begin() as session:
        waiting = (await session.exec(select(Run).where(Run.in_line))).all()

    assert (queued, len(waiting)) == (1, 1)


async def test_the_next_time_runs_beside_the_one_before(database: Database, tmp_path: Path) -> None:
    _, parts, kept, trigger = await set_up(database, tmp_path, overlap="allow")
    for hour in (9, 10):
        await kept.fire(call(trigger, DUE.replace(hour=hour)))

    assert (len(parts.runs.started), parts.runs.cancelled) == (2, [])


async def test_the_next_time_takes_the_place_of_the_one_before(
    database: Database, tmp_path: Path
) -> None:
    _, parts, kept, trigger = await set_up(database, tmp_path, overlap="cancel_previous")
    for hour in (9, 10):
        await kept.fire(call(trigger, DUE.replace(hour=hour)))

    assert len(parts.runs.cancelled) == 1
    assert parts.runs.cancelled == parts.runs.started[:1]


async def test_what_is_wrong_is_in_the_history(database: Database, tmp_path: Path) -> None:
    _, parts, kept, trigger = await set_up(database, tmp_path)
    async with database.sessions.begin() as session:
        found = await triggers.get_trigger(
            session, workspace_id=trigger.workspace_id, trigger_id=trigger.id, lock=True
        )
        await triggers.change_trigger(
            session, found.trigger, {"mapping": {"input": "{{ trigger.missing.path }}"}}
        )
    await kept.fire(call(trigger))

    assert (parts.runs.started, await outcomes(database)) == ([], ["failed"])


async def test_a_paused_schedule_starts_nothing(database: Database, tmp_path: Path) -> None:
    _, parts, kept, trigger = await set_up(database, tmp_path)
    async with database.sessions.begin() as session:
        found = await triggers.get_trigger(
            session, workspace_id=trigger.workspace_id, trigger_id=trigger.id, lock=True
        )
        await triggers.change_trigger(session, found.trigger, {"paused_at": DUE})
    await kept.fire(call(trigger))

    assert (parts.runs.started, await outcomes(database)) == ([], [])


async def test_firings_are_forgotten_after_thirty_days(database: Database, tmp_path: Path) -> None:
    _, _, kept, trigger = await set_up(database, tmp_path)
    await kept.fire(call(trigger))
    await kept.fire(call(trigger))
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                "UPDATE trigger_firing SET at = now() - interval '31 days' WHERE run_id IS NOT NULL"
                " AND outcome = 'started'"
            )
        )
    await DatabaseRuns(database).forget()

    assert await outcomes(database) == ["duplicate"]
