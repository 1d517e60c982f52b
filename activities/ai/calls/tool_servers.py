"""Servers of tools, spoken to by MCP: over HTTP through the guard, or as a command on the worker."""

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel, JsonValue, ValidationError

from noria.ai.agent_config import AgentServer, AgentTool, McpServer
from noria.blobs import BlobRef
from noria.context import NodeContext
from noria.credential_types.header import HeaderFields
from noria.errors import NodeError, NodeFailed, NodeUnavailable

MAX_TOOLS = 200
"""Of one server; more would fill a model's context."""
MAX_PAGES = 20
KEY = "noria/idempotency-key"
"""In the `_meta` of a call: the same each time that a step calls a tool."""
MAX_TOOL_NAME = 64
"""As providers take them."""


class ServerTool(BaseModel):
    """A tool as its server describes it."""

    name: str
    description: str = ""
    parameters: dict[str, JsonValue] = {}
    reads: bool = False
    """The server says that it changes nothing."""


class _Through(httpx2.AsyncBaseTransport):
    """Hands each request to the step's own client, with what the server wants to see."""

    def __init__(self, context: NodeContext, headers: Mapping[str, str], credential: str) -> None:
        self._context = context
        self._headers = headers
        self._credential = credential
        self.refused: NodeError | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers.update(self._headers)
        request.extensions["total_seconds"] = self._context.timeout_s
        request.extensions["credential"] = self._credential
        try:
            response = await self._context.http.send(request, stream=True)
        except NodeError as error:
            # MCP's client makes other errors of what comes up from here.
            self.refused = error
            raise httpx2.ConnectError(str(error)) from error
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=cast("httpx2.AsyncByteStream", response.stream),
            request=request,
        )


async def offered(
    servers: Sequence[AgentServer], context: NodeContext, *, only_read: bool
) -> list[AgentTool]:
    """Their tools as an agent has them, also those that it may not call; raises what `list_tools` does."""
    return [
        _offered(server, tool, only_read=only_read or server.effects == "read")
        for server in servers
        for tool in await list_tools(server, context)
    ]


def _offered(server: AgentServer, tool: ServerTool, *, only_read: bool) -> AgentTool:
    # What a server says of itself is a hint: an author who names tools trusts those alone.
    reads = tool.name in server.read_tools if server.read_tools else tool.reads
    name = re.sub(r"[^a-zA-Z0-9_-]", "_", f"{server.name}_{tool.name}")[:MAX_TOOL_NAME]
    refusal = (
        f"The tool {name!r} may change things, and this agent may only read from {server.name!r}."
        if only_read and not reads
        else ""
    )
    return AgentTool(
        name=name,
        description=tool.description or tool.name,
        parameters=tool.parameters,
        server=server.name,
        called=tool.name,
        max_calls_per_minute=server.max_calls_per_minute,
        reads=reads,
        refusal=refusal,
    )


async def list_tools(server: McpServer, context: NodeContext) -> list[ServerTool]:
    """Those that the agent may have.

    Raises:
        NodeFailed: The server refuses, or may not be called.
        NodeUnavailable: It can't be reached now.
    """
    found: list[ServerTool] = []
    async with _connected(server, context) as client:
        cursor: str | None = None
        for _ in range(MAX_PAGES):
            page = await client.list_tools(cursor=cursor)
            found += [
                ServerTool(
                    name=tool.name,
                    description=tool.description or tool.title or "",
                    parameters=cast("dict[str, JsonValue]", tool.input_schema),
                    reads=bool(tool.annotations and tool.annotations.read_only_hint),
                )
                for tool in page.tools
                if not server.tools or tool.name in server.tools
            ]
            cursor = page.next_cursor
            if not cursor:
                break
    if len(found) > MAX_TOOLS:
        raise NodeFailed(
            f"The MCP server {server.name!r} has {len(found)} tools, more than {MAX_TOOLS}: name those "
            "that the agent may use in `tools`."
        )
    return found


