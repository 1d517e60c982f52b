"""Noria as an MCP server, spoken to by the official client."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx2
import orjson
import pytest
from fastapi import FastAPI
from mcp import Client as McpClient
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

from api import mcp_server
from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.test_api_keys import add_key
from tests.api.test_runs import report


@asynccontextmanager
async def speaking(app: FastAPI, token: str, mode: str = "auto") -> AsyncGenerator[McpClient]:
    transport = httpx2.ASGITransport(app=app)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(transport=transport, headers=headers) as http:
        url = "http://noria.test/api/v1/mcp?wait=0.2"
        spoken: Any = streamable_http_client(url, http_client=http)
        async with McpClient(spoken, mode=mode) as client:
            yield client


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_published_workflows_are_tools_by_name_with_what_they_take(
    app: FastAPI, owner: Client, stranger: Client, mode: str
) -> None:
    await owner.publish()
    await owner.publish()
    await owner.add_workflow(name="Only a draft")
    await stranger.publish()

    async with speaking(app, owner.token, mode) as client:
        tools = (await client.list_tools()).tools

    assert [tool.name for tool in tools][0] == "order_triage"
    assert len(tools) == len({tool.name for tool in tools}) == 2
    assert tools[0].input_schema["required"] == ["id"]


async def test_a_call_starts_a_run_and_a_long_one_is_read_later(
    app: FastAPI, owner: Client, temporal: FakeTemporal, database: Database
) -> None:
    await owner.publish()

    async with speaking(app, owner.token) as client:
        said: Any = (await client.call_tool("order_triage", {"id": 7})).structured_content
        run_id: str = said["run_id"]
        await report(database, owner, run_id, [], {"status": "succeeded", "output": {"a": 1}})
        uri = f"noria://runs/{run_id}"
        listed = [str(each.uri) for each in (await client.list_resources()).resources]
        read: Any = (await client.read_resource(uri)).contents[0]

    assert (said["status"], said["read"]) == ("queued", uri)
    assert temporal.started[run_id].input == {"id": 7}
    assert listed == [uri]
    run = orjson.loads(read.text)
    assert (UUID(run["id"]), run["status"], run["steps"]) == (UUID(run_id), "succeeded", [])


async def test_runs_are_listed_by_page_and_read_by_a_template(
    app: FastAPI, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mcp_server, "SHOWN_RUNS", 2)
    workflow_id = await owner.publish()
    started = [(await owner.start(workflow_id))["id"] for _ in range(3)]

    async with speaking(app, owner.token) as client:
        [template] = (await client.list_resource_templates()).resource_templates
        first = await client.list_resources()
        second = await client.list_resources(cursor=first.next_cursor)
        last = started[0]
        read: Any = (
            await client.read_resource(template.uri_template.replace("{id}", last))
        ).contents[0]
        with pytest.raises(MCPError, match="is not a cursor"):
            await client.list_resources(cursor="nonsense")

    uris = [str(each.uri) for page in (first, second) for each in page.resources]
    assert uris == [f"noria://runs/{each}" for each in reversed(started)]
    assert (len(first.resources), second.next_cursor) == (2, None)
    assert orjson.loads(read.text)["id"] == last


async def test_what_a_workflow_does_not_take_is_told_to_the_model(
    app: FastAPI, owner: Client, temporal: FakeTemporal
) -> None:
    await owner.publish()

    async with speaking(app, owner.token) as client:
        wrong = await client.call_tool("order_triage", {"id": "seven"})
        absent = await client.call_tool("drop_everything", {})

    assert (wrong.is_error, absent.is_error) == (True, True)
    assert "drop_everything" in str(absent.structured_content)
    assert temporal.started == {}


async def test_a_key_that_may_only_read_sees_runs_and_no_tools(
    app: FastAPI, owner: Client, temporal: FakeTemporal
) -> None:
    run = await owner.start(await owner.publish())
    reader, _ = await add_key(owner, permissions=["read"])

    async with speaking(app, reader.token) as client:
        tools = (await client.list_tools()).tools
        refused = await client.call_tool("order_triage", {"id": 7})
        resources = (await client.list_resources()).resources

    assert (tools, refused.is_error) == ([], True)
    assert "permission 'run'" in str(refused.structured_content)
    assert [str(each.uri) for each in resources] == [f"noria://runs/{run['id']}"]
    assert list(temporal.started) == [run["id"]]


async def test_runs_of_another_workspace_do_not_exist(
    app: FastAPI, owner: Client, stranger: Client
) -> None:
    run = await stranger.start(await stranger.publish())

    async with speaking(app, owner.token) as client:
        assert (await client.list_resources()).resources == []
        with pytest.raises(MCPError, match="run"):
            await client.read_resource(f"noria://runs/{run['id']}")
        with pytest.raises(MCPError, match="resource"):
            await client.read_resource("file:///etc/passwd")


async def test_without_a_token_nobody_is_answered(anonymous: httpx2.AsyncClient) -> None:
    hello = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}

    answer = await anonymous.post("/api/v1/mcp", json=hello)

    assert answer.status_code == 401
