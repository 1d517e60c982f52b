"""Runs are kept as long as their workflow says."""

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from store import retention
from store.database import Database
from store.tables import Run, Step
from store.workflow_settings import Settings, save_settings
from tests.store.rows import House, add_run, build_house, write


async def keep(database: Database, house: House, days: int | None) -> None:
    async with database.sessions.begin() as session:
        await save_settings(
            session,
            workspace_id=house.workspace_id,
            workflow_id=house.workflow_id,
            settings=Settings(retention_days=days),
        )


async def forget(database: Database) -> int:
    async with database.sessions.begin() as session:
        return await retention.delete_expired(session)


async def test_a_run_goes_with_its_steps_when_its_time_is_over(database: Database) -> None:
    house, other = await build_house(database), await build_house(database, "b@noria.example")
    going = await add_run(database, house.workspace_id, house.workflow_id)
    old = datetime.now(UTC) - timedelta(days=8)
    for owner in (house, other):
        end = owner.update("failed", finished_at=old)
        await write(database, [owner.step("fetch", "failed")], [end])

    assert await forget(database) == 0
    await keep(database, house, 9)
    assert await forget(database) == 0
    await keep(database, house, 7)
    assert await forget(database) == 1

    async with database.sessions.begin() as session:
        left = (await session.exec(select(Run.id))).all()
        steps = (await session.exec(select(Step.run_id))).all()
    assert {*left} == {going, other.run_id}
    assert steps == [other.run_id]
