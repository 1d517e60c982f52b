"""Credentials in the database."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from noria.errors import Conflict, NotFound
from noria.keys import KeyRing
from store.accounts import add_owner
from store.credentials import (
    CredentialChange,
    CredentialRow,
    OpenRow,
    add_credential,
    change_credential,
    delete_credential,
    find_credentials,
    get_credential,
    list_credentials,
    open_credential,
)
from store.database import Database
from store.ids import new_id
from store.sealing import Sealer

SEALER = Sealer(KeyRing({"k1": b"1" * 32}))


async def build(database: Database, email: str = "owner@noria.example") -> tuple[UUID, UUID]:
    async with database.sessions.begin() as session:
        owner = await add_owner(session, email=email, password_hash="-", workspace_name="Home")
    return owner.workspace_id, owner.account_id


async def add(
    database: Database, ids: tuple[UUID, UUID], name: str = "Shop", **more: Any
) -> CredentialRow:
    given: dict[str, Any] = {
        "name": name,
        "public": {"username": "ada"},
        "secrets": {"password": "s3cr3t"},
    } | more
    new = CredentialChange(**given)
    async with database.sessions.begin() as session:
        return await add_credential(
            session,
            SEALER,
            workspace_id=ids[0],
            account_id=ids[1],
            type_name="basic",
            new=new,
        )


async def opened(database: Database, workspace_id: UUID, name: str = "Shop") -> OpenRow | None:
    async with database.sessions.begin() as session:
        return await open_credential(session, SEALER, workspace_id=workspace_id, name=name)


async def test_a_credential_is_listed_without_its_secrets_and_opened_with_them(
    database: Database,
) -> None:
    ids = await build(database)
    row = await add(database, ids, allowed_hosts=["a.example"])
    async with database.sessions.begin() as session:
        page = await list_credentials(
            session, workspace_id=ids[0], types=["basic"], cursor=None, limit=10
        )
        none = await list_credentials(
            session, workspace_id=ids[0], types=["ssh"], cursor=None, limit=10
        )
    found = await opened(database, ids[0])

    assert (list(page.items), list(none.items)) == ([row], [])
    assert (row.public, row.secrets) == ({"username": "ada"}, ["password"])
    assert "s3cr3t" not in repr(row)
    assert found is not None
    assert found.secrets == {"password": "s3cr3t"}


async def test_a_dump_of_the_database_tells_no_secret(database: Database) -> None:
    await add(database, await build(database))
    async with database.engine.begin() as connection:
        rows = str((await connection.execute(text("SELECT * FROM credential"))).all())

    assert "ada" in rows
    assert "s3cr3t" not in rows


async def test_another_workspace_has_its_own_names_and_opens_nothing_of_this_one(
    database: Database,
) -> None:
    mine, other = await build(database), await build(database, "other@noria.example")
    row = await add(database, mine)

    assert await opened(database, other[0]) is None
    async with database.sessions.begin() as session:
        with pytest.raises(NotFound):
            await get_credential(session, workspace_id=other[0], credential_id=row.id)
        with pytest.raises(NotFound):
            await delete_credential(session, workspace_id=other[0], credential_id=row.id)
        assert await find_credentials(session, workspace_id=other[0], names=["Shop"]) == {}
    await add(database, other)
    with pytest.raises(Conflict, match="'Shop' already"):
        await add(database, mine)


async def test_a_change_replaces_what_it_names(database: Database) -> None:
    ids = await build(database)
    row = await add(database, ids)
    change = CredentialChange(name="Store", secrets={"password": None, "pin": "1234"})
    async with database.sessions.begin() as session:
        changed = await change_credential(
            session, SEALER, workspace_id=ids[0], credential_id=row.id, change=change
        )
    found = await opened(database, ids[0], "Store")

    assert (changed.name, changed.public, changed.secrets) == (
        "Store",
        {"username": "ada"},
        ["pin"],
    )
    assert found is not None
    assert found.secrets == {"pin": "1234"}
    assert await opened(database, ids[0]) is None


async def test_opening_notes_when_it_was_used(database: Database) -> None:
    ids = await build(database)
    row = await add(database, ids)
    await opened(database, ids[0])
    async with database.sessions.begin() as session:
        used = await get_credential(session, workspace_id=ids[0], credential_id=row.id)
        with pytest.raises(NotFound):
            await get_credential(session, workspace_id=ids[0], credential_id=new_id())

    assert (row.used_at, used.used_at is not None) == (None, True)
