"""The audit trail."""

from dataclasses import replace

from store import audit
from store.audit import Act, AuditFilter
from store.database import Database
from store.ids import new_id
from tests.store.rows import House, build_house


def pause(house: House, **more: object) -> Act:
    act = Act(
        workspace_id=house.workspace_id,
        account_id=None,
        action="run.pause",
        target_type="run",
        target_id=str(house.run_id),
    )
    return replace(act, **more)


async def listed(
    database: Database, house: House, filters: AuditFilter | None = None
) -> list[audit.EntryRow]:
    async with database.sessions.begin() as session:
        page = await audit.list_entries(
            session,
            workspace_id=house.workspace_id,
            filters=filters or AuditFilter(),
            cursor=None,
            limit=50,
        )
    return list(page.items)


async def test_entries_are_read_as_they_were_written_the_newest_first(database: Database) -> None:
    house = await build_house(database)
    for act in (
        pause(house),
        pause(house, action="run.resume", result="refused", details={"code": "conflict"}),
    ):
        async with database.sessions.begin() as session:
            await audit.add_entry(session, act)

    newest, oldest = await listed(database, house)

    assert (newest.action, newest.result, newest.details) == (
        "run.resume",
        "refused",
        {"code": "conflict"},
    )
    assert (oldest.action, oldest.result, oldest.details) == ("run.pause", "done", {})
    assert oldest.target_id == str(house.run_id)
    assert oldest.account is None


async def test_each_filter_leaves_others_out(database: Database) -> None:
    house = await build_house(database)
    other = str(new_id())
    async with database.sessions.begin() as session:
        await audit.add_entries(
            session,
            [
                pause(house),
                pause(house, action="run.cancel", target_id=other),
                pause(house, action="workflow.publish", target_type="workflow"),
            ],
        )

    async def found(filters: AuditFilter) -> set[str]:
        return {row.action for row in await listed(database, house, filters)}

    assert await found(AuditFilter(action="run.pause")) == {"run.pause"}
    assert await found(AuditFilter(target_type="run")) == {"run.pause", "run.cancel"}
    assert await found(AuditFilter(target_type="run", target_id=other)) == {"run.cancel"}
    assert await found(AuditFilter(account_id=new_id())) == set()


async def test_pages_hold_each_entry_once(database: Database) -> None:
    house = await build_house(database)
    async with database.sessions.begin() as session:
        await audit.add_entries(session, [pause(house, target_id=str(n)) for n in range(5)])

    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        async with database.sessions.begin() as session:
            page = await audit.list_entries(
                session,
                workspace_id=house.workspace_id,
                filters=AuditFilter(),
                cursor=cursor,
                limit=2,
            )
        seen += [row.target_id for row in page.items]
        cursor = page.next_cursor

    assert sorted(seen) == list("01234")
    assert cursor is None


async def test_a_workspace_sees_its_own_entries_only(database: Database) -> None:
    house = await build_house(database)
    other = await build_house(database, "stranger@noria.example")
    async with database.sessions.begin() as session:
        await audit.add_entry(session, pause(house))

    assert await listed(database, other) == []


async def test_what_is_rolled_back_was_never_done(database: Database) -> None:
    house = await build_house(database)
    session = database.sessions()
    await session.begin()
    await audit.add_entry(session, pause(house))
    await session.rollback()
    await session.close()

    assert await listed(database, house) == []
