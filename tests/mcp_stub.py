"""A server of tools that speaks MCP, made with the official library.

python -m tests.mcp_stub         over standard input and output
"""

import os
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import ToolAnnotations

SHOP = MCPServer("shop")
ASKED: list[str] = []
"""Order numbers, by tests that serve it themselves."""
KEYS: list[Any] = []
"""By which those calls were known."""


@SHOP.tool(annotations=ToolAnnotations(read_only_hint=True))
def look_up(order_id: str, context: Context[Any]) -> dict[str, str]:
    """Look an order up by its number."""
    ASKED.append(order_id)
    KEYS.append((context.request_context.meta or {}).get("noria/idempotency-key"))
    return {"order_id": order_id, "status": "on its way"}


@SHOP.tool()
def refund(order_id: str) -> str:
    """Pay an order back."""
    raise ValueError(f"{order_id} was never paid")


@SHOP.tool()
def environment() -> str:
    """What the server sees of the worker's environment."""
    return " ".join(sorted(os.environ))


if __name__ == "__main__":
    SHOP.run("stdio")
