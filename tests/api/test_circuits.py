"""Open circuits: listed, and closed by a person."""

from uuid import UUID

from store.circuits import list_circuits, open_circuit
from store.database import Database
from tests.api.client import Client

HOST = "api.example.com:8443"


async def workspace_of(client: Client) -> UUID:
    return UUID((await client.json("GET", "/auth/me"))["workspace"]["id"])


async def add(database: Database, workspace_id: UUID, credential: str = "") -> None:
    await open_circuit(
        database,
        workspace_id=workspace_id,
        destination=HOST,
        credential=credential,
        reason="it answered 503.",
    )


async def test_none_is_open_at_first(owner: Client) -> None:
    assert await owner.json("GET", "/circuits") == {"items": [], "next_cursor": None}


async def test_open_ones_of_the_workspace_are_listed(
    owner: Client, stranger: Client, database: Database
) -> None:
    await add(database, await workspace_of(owner), "shop")

    (found,) = (await owner.json("GET", "/circuits"))["items"]
    of_stranger = (await stranger.json("GET", "/circuits"))["items"]

    assert (found["destination"], found["credential"], found["reason"]) == (
        HOST, "shop", "it answered 503.",
    )  # fmt: skip
    assert of_stranger == []


async def test_one_is_closed_with_an_audit_entry_and_asking_twice_is_fine(
    owner: Client, stranger: Client, database: Database
) -> None:
    whose = await workspace_of(owner)
    for credential in ("", "shop", "mail"):
        await add(database, whose, credential)

    not_theirs = await stranger.json("POST", f"/circuits/{HOST}/close")
    one = await owner.json("POST", f"/circuits/{HOST}/close?credential=shop")
    rest = await owner.json("POST", f"/circuits/{HOST}/close")
    again = await owner.json("POST", f"/circuits/{HOST}/close")
    entries = (await owner.json("GET", "/audit?action=circuit.close"))["items"]

    assert [answer["count"] for answer in (not_theirs, one, rest, again)] == [0, 1, 2, 0]
    assert await list_circuits(database) == []
    assert [(entry["target_id"], entry["details"]) for entry in entries] == [
        (HOST, {"count": 2}), (HOST, {"count": 1}),
    ]  # fmt: skip