async def call_tool(
    server: McpServer, tool: str, arguments: Mapping[str, JsonValue], context: NodeContext
) -> JsonValue:
    """What the tool gives: its data, or its text.

    Raises:
        NodeFailed: The tool says that it failed, or may not be called.
        NodeUnavailable: The server can't be reached now.
    """
    if server.tools and tool not in server.tools:
        raise NodeFailed(
            f"The tool {tool!r} of {server.name!r} is not among those that may be used."
        )
    async with _connected(server, context) as client:
        once: Any = {KEY: context.idempotency_key}
        result = await client.call_tool(tool, dict(arguments), meta=once)
    said = [await _content(each, context) for each in result.content]
    if result.is_error:
        told = " ".join(each for each in said if isinstance(each, str))[:2_000]
        raise NodeFailed(
            f"The tool {tool!r} of {server.name!r} failed: {told or 'it says no more.'}"
        )
    if result.structured_content is not None:
        return cast("JsonValue", result.structured_content)
    return said[0] if len(said) == 1 else said


async def _content(each: Any, context: NodeContext) -> JsonValue:
    if each.type == "text":
        return str(each.text)
    if each.type in ("image", "audio"):
        from base64 import b64decode

        ref: BlobRef = await context.put_blob(b64decode(each.data), each.mime_type)
        return ref.to_json()
    return each.model_dump(mode="json", exclude_none=True)


@asynccontextmanager
async def _connected(server: McpServer, context: NodeContext) -> AsyncGenerator[Client]:
    through: _Through | None = None
    try:
        if server.command:
            target: Any = _command(server, context)
            async with Client(target, read_timeout_seconds=context.timeout_s) as client:
                yield client
            return
        through = await _through(server, context)
        async with httpx2.AsyncClient(transport=through, timeout=context.timeout_s) as http:
            transport: Any = streamable_http_client(server.url, http_client=http)
            async with Client(transport, read_timeout_seconds=context.timeout_s) as client:
                yield client
    except NodeError:
        raise
    # The client runs in a task group, which wraps what goes wrong; and any server may say anything.
    except Exception as error:
        raise _translated(server, through, error) from error


def _translated(server: McpServer, through: _Through | None, error: Exception) -> NodeError:
    if through is not None and through.refused is not None:
        return through.refused
    for each in _inside(error):
        if isinstance(each, NodeError):
            return each
        if isinstance(each, MCPError):
            return NodeFailed(f"The MCP server {server.name!r} refuses: {each}")
        if isinstance(each, httpx2.HTTPStatusError) and each.response.status_code < 500:
            status = each.response.status_code
            return NodeFailed(f"The MCP server {server.name!r} answered {status}.")
        if isinstance(each, ValidationError):
            return NodeFailed(f"The MCP server {server.name!r} does not speak MCP as it should.")
    return NodeUnavailable(f"The MCP server {server.name!r} could not be reached, or broke off.")


def _inside(error: BaseException) -> list[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", error)
        return [found for each in group.exceptions for found in _inside(each)]
    return [error]


def _command(server: McpServer, context: NodeContext) -> StdioServerParameters:
    command, *args = context.mcp_command(server.command)
    return StdioServerParameters(command=command, args=args)


async def _through(server: McpServer, context: NodeContext) -> _Through:
    url = httpx2.URL(server.url)
    if url.scheme not in ("http", "https") or not url.host:
        raise NodeFailed(
            f"The MCP server {server.name!r} has the URL {server.url!r}: give one that begins with "
            "https://, or a command that the administrator has allowed."
        )
    if server.credential is None:
        return _Through(context, {}, "")
    credential = await context.credential(server.credential, "bearer", "header")
    credential.check_host(url.host)
    fields: Any = credential.fields
    if isinstance(fields, HeaderFields):
        headers = {fields.name: fields.value.get_secret_value()}
    else:
        headers = {"Authorization": f"Bearer {fields.token.get_secret_value()}"}
    return _Through(context, headers, credential.name)
