"""How a worker opens credentials: at most once a minute, and saying what is wrong."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from noria.credential_types.bearer import BearerFields
from noria.errors import NodeFailed, NodeUnavailable, Unavailable
from noria.keys import KeyRing
from store.accounts import add_owner
from store.credentials import CredentialChange, add_credential, change_credential
from store.database import Database
from store.sealing import Sealer
from store.tables import Membership
from tests.store.rows import add_run, build_house
from worker.credentials import KEPT_S, DatabaseCredentials

SEALER = Sealer(KeyRing({"k1": b"1" * 32}))


OTHER = KeyRing({"k9": b"9" * 32})


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def add(database: Database, type_name: str = "bearer", **more: Any) -> tuple[str, UUID]:
    given: dict[str, Any] = {"name": "Shop", "secrets": {"token": "t"}} | more
    new = CredentialChange(**given)
    async with database.sessions.begin() as session:
        owner = await add_owner(
            session, email="o@noria.example", password_hash="-", workspace_name="Home"
        )
        row = await add_credential(
            session, SEALER, workspace_id=owner.workspace_id, account_id=owner.account_id,
            type_name=type_name, new=new,
        )  # fmt: skip
    return str(owner.workspace_id), row.id


async def test_a_credential_is_opened_with_its_fields_and_hosts(database: Database) -> None:
    workspace_id, _ = await add(database, allowed_hosts=["shop.example"])
    found = await DatabaseCredentials(database, SEALER).open(workspace_id, "Shop")

    assert found is not None
    assert found.read(BearerFields).token.get_secret_value() == "t"
    assert found.allowed_hosts == ("shop.example",)
    assert await DatabaseCredentials(database, SEALER).open(workspace_id, "Gone") is None


async def test_a_change_is_seen_within_a_minute(database: Database) -> None:
    workspace_id, credential_id = await add(database)
    clock = Clock()
    credentials = DatabaseCredentials(database, SEALER, clock=clock)

    async def token() -> str:
        found = await credentials.open(workspace_id, "Shop")
        assert found is not None
        return found.read(BearerFields).token.get_secret_value()

    first = await token()
    async with database.sessions.begin() as session:
        await change_credential(
            session, SEALER, workspace_id=UUID(workspace_id), credential_id=credential_id,
            change=CredentialChange(secrets={"token": "new"}),
        )  # fmt: skip
    kept = await token()
    clock.now = KEPT_S

    assert (first, kept, await token()) == ("t", "t", "new")


async def test_what_can_not_be_opened_says_why_and_never_what_it_holds(database: Database) -> None:
    workspace_id, _ = await add(database, secrets={"tokeen": "s3cr3t"})

    with pytest.raises(NodeFailed, match="not complete") as error:
        await DatabaseCredentials(database, SEALER).open(workspace_id, "Shop")
    with pytest.raises(Unavailable, match="'k1'"):
        await DatabaseCredentials(database, Sealer(OTHER)).open(workspace_id, "Shop")
    with pytest.raises(NodeUnavailable, match="NORIA_SECRET_KEYS"):
        await DatabaseCredentials(database, None).open(workspace_id, "Shop")
    assert "s3cr3t" not in str(error.value)
    assert error.value.__cause__ is None


async def test_a_type_that_is_not_installed_fails_the_step(database: Database) -> None:
    workspace_id, _ = await add(database, "moon")

    with pytest.raises(NodeFailed, match="'moon', which this worker does not have"):
        await DatabaseCredentials(database, SEALER).open(workspace_id, "Shop")


async def test_a_private_credential_serves_runs_that_its_maker_answers_for(
    database: Database,
) -> None:
    house = await build_house(database)
    async with database.sessions.begin() as session:
        ada, bob = [
            await add_owner(
                session, email=f"{name}@noria.example", password_hash="-", workspace_name=name
            )
            for name in ("ada", "bob")
        ]
        await add_credential(
            session, SEALER, workspace_id=house.workspace_id, account_id=ada.account_id,
            type_name="bearer",
            new=CredentialChange(name="Mine", secrets={"token": "t"}, sharing="private"),
        )  # fmt: skip
        session.add_all(
            Membership(workspace_id=house.workspace_id, account_id=each.account_id, role="editor")
            for each in (ada, bob)
        )

    async def draft_of(account_id: UUID) -> str:
        made = await add_run(database, house.workspace_id, house.workflow_id, account_id=account_id)
        async with database.engine.begin() as connection:
            await connection.execute(
                text("UPDATE run SET version = NULL WHERE id = :id"), {"id": made}
            )
        return str(made)

    credentials = DatabaseCredentials(database, SEALER)

    async def serves(run_id: str) -> bool:
        try:
            return await credentials.open(str(house.workspace_id), "Mine", run_id) is not None
        except NodeFailed as error:
            return "is private" not in str(error)

    async def become(statement: str, account_id: UUID) -> None:
        async with database.engine.begin() as connection:
            await connection.execute(text(statement), {"a": account_id})

    drafts = [await draft_of(each.account_id) for each in (ada, bob)]
    published = str(house.run_id)
    assert [await serves(each) for each in (*drafts, published)] == [True, False, False]
    assert not await serves(str(uuid4()))
    await become("UPDATE version SET account_id = :a", ada.account_id)
    assert await serves(published)
    await become(
        "UPDATE membership SET role = 'admin' WHERE account_id = :a AND role = 'editor'",
        bob.account_id,
    )
    assert await serves(drafts[1])
    await become("DELETE FROM membership WHERE account_id = :a", ada.account_id)
    assert [await serves(each) for each in (*drafts, published)] == [False, True, False]
