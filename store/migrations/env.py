"""Alembic's entry: runs migrations on the connection that `store.migrate` opened."""

from typing import Any

from alembic import context

from store import (
    bulk_tables,
    dead_letter_tables,
    destination_tables,
    folder_tables,
    waiting_tables,
)
from store.tables import Table

# Tables in modules of their own are known once these are imported.
MODULES = (bulk_tables, dead_letter_tables, destination_tables, folder_tables, waiting_tables)

# Made only where PostgreSQL has pg_trgm, so the tables don't declare it.
OPTIONAL = {"ix_workflow_name_trgm"}


def _include(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    return not (kind == "index" and name in OPTIONAL)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    include_object=_include,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
