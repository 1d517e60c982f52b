"""The second wall between workspaces: PostgreSQL itself hides the rows of all others.

The first wall are the filters of our queries. Where a transaction has a workspace, it changes into a
role that sees the rows of that workspace only, whatever a query forgot. Who has none, as the worker,
stays the owner of the tables, for whom no policy is evaluated. Where a viewer is named besides, the
rows of what is not shared with them are hidden too. See docs/decisions.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session as SyncSession
from sqlmodel.ext.asyncio.session import AsyncSession

from noria.errors import Forbidden

ROLE = "noria_scoped"
SETTING = "noria.workspace_id"
VIEWER = "noria.viewer"
LEVEL = "noria.level"
POLICY = "of_workspace"
SHARING = "of_sharing"
SHARED = frozenset({"workspace", "membership", "invitation"})
"""Read to find out which workspaces an account may enter, before it is in one."""
APPEND_ONLY = frozenset({"audit_entry"})

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Scope:
    """What the transactions of a task see."""

    workspace_id: UUID
    viewer: UUID | None = None
    """An account to which not everything is shown; None: sharing hides nothing."""
    level: int = 1
    """What the viewer is about to do, so what they must be allowed with what they see."""


_scope: ContextVar[Scope | None] = ContextVar("noria_scope", default=None)


def enter_workspace(workspace_id: UUID, viewer: UUID | None = None) -> None:
    """From now on transactions of this task, and of those that it starts, see this one alone."""
    _scope.set(Scope(workspace_id, viewer))


def need_level(level: int) -> None:
    """From now on they see only those restricted things with which the viewer may do so much."""
    scope = _scope.get()
    if scope is not None:
        _scope.set(replace(scope, level=level))


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
    scope = _scope.get()
    if scope is None:
        return
    if not _stands(connection):
        if scope.viewer is not None:
            raise Forbidden(
                "Some workflows here are shared with some members only, and row security, which "
                "holds that, is off: ask whoever runs this server to make its role (docs/security.md)."
            )
        return
    if scope.viewer is None:
        connection.exec_driver_sql(
            f"SELECT set_config('role', '{ROLE}', true), set_config('{SETTING}', %s, true)",
            (str(scope.workspace_id),),
        )
        return
    connection.exec_driver_sql(
        f"SELECT set_config('role', '{ROLE}', true), set_config('{SETTING}', %s, true),"
        f" set_config('{VIEWER}', %s, true), set_config('{LEVEL}', %s, true)",
        (str(scope.workspace_id), str(scope.viewer), str(scope.level)),
    )


async def stands(session: AsyncSession) -> bool:
    """Whether the wall does."""
    return await session.run_sync(lambda sync: _stands(sync.connection()))


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
    for table in _without_policy(connection, POLICY):
        run(
            f'CREATE POLICY {POLICY} ON "{table}" TO {ROLE}'
            f" USING (workspace_id = nullif(current_setting('{SETTING}', true), '')::uuid)"
        )
        run(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    for table in _without_policy(connection, SHARING):
        if condition := _SHARED.get(table) or _of_workflow(connection, table):
            # Asked once for each statement: without a viewer a row costs one comparison.
            free = f"(SELECT coalesce(current_setting('{VIEWER}', true), '')) = ''"
            run(
                f'CREATE POLICY {SHARING} ON "{table}" AS RESTRICTIVE TO {ROLE}'
                f" USING ({free} OR {condition})"
            )
    return True


def _current(setting: str, kind: str) -> str:
    return f"nullif(current_setting('{setting}', true), '')::{kind}"


def _closed(function: str, column: str) -> str:
    """Ids of what the viewer may not do as much with as they are about to."""
    asked = f"{function}({_current(SETTING, 'uuid')}, {_current(VIEWER, 'uuid')}) AS closed"
    missing = f"closed.level < {_current(LEVEL, 'int')}"
    return f"(SELECT closed.{column} FROM {asked} WHERE {missing})"  # noqa: S608 - our names


_SHARED = {
    "workflow": f"id NOT IN {_closed('noria_levels', 'workflow_id')}",
    "folder": f"id NOT IN {_closed('noria_folder_levels', 'folder_id')}",
    # What may be seen of the other table is for its own policy to say.
    "approval": "EXISTS (SELECT FROM run WHERE run.id = approval.run_id)",
    "trigger_firing": "EXISTS (SELECT FROM trigger WHERE trigger.id = trigger_firing.trigger_id)",
    "bulk_action": f"account_id = {_current(VIEWER, 'uuid')}",
}


def _of_workflow(connection: Connection, table: str) -> str | None:
    query = text("""
        SELECT count(*) FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = :table AND column_name = 'workflow_id'
    """)
    if not connection.execute(query, {"table": table}).scalar():
        return None
    closed = _closed("noria_levels", "workflow_id")
    return f"workflow_id IS NULL OR workflow_id NOT IN {closed}"


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


def _without_policy(connection: Connection, policy: str) -> list[str]:
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
    found = connection.execute(query, {"policy": policy}).scalars()
    return [table for table in found if table not in SHARED]
