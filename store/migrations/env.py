"""Alembic's entry: runs migrations on the connection that `store.migrate` opened."""

import pkgutil
from importlib import import_module
from typing import Any

from alembic import context

import store
from store.tables import Table

# Tables in modules of their own are known once these are imported.
for module in pkgutil.iter_modules(store.__path__):
    if module.name.endswith("_tables"):
        import_module(f"store.{module.name}")

# Made only where PostgreSQL has pg_trgm, so the tables don't declare it.
OPTIONAL = {"ix_workflow_name_trgm", "ix_run_error_trgm"}


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
