"""Who tries a trigger out sees a message as soon as it is captured."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from uuid import UUID

import httpx2
import pytest

from api.app import create_app
from api.services import Services
from tests.api.client import Client, add_account
from tests.api.hooks import add_trigger
from tests.api.server import serving


@pytest.fixture
async def owner(services: Services) -> AsyncGenerator[Client]:
    async with (
        serving(create_app(services)) as url,
        httpx2.AsyncClient(base_url=url, timeout=60, trust_env=False) as http,
    ):
        yield await add_account(http, services, "owner@noria.example")


async def events(owner: Client, workflow_id: str) -> AsyncIterator[str]:
    headers = {"Authorization": f"Bearer {owner.token}"}
    path = f"/api/v1/workflows/{workflow_id}/samples/events"
    async with owner.http.stream("GET", path, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            if line.startswith("event: "):
                yield line.removeprefix("event: ")


async def test_a_captured_message_is_told_to_those_who_wait_for_one_of_its_workflow(
    owner: Client, services: Services
) -> None:
    mine, other = await add_trigger(owner), await add_trigger(owner)
    told: list[str] = []
    with services.listener.subscribe(UUID(other["workflow_id"])) as others:
        async with asyncio.timeout(60):
            news = events(owner, mine["workflow_id"])
            for number in range(3):
                told.append(await anext(news))
                await others.wait(0)  # what woke everybody: the listener's own beginning
                await owner.http.post(mine["test_url"], json={"id": number})
            told.append(await anext(news))
        is_woken = await others.wait(0)

    assert told == ["samples"] * 4
    assert not is_woken


async def test_nobody_waits_for_messages_of_a_workflow_that_is_not_there(owner: Client) -> None:
    gone = "01900000-0000-7000-8000-000000000000"
    answer = await owner.http.get(
        f"/api/v1/workflows/{gone}/samples/events",
        headers={"Authorization": f"Bearer {owner.token}"},
    )

    assert answer.status_code == 404
