"""Noria as an MCP server: published workflows are tools, runs are resources.

Each request stands for itself, with the token or API key of its caller: no session is kept, so any
API process answers it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import JsonValue

from api import launch
from api.access import Caller, Reader
from api.document import VERSION
from api.run_reading import read_detail, read_step
from api.services import Parts, Services
from noria.errors import Forbidden, NoriaError, NotFound
from noria.run import FINAL_RUN
from store import published, runs, steps
from store.launch import Order
from store.paging import Page
from store.published import Published
from store.row_security import need_level
from store.run_filter import RunFilter
from store.runs import NamedRun
from store.sharing import RUN

MAX_TOOLS = 200
SHOWN_RUNS = 50
"""On a page."""
MAX_WAIT_S = 60.0
"""For a run's end; one that goes on longer is given by its id."""
MAX_NAME = 56
_SCHEME = "noria://runs/"
_INSTRUCTIONS = (
    "Each tool is a published workflow of the workspace. A call starts a run and waits for its end, at "
    f"most {MAX_WAIT_S:g} seconds; a run that takes longer is a resource, {_SCHEME}ID, to be read later."
)

router = APIRouter(tags=["mcp"])


@router.post("/mcp", include_in_schema=False)
async def speak_mcp(
    request: Request,
    caller: Reader,
    parts: Parts,
    wait: Annotated[float, Query(ge=0, le=MAX_WAIT_S)] = MAX_WAIT_S,
) -> Response:
    """Answer a message of the Model Context Protocol; `wait` is seconds for a run's end."""
    # MCP's library takes half a second to import, which only those pay who speak it.
    from mcp.server.streamable_http_manager import (  # noqa: PLC0415
        StreamableHTTPSessionManager,
    )

    # Whoever has the token may ask from anywhere: there is no cookie to be misused by a web page.
    manager = StreamableHTTPSessionManager(
        _server(_Answers(parts, caller, wait)), json_response=True, stateless=True
    )
    said = _Said()
    async with manager.run():
        await manager.handle_request(request.scope, request.receive, said.take)
    return Response(bytes(said.body), said.status, headers=said.headers)


