"""The migrations make the tables that the program knows."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text
from sqlmodel import select

from store.database import Database
from store.figure_tables import RunDay
from store.migrate import config, is_current, upgrade
from tests.store.rows import NOON, add_run, build_house


def test_migrations_and_tables_agree(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        command.check(config(connection))
    engine.dispose()


async def test_a_migrated_database_is_current(database: Database) -> None:
    assert await is_current(database)


def test_several_processes_may_migrate_at_once_and_back(database_url: str) -> None:
    admin = create_engine(database_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE fresh"))
    url = make_url(database_url).set(database="fresh").render_as_string(hide_password=False)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, [url] * 4))
    engine = create_engine(url)
    with engine.begin() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        newest = ScriptDirectory.from_config(config(connection)).get_current_head()
        command.downgrade(config(connection), "base")
    upgrade(url)
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE fresh"))
    admin.dispose()

    assert version == newest


async def test_runs_of_before_are_counted_by_day(database: Database, database_url: str) -> None:
    house = await build_house(database)
    ids = [house.run_id]
    ids += [await add_run(database, house.workspace_id, house.workflow_id) for _ in range(3)]
    ends = [("succeeded", 2), ("succeeded", 4), ("failed", 1), ("running", None)]
    async with database.engine.begin() as connection:
        for run_id, (status, seconds) in zip(ids, ends, strict=True):
            values = {"id": run_id, "status": status, "seconds": seconds, "noon": NOON}
            await connection.execute(_ENDED, values)
        await connection.execute(text("DELETE FROM domain_event"))
        await connection.execute(_TOLD, {"workspace": house.workspace_id, "run": str(ids[2])})
    await asyncio.to_thread(_once_more, database_url)
    async with database.sessions.begin() as session:
        [day] = await session.exec(select(RunDay))

    assert (day.day, day.started, day.succeeded, day.seconds) == (NOON.date(), 4, 2, 6.0)
    assert day.failed == 0, "it is in the outbox still, from which it is counted later"


_ENDED = text("""
    UPDATE run SET status = :status, started_at = :noon,
        finished_at = :noon + make_interval(secs => CAST(:seconds AS float8))
    WHERE id = :id
""")
_TOLD = text("""
    INSERT INTO domain_event (workspace_id, type, data)
    VALUES (:workspace, 'run.failed', json_build_object('run_id', CAST(:run AS text)))
""")


def _once_more(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        command.downgrade(config(connection), "0035_earlier_draft")
    engine.dispose()
    upgrade(url)
