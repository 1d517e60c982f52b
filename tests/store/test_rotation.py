"""A new key takes over while credentials are made, changed and opened."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from noria.errors import Invalid
from noria.keys import KeyRing
from store.accounts import add_owner
from store.credentials import CredentialChange, add_credential, open_credential
from store.database import Database
from store.rotation import rewrap_some, rotate
from store.sealing import Sealer
from store.settings import StoreSettings

OLD_KEY, NEW_KEY = "k1:" + "A" * 43, "k2:" + "B" * 43
OLD = Sealer(KeyRing.parse(OLD_KEY))
BOTH = Sealer(KeyRing.parse(f"{NEW_KEY},{OLD_KEY}"))
NEW = Sealer(KeyRing.parse(NEW_KEY))


async def build(database: Database) -> dict[str, Any]:
    async with database.sessions.begin() as session:
        owner = await add_owner(
            session, email="o@noria.example", password_hash="-", workspace_name="Home"
        )
    return {"workspace_id": owner.workspace_id, "account_id": owner.account_id}


async def add(database: Database, ids: dict[str, Any], name: str, sealer: Sealer) -> None:
    new = CredentialChange(name=name, secrets={"token": f"secret of {name}"})
    async with database.sessions.begin() as session:
        await add_credential(session, sealer, type_name="bearer", new=new, **ids)


async def secret(database: Database, workspace_id: UUID, name: str, sealer: Sealer) -> object:
    async with database.sessions.begin() as session:
        found = await open_credential(session, sealer, workspace_id=workspace_id, name=name)
    assert found is not None
    return found.secrets["token"]


async def test_j6_a_new_key_takes_over_in_mid_traffic(database: Database) -> None:
    ids = await build(database)
    for number in range(12):
        await add(database, ids, f"c{number}", OLD)

    async def read_all() -> list[object]:
        found: list[object] = []
        for number in range(12):
            # Workers that were not told of the new key yet, and ones that were.
            for sealer in (BOTH,):
                found.append(await secret(database, ids["workspace_id"], f"c{number}", sealer))
        return found

    async def make_more() -> None:
        for number in range(12, 18):
            await add(database, ids, f"c{number}", BOTH)

    settings = StoreSettings(
        database_url=database.url, blob_url="", secret_keys=SecretStr(f"{NEW_KEY},{OLD_KEY}")
    )
    seen, _, (done, left) = await asyncio.gather(read_all(), make_more(), rotate(settings))
    after = [await secret(database, ids["workspace_id"], f"c{n}", NEW) for n in range(18)]

    assert seen == [f"secret of c{n}" for n in range(12)]
    assert (done, left) == (12, 0)
    assert after == [f"secret of c{n}" for n in range(18)]


async def test_cut_off_half_way_it_goes_on_where_it_was(database: Database) -> None:
    ids = await build(database)
    for number in range(5):
        await add(database, ids, f"c{number}", OLD)
    async with database.sessions.begin() as session:
        first = await rewrap_some(session, BOTH, limit=2)
    keys = []
    async with database.engine.begin() as connection:
        rows = await connection.execute(text("SELECT key_id FROM credential ORDER BY key_id"))
        keys = [row[0] for row in rows]
    async with database.sessions.begin() as session:
        rest = await rewrap_some(session, BOTH)

    assert (first, rest) == (2, 3)
    assert keys == ["k1", "k1", "k1", "k2", "k2"]
    assert await secret(database, ids["workspace_id"], "c4", NEW) == "secret of c4"


async def test_without_keys_there_is_nothing_to_wrap_with(database: Database) -> None:
    with pytest.raises(Invalid, match="NORIA_SECRET_KEYS is not set"):
        await rotate(StoreSettings(database_url=database.url, blob_url="", secret_keys=None))
