"""`python -m store.migrate`: brings the tables up to this program.

Several processes may do so at once: one works, the others wait and find it done.
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from store import row_security
from store.database import Database, driver_url
from store.settings import StoreSettings

LOCK = 0x6E6F726961
"""Any number that is ours alone."""


def upgrade(url: str) -> None:
    """All migrations in one transaction, and policies for their tables: all are there, or none."""
    engine = create_engine(driver_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        command.upgrade(config(connection), "head")
        row_security.build(connection)


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, for a connection that has begun a transaction."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.attributes["connection"] = connection
    return made


async def is_current(database: Database) -> bool:
    """Whether the tables are those of this program."""
    wanted = ScriptDirectory.from_config(config()).get_current_head()
    async with database.engine.connect() as connection:
        return wanted == await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )


def main() -> int:
    """Exit status 0 when the tables are current."""
    upgrade(StoreSettings().database_url)  # pyright: ignore[reportCallIssue] - from the environment
    return 0


if __name__ == "__main__":
    sys.exit(main())
