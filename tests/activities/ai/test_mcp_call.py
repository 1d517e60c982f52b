"""Tools of MCP servers, over HTTP and as commands; the servers are made with the official library."""

import sys
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any, cast

import httpx2
import pytest
from fastapi import FastAPI
from pydantic import JsonValue

from activities.ai.agent_think import Thought, agent_think
from activities.ai.calls import tool_servers
from activities.ai.mcp_call import McpCallConfig, mcp_call
from activities.guard import Guard
from activities.transport import guarded_client
from local.ports import free_port
from noria.ai.agent_config import McpServer, ThinkConfig
from noria.credential_types.bearer import BearerFields
from noria.credentials import Credential
from noria.errors import NodeFailed, NodeUnavailable
from tests import mcp_stub
from tests.activities.fakes import FakeContext
from tests.api.server import serving


@pytest.fixture(scope="module")
async def shop() -> AsyncGenerator[dict[str, Any]]:
    """A server over HTTP, as an agent's config names it."""
    async with serving(cast("FastAPI", mcp_stub.SHOP.streamable_http_app())) as url:
        yield {"name": "shop", "url": f"{url}/mcp"}


async def call(
    context: FakeContext, server: dict[str, Any], tool: str, **arguments: Any
) -> JsonValue:
    config = {"servers": [server], "server": "shop", "tool": tool, "arguments": arguments}
    assert mcp_call.run is not None
    return await mcp_call.run(McpCallConfig.model_validate(config), context)


async def test_a_tool_is_called_and_gives_its_data(
    context: FakeContext, shop: dict[str, Any]
) -> None:
    assert await call(context, shop, "look_up", order_id="A17") == {
        "order_id": "A17",
        "status": "on its way",
    }
    with pytest.raises(NodeFailed, match="The tool 'refund' of 'shop' failed: Error executing"):
        await call(context, shop, "refund", order_id="A17")


async def test_every_attempt_has_the_same_key(context: FakeContext, shop: dict[str, Any]) -> None:
    await call(context, shop, "look_up", order_id="A18")
    context.attempt = 2
    await call(context, shop, "look_up", order_id="A18")

    assert mcp_stub.KEYS[-2:] == [context.idempotency_key] * 2


async def test_only_the_tools_that_were_named_are_there(
    context: FakeContext, shop: dict[str, Any]
) -> None:
    server = {**shop, "tools": ["look_up"]}
    listed = await tool_servers.list_tools(McpServer.model_validate(server), context)

    assert [(tool.name, tool.description) for tool in listed] == [
        ("look_up", "Look an order up by its number.")
    ]
    with pytest.raises(NodeFailed, match="not among those that may be used"):
        await call(context, server, "refund", order_id="A17")


async def test_a_server_on_an_internal_host_is_out_of_reach(shop: dict[str, Any]) -> None:
    async with guarded_client(Guard()) as http:
        with pytest.raises(NodeFailed, match=r"127\.0\.0\.1"):
            await call(FakeContext(http=http), shop, "look_up", order_id="A17")


async def test_a_server_that_is_away_is_tried_again_later(context: FakeContext) -> None:
    away = {"name": "shop", "url": f"http://127.0.0.1:{free_port()}/mcp"}

    with pytest.raises(NodeUnavailable, match="could not be reached"):
        await call(context, away, "look_up", order_id="A17")


async def test_a_credential_goes_to_its_own_hosts_only(
    context: FakeContext, shop: dict[str, Any]
) -> None:
    fields = BearerFields.model_validate({"token": "canary-4711"})
    held = Credential("key", "bearer", fields, allowed_hosts=("mcp.example.com",))
    keyed = replace(context, credentials={"key": held})

    with pytest.raises(NodeFailed, match="may not be sent to '127.0.0.1'"):
        await call(keyed, {**shop, "credential": "key"}, "look_up", order_id="A17")


async def test_a_command_has_to_be_allowed_and_sees_no_secrets(
    http: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NORIA_SECRET_KEYS", "canary")
    allowed = {"shop": [sys.executable, "-m", "tests.mcp_stub"]}
    context = FakeContext(http=http, commands=allowed, timeout_s=60)

    seen = await call(context, {"name": "shop", "command": "shop"}, "environment")

    assert "PATH" in str(seen)
    assert "NORIA" not in str(seen)
    with pytest.raises(NodeFailed, match="'sh' is no command that the administrator has allowed"):
        await call(context, {"name": "shop", "command": "sh"}, "environment")


async def test_an_agent_is_told_of_the_tools_and_calls_go_to_the_server(
    context: FakeContext, shop: dict[str, Any]
) -> None:
    asks = '[[tool shop_look_up {"order_id": "A17"}]]\n[[say It is on its way.]]'
    config: dict[str, Any] = {"input": asks, "mcp": [shop]}
    assert agent_think.run is not None
    first: Thought = await agent_think.run(ThinkConfig.model_validate(config), context)
    [(key, item)] = first.calls.items()
    state = {**config, "state": first.model_dump(mode="json"), "results": {key: {"status": "sent"}}}
    second: Thought = await agent_think.run(ThinkConfig.model_validate(state), context)

    assert key == "0:@mcp"
    called = {"server": "shop", "tool": "look_up", "arguments": {"order_id": "A17"}}
    assert item == {**called, "reads": True}, "the server says that it changes nothing"
    assert (second.done, second.text) == (True, "It is on its way.")
    assert second.offered == first.offered, "the server is asked once for what it has"


async def asked(context: FakeContext, tool: str, **config: Any) -> Thought:
    """The first round of an agent whose model asks for this tool."""
    wanted = f'[[tool {tool} {{"order_id": "A17"}}]]'
    assert agent_think.run is not None
    return await agent_think.run(ThinkConfig.model_validate({"input": wanted, **config}), context)


@pytest.mark.parametrize(
    ("agent", "server"),
    [
        ({"effects": "read"}, {}),
        ({}, {"effects": "read"}),
        ({}, {"effects": "read", "read_tools": ["look_up"]}),
    ],
)
async def test_a_model_that_asks_a_writing_tool_of_a_reading_agent_is_refused_and_told(
    context: FakeContext, shop: dict[str, Any], agent: dict[str, Any], server: dict[str, Any]
) -> None:
    servers = [{**shop, **server}]
    writes = await asked(context, "shop_refund", mcp=servers, **agent)
    reads = await asked(context, "shop_look_up", mcp=servers, **agent)

    assert (writes.done, writes.calls) == (False, {})
    assert writes.asked[0].refused == (
        "The tool 'shop_refund' may change things, and this agent may only read from 'shop'."
    )
    assert list(reads.calls) == ["0:@mcp"]


async def test_authors_trust_the_tools_that_they_name_and_no_others(
    context: FakeContext, shop: dict[str, Any]
) -> None:
    """Whatever the server says of itself."""
    named = [{**shop, "effects": "read", "read_tools": ["environment"]}]
    thought = await asked(context, "shop_look_up", mcp=named)

    assert thought.calls == {}
    assert {tool.called: not tool.refusal for tool in thought.offered} == {
        "look_up": False, "refund": False, "environment": True,
    }  # fmt: skip
