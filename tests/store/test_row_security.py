"""The second wall: a query that forgot its filter shows nothing of others."""

from collections.abc import Generator
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import col, func, select, update

from store import row_security
from store.audit_tables import AuditEntry
from store.database import Database
from store.folder_tables import Share
from store.ids import new_id
from store.row_security import (
    POLICY,
    SHARED,
    SHARING,
    beyond_workspace,
    enter_workspace,
    need_level,
)
from store.tables import Membership, Run, Workflow
from tests.store.rows import build_house


@pytest.fixture(autouse=True)
def _own_scope() -> Generator[None]:
    with beyond_workspace():
        yield


async def two_workspaces(database: Database) -> tuple[UUID, UUID]:
    """Each with a workflow and a run."""
    mine = await build_house(database, "mine@noria.example")
    theirs = await build_house(database, "theirs@noria.example")
    return mine.workspace_id, theirs.workspace_id


async def seen(database: Database) -> set[UUID]:
    """The forgotten filter."""
    async with database.sessions.begin() as session:
        return set((await session.exec(select(Workflow.workspace_id))).all())


async def test_a_forgotten_filter_shows_nothing_of_others(database: Database) -> None:
    mine, theirs = await two_workspaces(database)
    outside = await seen(database)
    enter_workspace(mine)
    inside = await seen(database)
    async with database.sessions.begin() as session:
        runs = (await session.exec(select(func.count()).select_from(Run))).one()
        changed = await session.exec(update(Run).values(status="failed"))

    assert (outside, inside, runs, changed.rowcount) == ({mine, theirs}, {mine}, 1, 1)


async def test_nothing_is_written_for_others(database: Database) -> None:
    mine, theirs = await two_workspaces(database)
    enter_workspace(mine)

    with pytest.raises(ProgrammingError, match="row-level security"):
        async with database.sessions.begin() as session:
            session.add(Workflow(id=new_id(), workspace_id=theirs, name="x", draft_graph={}))


async def test_a_pooled_connection_forgets_whom_it_served(database: Database) -> None:
    mine, theirs = await two_workspaces(database)
    for _ in range(3):
        enter_workspace(mine)
        assert await seen(database) == {mine}
        with beyond_workspace():
            assert await seen(database) == {mine, theirs}
            async with database.sessions.begin() as session:
                role = await session.scalar(text("SELECT current_user"))
            assert role == "noria"


async def test_every_table_with_a_workspace_has_the_policy(database: Database) -> None:
    query = text("""
        SELECT c.table_name, relrowsecurity AND EXISTS (
            SELECT FROM pg_policies WHERE tablename = c.table_name AND policyname = :policy
        )
        FROM information_schema.columns AS c
        JOIN pg_class ON pg_class.oid = quote_ident(c.table_name)::regclass
        WHERE c.table_schema = 'public' AND c.column_name = 'workspace_id' AND relkind IN ('r', 'p')
    """)
    async with database.engine.connect() as connection:
        found = {row[0]: row[1] for row in await connection.execute(query, {"policy": POLICY})}

    assert {name for name, is_walled in found.items() if not is_walled} <= SHARED
    assert len(found) > 20


async def test_a_forgotten_filter_shows_nothing_that_is_not_shared(database: Database) -> None:
    house = await build_house(database)
    async with database.sessions.begin() as session:
        account_id = (await session.exec(select(Membership.account_id))).one()
        # Owners see all: somebody else looks on.
        await session.exec(update(Membership).values(role="editor"))
        await session.exec(update(Workflow).values(restricted=True))

    async def count(level: int) -> tuple[int, int]:
        with beyond_workspace():
            enter_workspace(house.workspace_id, account_id)
            need_level(level)
            async with database.sessions.begin() as session:
                runs = (await session.exec(select(func.count()).select_from(Run))).one()
                changed = await session.exec(update(Workflow).values(tags=["x"]))
            return runs, changed.rowcount

    assert await count(1) == (0, 0)
    async with database.sessions.begin() as session:
        session.add(
            Share(
                id=new_id(), workspace_id=house.workspace_id, workflow_id=house.workflow_id,
                account_id=account_id, level=2,
            )
        )  # fmt: skip
    assert (await count(1), await count(2), await count(3)) == ((1, 1), (1, 1), (0, 0))


async def test_what_belongs_to_a_workflow_is_hidden_with_it(database: Database) -> None:
    query = text("""
        SELECT c.table_name FROM information_schema.columns AS c
        JOIN pg_class ON pg_class.oid = quote_ident(c.table_name)::regclass AND relkind IN ('r', 'p')
        WHERE c.table_schema = 'public' AND c.column_name IN ('workflow_id', 'workspace_id')
            AND c.table_name NOT IN (SELECT tablename FROM pg_policies WHERE policyname = :policy)
        GROUP BY c.table_name HAVING count(*) = 2
    """)
    async with database.engine.connect() as connection:
        bare = (await connection.execute(query, {"policy": SHARING})).scalars().all()

    assert bare == []


async def test_the_audit_trail_is_only_added_to(database: Database) -> None:
    enter_workspace((await two_workspaces(database))[0])
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with database.sessions.begin() as session:
            await session.exec(
                update(AuditEntry).values(action="x").where(col(AuditEntry.action) == "y")
            )


async def test_building_it_again_changes_nothing(database: Database) -> None:
    async with database.engine.begin() as connection:
        assert await connection.run_sync(row_security.build)
        assert await connection.run_sync(row_security.build)
