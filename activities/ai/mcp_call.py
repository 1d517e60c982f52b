"""Calls a tool of an MCP server."""

from pydantic import ConfigDict, Field, JsonValue

from noria.ai.agent_config import McpServer
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui


class McpCallConfig(Model):
    """Which tool of which server, and with what."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "servers": [{"name": "shop", "url": "https://mcp.shop.example/mcp"}],
                    "server": "shop",
                    "tool": "look_up",
                    "arguments": {"order_id": "{{ trigger.order_id }}"},
                }
            ]
        },
    )

    servers: list[McpServer] = Field(
        title="Servers",
        min_length=1,
        max_length=10,
        json_schema_extra=ui(expression="never", order=1),
    )
    server: str = Field(
        title="Server", description="The name of one of them.", json_schema_extra=ui(order=2)
    )
    tool: str = Field(title="Tool", min_length=1, max_length=200, json_schema_extra=ui(order=3))
    arguments: JsonValue = Field(
        default={}, title="Arguments", json_schema_extra=ui(widget="json", order=4)
    )


@node("mcp.call", title="MCP tool", category="AI", icon="plug", key_field="tool", queue="ai")
async def mcp_call(config: McpCallConfig, context: NodeContext) -> JsonValue:
    """Call a tool of a server that speaks MCP, over HTTP or as a command on the worker.

    Over HTTP it goes through the same guard as HTTP requests. A command has to be one that the
    administrator has allowed by name (`NORIA_MCP_COMMANDS`). The output is the tool's data where it
    gives any, else its text; images and sounds are stored.

    A repeat has the same `noria/idempotency-key` in its `_meta`: a tool that does not look at it does its
    work twice when the worker dies in a call.
    """
    from activities.ai.calls import tool_servers

    server = next((each for each in config.servers if each.name == config.server), None)
    if server is None:
        known = ", ".join(each.name for each in config.servers)
        raise NodeFailed(f"There is no MCP server {config.server!r}; there are {known}.")
    if not isinstance(config.arguments, dict):
        raise NodeFailed("The arguments of an MCP tool are a JSON object.")
    return await tool_servers.call_tool(server, config.tool, config.arguments, context)
