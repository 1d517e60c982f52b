"""The audit trail only grows, and shows when it was changed all the same."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store import audit
from store.audit_chain import Point, Report, check_chain, delete_old, expired_workspaces
from store.audit_check import check_all, main, read_point
from store.database import Database
from tests.store.rows import House, build_house
from tests.store.test_audit import pause

TABLES = ("audit_entry", "audit_link", "audit_anchor")


async def note(database: Database, house: House, *reasons: str) -> None:
    for reason in reasons:
        async with database.sessions.begin() as session:
            audit.caller_address.set("203.0.113.7")
            await audit.add_entry(session, pause(house, details={"reason": reason, "n": 1.5}))


async def check(database: Database, house: House, known: Point | None = None) -> Report:
    reports = await check_all(database, workspace_id=house.workspace_id, known=known)
    return reports[house.workspace_id]


async def run(database: Database, *statements: str, unguarded: bool = False) -> None:
    """As somebody with a connection of their own; `unguarded`: who may switch triggers off."""
    around = [
        [f"ALTER TABLE {table} {switch} TRIGGER USER" for table in TABLES] if unguarded else []
        for switch in ("DISABLE", "ENABLE")
    ]
    async with database.engine.begin() as connection:
        for statement in (*around[0], *statements, *around[1]):
            await connection.execute(text(statement))


async def age(database: Database, days: int, reason: str) -> None:
    """Make an entry old, with the hashes that it would have had."""
    await run(
        database,
        f"UPDATE audit_entry SET at = now() - interval '{days} days' "
        f"WHERE details->>'reason' = '{reason}'",
        "DELETE FROM audit_link",
        "SELECT audit_chain(e) FROM (SELECT * FROM audit_entry ORDER BY at, id) e",
        unguarded=True,
    )


async def test_a_chain_is_whole_as_it_was_written(database: Database) -> None:
    house = await build_house(database)
    await note(database, house, "too dear", 'späť "quoted"\n\t€ 🦀', "third")
    async with database.sessions.begin() as session:
        await audit.add_entries(session, [pause(house), pause(house, account_id=house.run_id)])

    report = await check(database, house)

    assert (report.wrong, report.entries, report.head.seq) == (None, 5, 5)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'run.resume'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_link SET seq = seq + 1",
        "DELETE FROM audit_link",
        "UPDATE audit_anchor SET seq = 0",
    ],
)
async def test_changes_are_refused(database: Database, statement: str) -> None:
    house = await build_house(database)
    await note(database, house, "first", "second")

    with pytest.raises(DBAPIError, match="only grows"):
        await run(database, statement)

    assert (await check(database, house)).entries == 2


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE audit_entry SET target_id = 'x' WHERE details->>'reason' = 'b'", "entry 2 was"),
        (
            "UPDATE audit_entry SET account_id = workspace_id WHERE account_id IS NULL",
            "entry 1 was",
        ),
        ("UPDATE audit_entry SET details = NULL WHERE details->>'reason' = 'c'", "entry 3 was"),
        ("UPDATE audit_entry SET address = '::1' WHERE details->>'reason' = 'c'", "entry 3 was"),
        ("DELETE FROM audit_entry WHERE details->>'reason' = 'b'", "entry 2 is gone"),
        ("DELETE FROM audit_link WHERE seq = 2", "link of entry 2 is gone"),
        ("DELETE FROM audit_link WHERE seq = 3", "in no chain"),
        ("UPDATE audit_link SET hash = prev_hash WHERE seq = 2", "entry 2 was changed"),
        ("UPDATE audit_link SET prev_hash = hash WHERE seq = 3", "does not follow"),
    ],
)
async def test_what_was_changed_around_the_triggers_is_found(
    database: Database, statement: str, wrong: str
) -> None:
    house = await build_house(database)
    await note(database, house, "a", "b", "c")

    await run(database, statement, unguarded=True)

    assert wrong in ((await check(database, house)).wrong or "nothing")


async def test_a_noted_point_shows_that_the_end_was_cut_off(database: Database) -> None:
    house = await build_house(database)
    await note(database, house, "a", "b", "c")
    known = (await check(database, house)).head

    assert read_point(str(known)) == known
    assert (await check(database, house, known)).wrong is None
    await run(database, "DELETE FROM audit_entry WHERE details->>'reason'='c'", unguarded=True)
    await run(database, "DELETE FROM audit_link WHERE seq = 3", unguarded=True)

    assert (await check(database, house)).wrong is None
    assert (await check(database, house, known)).wrong == "the chain ends before entry 3"
    await note(database, house, "other")
    assert (await check(database, house, known)).wrong == "entry 3 is not the one that was noted"


async def test_entries_written_at_once_are_one_chain(database: Database) -> None:
    house = await build_house(database)
    other = await build_house(database, "b@noria.example")

    await asyncio.gather(
        *(note(database, house, f"{n}a", f"{n}b") for n in range(8)),
        *(note(database, other, f"{n}") for n in range(4)),
    )

    report, others = await check(database, house), await check(database, other)
    assert (report.wrong, report.entries) == (None, 16)
    assert (others.wrong, others.entries) == (None, 4)


async def test_old_entries_go_and_the_chain_stays_whole(database: Database) -> None:
    house = await build_house(database)
    await note(database, house, "a", "b", "c")
    await age(database, 10, "a")
    await age(database, 8, "b")
    known = (await check(database, house)).head

    async def delete(days: int) -> int:
        async with database.sessions.begin() as session:
            expired = await expired_workspaces(session, days=days)
            gone = [await delete_old(session, workspace_id=each, days=days) for each in expired]
            return sum(gone)

    assert await delete(11) == 0
    assert await delete(9) == 1
    assert await delete(7) == 1
    assert await delete(7) == 0
    await note(database, house, "d")
    report = await check(database, house, known)

    assert (report.wrong, report.entries, report.deleted_until) == (None, 2, 2)
    await run(database, "DELETE FROM audit_link WHERE seq = 3", unguarded=True)
    assert (await check(database, house)).wrong == "the link of entry 3 is gone"


async def test_all_may_be_old(database: Database) -> None:
    house = await build_house(database)
    await note(database, house, "a")
    await age(database, 10, "a")
    async with database.sessions.begin() as session:
        assert await delete_old(session, workspace_id=house.workspace_id, days=1) == 1
    await note(database, house, "b")

    report = await check(database, house)

    assert (report.wrong, report.entries, report.head.seq) == (None, 1, 2)


async def test_a_workspace_takes_its_chain_along(database: Database) -> None:
    house = await build_house(database)
    await note(database, house, "a")

    await run(database, "DELETE FROM workspace")

    async with database.sessions.begin() as session:
        report = await check_chain(session, workspace_id=house.workspace_id)
    assert (report.entries, report.wrong) == (0, None)


async def test_the_command_tells_by_its_exit_status(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house = await build_house(database)
    await note(database, house, "a", "b")
    monkeypatch.setenv("NORIA_DATABASE_URL", database.url)
    monkeypatch.setenv("NORIA_BLOB_URL", "file:///tmp")

    assert await asyncio.to_thread(main, []) == 0
    assert f"{house.workspace_id} whole: 2 entries, up to 2:" in capsys.readouterr().out
    await run(database, "UPDATE audit_entry SET action='x'", unguarded=True)
    assert await asyncio.to_thread(main, ["--workspace", str(house.workspace_id)]) == 1
    assert "NOT whole: entry 1 was changed; right up to 0:" in capsys.readouterr().out