class _Said:
    """What an ASGI app sends, as a whole."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: dict[str, str] = {}
        self.body = bytearray()

    async def take(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message.get("body", b"")


def _server(answers: "_Answers") -> Any:
    from mcp.server import Server  # noqa: PLC0415

    return Server(
        "noria",
        version=VERSION,
        title="Noria",
        instructions=_INSTRUCTIONS,
        on_list_tools=answers.list_tools,
        on_call_tool=answers.call_tool,
        on_list_resources=answers.list_resources,
        on_list_resource_templates=answers.list_templates,
        on_read_resource=answers.read_resource,
    )


class _Answers:
    """To one caller."""

    def __init__(self, parts: Services, caller: Caller, wait_s: float) -> None:
        self._parts = parts
        self._caller = caller
        self._wait_s = wait_s

    async def list_tools(self, _context: Any, _params: Any) -> Any:
        from mcp_types import ListToolsResult, Tool  # noqa: PLC0415

        # A key that may not run workflows is told of none.
        found = await self._tools() if "run" in self._caller.permissions else {}
        tools = [
            Tool(
                name=name,
                title=each.name,
                description=f"Runs the workflow “{each.name}”, version {each.version}.",
                input_schema=_object_schema(each.input_schema),
            )
            for name, each in found.items()
        ]
        return ListToolsResult(tools=tools)

    async def call_tool(self, _context: Any, params: Any) -> Any:
        try:
            return _told(await self._run(params.name, params.arguments or {}))
        except NoriaError as error:
            return _told({"error": str(error)}, is_error=True)

    async def list_resources(self, _context: Any, params: Any) -> Any:
        from mcp.shared.exceptions import MCPError  # noqa: PLC0415
        from mcp_types import INVALID_PARAMS, ListResourcesResult, Resource  # noqa: PLC0415

        cursor = params.cursor if params else None
        try:
            page = await self._page(cursor)
        except NoriaError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from error
        return ListResourcesResult(
            next_cursor=page.next_cursor,
            resources=[
                Resource(
                    uri=f"{_SCHEME}{each.run.id}",
                    name=f"run-{each.run.id}",
                    title=f"{each.workflow_name}: {each.run.status}",
                    mime_type="application/json",
                )
                for each in page.items
            ],
        )

    async def list_templates(self, _context: Any, _params: Any) -> Any:
        from mcp_types import ListResourceTemplatesResult, ResourceTemplate  # noqa: PLC0415

        run = ResourceTemplate(
            uri_template=f"{_SCHEME}{{id}}",
            name="run",
            title="A run",
            description="A run of the workspace by its id, with its steps.",
            mime_type="application/json",
        )
        return ListResourceTemplatesResult(resource_templates=[run])

    async def _page(self, cursor: str | None) -> Page[NamedRun]:
        async with self._parts.database.sessions.begin() as session:
            return await runs.list_runs(
                session,
                workspace_id=self._caller.workspace_id,
                filters=RunFilter(),
                cursor=cursor,
                limit=SHOWN_RUNS,
            )

    async def read_resource(self, _context: Any, params: Any) -> Any:
        from mcp.shared.exceptions import MCPError  # noqa: PLC0415
        from mcp_types import INVALID_PARAMS, ReadResourceResult, TextResourceContents  # noqa: PLC0415

        uri = str(params.uri)
        try:
            text = await self._read(uri)
        except NoriaError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from error
        contents = TextResourceContents(uri=uri, mime_type="application/json", text=text)
        return ReadResourceResult(contents=[contents])

    async def _tools(self) -> dict[str, Published]:
        # Of those that are shared with some members only, what one may just look at is no tool.
        need_level(RUN)
        async with self._parts.database.sessions.begin() as session:
            found = await published.list_published(
                session, workspace_id=self._caller.workspace_id, limit=MAX_TOOLS
            )
        return _named(found)

    async def _run(self, name: str, arguments: Mapping[str, JsonValue]) -> dict[str, Any]:
        if "run" not in self._caller.permissions:
            raise Forbidden("This needs the permission 'run' in this workspace.")
        tool = (await self._tools()).get(name)
        if tool is None:
            raise NotFound("tool", name)
        order = Order(
            workspace_id=self._caller.workspace_id,
            workflow_id=tool.workflow_id,
            account_id=self._caller.account_id,
            input=dict(arguments),
            version=None,
            draft=False,
            by_hand=True,
        )
        found = await launch.launch_and_wait(self._parts, order, self._wait_s)
        detail = read_detail(found, self._parts.settings).model_dump(mode="json")
        told = {"run_id": str(found.run.id), "status": found.run.status}
        if found.run.status not in FINAL_RUN:
            return {**told, "read": f"{_SCHEME}{found.run.id}"}
        return {**told, "output": detail["output"], "error": detail["error"]}

    async def _read(self, uri: str) -> str:
        try:
            run_id = UUID(uri.removeprefix(_SCHEME))
        except ValueError as error:
            raise NotFound("resource", uri) from error
        workspace_id = self._caller.workspace_id
        async with self._parts.database.sessions.begin() as session:
            found = await runs.get_run(session, workspace_id=workspace_id, run_id=run_id)
            rows = await steps.list_steps(session, workspace_id=workspace_id, run_id=run_id)
        told = read_detail(found, self._parts.settings).model_dump(mode="json")
        told["steps"] = [
            read_step(attempts).model_dump(mode="json") for attempts in steps.group_attempts(rows)
        ]
        return orjson.dumps(told).decode()


def _named(found: Sequence[Published]) -> dict[str, Published]:
    """Tools by names that every client takes; of equal ones, all but the first have their id in them."""
    tools: dict[str, Published] = {}
    for each in found:
        name = re.sub(r"[^a-z0-9]+", "_", each.name.lower()).strip("_")[:MAX_NAME] or "workflow"
        if name in tools:
            name = f"{name}_{each.workflow_id.hex[-7:]}"
        tools[name] = each
    return tools


def _object_schema(schema: Mapping[str, Any] | None) -> dict[str, Any]:
    """MCP wants an object at the root."""
    return {**(schema or {}), "type": "object"}


def _told(result: dict[str, Any], *, is_error: bool = False) -> Any:
    from mcp_types import CallToolResult, TextContent  # noqa: PLC0415

    failed = is_error or result.get("status") in ("failed", "cancelled")
    return CallToolResult(
        content=[TextContent(type="text", text=orjson.dumps(result).decode())],
        structured_content=result,
        is_error=failed,
    )
