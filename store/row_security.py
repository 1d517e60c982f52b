"""The second wall between workspaces: PostgreSQL itself hides the rows of all others.

The first wall are the filters of our queries. Where a transaction has a workspace, it changes into a
role that sees the rows of that workspace only, whatever a query forgot. Who has none, as the worker,
stays the owner of the tables, for whom no policy is evaluated. See docs/decisions.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session as SyncSession
from sqlmodel.ext.asyncio.session import AsyncSession

ROLE = "noria_scoped"
SETTING = "noria.workspace_id"
POLICY = "of_workspace"
SHARED = frozenset({"workspace", "membership", "invitation"})
"""Read to find out which workspaces an account may enter, before it is in one."""
APPEND_ONLY = frozenset({"audit_entry"})

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
_scope: ContextVar[UUID | None] = ContextVar("noria_workspace", default=None)


def enter_workspace(workspace_id: UUID) -> None:
    """From now on transactions of this task, and of those that it starts, see this one alone."""
    _scope.set(workspace_id)


@contextmanager
def beyond_workspace() -> Generator[None]:
    """Transactions that begin in the block have the first wall only; say why at the call."""
    token = _scope.set(None)
    try:
        yield
    finally:
        _scope.reset(token)


async def move_to_workspace(session: AsyncSession, workspace_id: UUID) -> None:
    """The rest of this transaction sees that workspace instead: one that it has just made."""
    connection = await session.connection()
    await connection.execute(
        text("SELECT set_config(:setting, :workspace_id, true)"),
        {"setting": SETTING, "workspace_id": str(workspace_id)},
    )


class ScopedSession(SyncSession):
    """Each of its transactions begins in the workspace of its task, if there is one."""


@event.listens_for(ScopedSession, "after_begin")
def _begin_in_workspace(_: Any, __: Any, connection: Connection) -> None:
    workspace_id = _scope.get()
    if workspace_id is None or not _stands(connection):
        return
    connection.exec_driver_sql(
        f"SELECT set_config('role', '{ROLE}', true), set_config('{SETTING}', %s, true)",
        (str(workspace_id),),
    )


def _stands(connection: Connection) -> bool:
    """Asked once for each pool of connections."""
    known: dict[str, bool] = connection.engine.__dict__.setdefault("noria_walls", {})
    if ROLE not in known:
        known[ROLE] = _may_change_role(connection)
        if not known[ROLE]:
            log.warning("row_security_off", role=ROLE)
    return known[ROLE]


def build(connection: Connection) -> bool:
    """After the migrations, for all tables that there are then; may be repeated.

    Whether the wall stands: False where the database's user may not make roles, and nobody made this
    one for it.
    """
    if not _may_change_role(connection) and not _make_role(connection):
        log.warning("row_security_off", role=ROLE)
        return False
    run = connection.exec_driver_sql
    run(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
    run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}")
    run(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")
    for table in APPEND_ONLY:
        run(f"REVOKE UPDATE, DELETE ON {table} FROM {ROLE}")
    for table in _without_policy(connection):
        run(
            f'CREATE POLICY {POLICY} ON "{table}" TO {ROLE}'
            f" USING (workspace_id = nullif(current_setting('{SETTING}', true), '')::uuid)"
        )
        run(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    return True


def _make_role(connection: Connection) -> bool:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"CREATE ROLE {ROLE} NOLOGIN")
            connection.exec_driver_sql(f"GRANT {ROLE} TO CURRENT_USER")
    except ProgrammingError:
        return False
    return True


def _may_change_role(connection: Connection) -> bool:
    query = text(
        "SELECT coalesce(bool_or(pg_has_role(oid, 'SET')), false) FROM pg_roles WHERE rolname = :role"
    )
    return bool(connection.execute(query, {"role": ROLE}).scalar())


def _without_policy(connection: Connection) -> list[str]:
    query = text("""
        SELECT c.table_name FROM information_schema.columns AS c
        JOIN pg_class ON pg_class.oid = quote_ident(c.table_name)::regclass AND relkind IN ('r', 'p')
        WHERE c.table_schema = 'public' AND c.column_name = 'workspace_id'
            AND c.table_name NOT IN (
                SELECT tablename FROM pg_policies
                WHERE schemaname = 'public' AND policyname = :policy
            )
        ORDER BY c.table_name
    """)
    found = connection.execute(query, {"policy": POLICY}).scalars()
    return [table for table in found if table not in SHARED]
