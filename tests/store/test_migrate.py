"""The migrations make the tables that the program knows."""

from concurrent.futures import ThreadPoolExecutor

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text

from store.database import Database
from store.migrate import config, is_current, upgrade


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
