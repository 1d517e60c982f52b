"""Open pages hear that something happened in their workspace, and in no other."""

import asyncio
import json
from collections.abc import AsyncGenerator
from uuid import UUID

import httpx2
import pytest
import websockets
from fastapi import FastAPI

from api import domain_events
from api.app import create_app
from api.services import Services
from noria.domain_events import EVENTS_CHANNEL, DomainEventNews
from store import members
from store.database import Database
from store.notices import notify
from tests.api.client import Client, add_account
from tests.api.people import add_member, id_of
from tests.api.server import serving


@pytest.fixture
async def app(services: Services) -> FastAPI:
    return create_app(services)


@pytest.fixture
async def url(app: FastAPI) -> AsyncGenerator[str]:
    async with serving(app) as url:
        yield url


@pytest.fixture
async def owner(url: str, services: Services) -> AsyncGenerator[Client]:
    async with httpx2.AsyncClient(base_url=url, timeout=60, trust_env=False) as http:
        yield await add_account(http, services, "owner@noria.example")


@pytest.fixture
def address(url: str) -> str:
    return f"{url.replace('http', 'ws')}/api/v1/domain-events"


async def enter(socket: websockets.ClientConnection, token: str) -> None:
    await socket.send(json.dumps({"token": token}))
    async with asyncio.timeout(90):
        assert json.loads(await socket.recv()) == {"types": []}


async def workspace_of(client: Client) -> str:
    return (await client.json("GET", "/auth/me"))["workspace"]["id"]


async def happen(database: Database, workspace_id: str, *types: str) -> None:
    news = DomainEventNews(workspace_id=workspace_id, types=frozenset(types))
    await notify(database, EVENTS_CHANNEL, [news.model_dump_json()])


async def test_types_of_events_are_told_to_their_workspace(
    owner: Client, services: Services, database: Database, address: str
) -> None:
    stranger = await add_account(owner.http, services, "stranger@noria.example")
    async with (
        websockets.connect(address, proxy=None) as ours,
        websockets.connect(address, proxy=None) as theirs,
    ):
        await enter(ours, owner.token)
        await enter(theirs, stranger.token)
        await happen(database, await workspace_of(owner), "run.failed", "run.started")
        await happen(database, await workspace_of(stranger), "alert.raised")
        async with asyncio.timeout(90):
            told = [json.loads(await socket.recv()) for socket in (ours, theirs)]

    assert told == [{"types": ["run.failed", "run.started"]}, {"types": ["alert.raised"]}]


async def test_who_is_no_longer_a_member_is_told_nothing_more(
    app: FastAPI,
    owner: Client,
    database: Database,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(domain_events, "BEAT_SECONDS", 0.1)
    member = await add_member(app, owner, "ada@noria.example", "viewer")
    async with websockets.connect(address, proxy=None) as socket:
        await enter(socket, member.token)
        account_id = UUID(await id_of(member))
        async with database.sessions.begin() as session:
            await members.remove_member(
                session, workspace_id=UUID(await workspace_of(owner)), account_id=account_id
            )
        async with asyncio.timeout(90):
            await socket.wait_closed()

    assert socket.close_code == 1008


@pytest.mark.parametrize("message", ["", "{}", '{"token": "no"}'])
async def test_who_does_not_sign_in_is_told_nothing(address: str, message: str) -> None:
    async with websockets.connect(address, proxy=None) as socket:
        await socket.send(message)
        async with asyncio.timeout(90):
            await socket.wait_closed()

    assert socket.close_code == 1008
