"""People who have the same draft open see each other, and nobody else does."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest
import websockets
from fastapi import FastAPI

from api.app import create_app
from api.services import Services
from tests.api.client import Client, add_account
from tests.api.people import add_member
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
async def address(owner: Client, url: str) -> str:
    workflow_id = await owner.publish()
    return f"{url.replace('http', 'ws')}/api/v1/workflows/{workflow_id}/presence"


async def shown(socket: websockets.ClientConnection, wanted: list[tuple[bool, str | None]]) -> None:
    """Wait until so many are there, each with the step that is chosen."""
    seen: list[tuple[bool, str | None]] = []
    async with asyncio.timeout(90):
        while seen != wanted:
            people: list[dict[str, Any]] = json.loads(await socket.recv())["people"]
            seen = [(each["is_you"], each["node_id"]) for each in people]


async def test_two_people_see_each_other_and_what_each_has_chosen(
    app: FastAPI, owner: Client, address: str
) -> None:
    member = await add_member(app, owner, "ada@noria.example", "viewer")
    async with websockets.connect(address, proxy=None) as first:
        await first.send(json.dumps({"token": owner.token}))
        await shown(first, [(True, None)])
        async with websockets.connect(address, proxy=None) as second:
            await second.send(json.dumps({"token": member.token}))
            await shown(first, [(True, None), (False, None)])
            await second.send(json.dumps({"node_id": "start"}))
            await shown(first, [(True, None), (False, "start")])
        await shown(first, [(True, None)])


async def test_who_is_in_another_workspace_is_not_let_in(
    owner: Client, services: Services, address: str
) -> None:
    stranger = await add_account(owner.http, services, "stranger@noria.example")
    async with websockets.connect(address, proxy=None) as socket:
        await socket.send(json.dumps({"token": stranger.token}))
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()

    assert socket.close_code == 1008


@pytest.mark.parametrize("message", ["", "{}", '{"node_id": 5}', f'{{"node_id": "{"x" * 300}"}}'])
async def test_a_message_that_says_no_step_ends_it(
    owner: Client, address: str, message: str
) -> None:
    async with websockets.connect(address, proxy=None) as socket:
        await socket.send(json.dumps({"token": owner.token}))
        await socket.recv()
        await socket.send(message)
        async with asyncio.timeout(90):
            await socket.wait_closed()

    assert socket.close_code == 1008


async def test_a_page_of_another_site_is_refused(address: str) -> None:
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(address, proxy=None, origin=websockets.Origin("http://evil"))

    assert refused.value.response.status_code == 403
