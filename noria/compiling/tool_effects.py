"""Tools that may only read: no node of theirs may change anything, at any depth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from pydantic import JsonValue

from noria.catalog import Catalog
from noria.compiling.agent_tools import Tool
from noria.control.agent import AGENT
from noria.control.multi_agent import MULTI_AGENT
from noria.control.workflow_run import WORKFLOW_RUN
from noria.errors import Problem
from noria.model import Graph, Node, NodeId

HTTP_REQUEST = "http.request"


@dataclass(frozen=True)
class Reading:
    """What is asked whether nodes change anything."""

    graph: Graph
    catalog: Catalog

    def body(self, nodes: Sequence[Node]) -> list[Node]:
        """These, what is in them, and what undoes them; each once."""
        found: dict[str, Node] = {}
        pending = list(nodes)
        while pending:
            node = pending.pop(0)
            if node.id not in found:
                found[node.id] = node
                pending += [
                    each
                    for each in self.graph.nodes
                    if each.parent == node.id or each.id == node.undo
                ]
        return list(found.values())

    def own(self, nodes: Sequence[Node]) -> list[Node]:
        """As `body`, without what is in agents of theirs, which say themselves what they cost."""
        found = self.body(nodes)
        closed = {node.id for node in found if node.type in (AGENT, MULTI_AGENT)}
        # What is in a container comes after it.
        left: list[Node] = []
        for node in found:
            if node.parent in closed:
                closed.add(node.id)
            else:
                left.append(node)
        return left


def read_only_problems(tool: Tool, reading: Reading) -> Iterator[Problem]:
    """One for each node of the tool that may change something."""
    for node in reading.body(tool.chain):
        node_type = reading.catalog.find(node.type, node.type_version)
        # A type that is not there has a problem of its own; what a workflow does says its plan, which
        # is asked when this one is published and again when the workflow is run.
        if (
            node_type is not None
            and node.type != WORKFLOW_RUN
            and node_type.may_change(node.config)
        ):
            yield _problem(tool, node)
        if node.type == AGENT and node.config.get("effects") != "read":
            yield from _server_problems(tool, node)


def run_by(tool: Tool, reading: Reading) -> Iterator[NodeId]:
    """Nodes of the tool that run workflows."""
    return (node.id for node in reading.body(tool.chain) if node.type == WORKFLOW_RUN)


def _problem(tool: Tool, node: Node) -> Problem:
    field = None
    if node.type == HTTP_REQUEST:
        method = node.config.get("method")
        message = (
            f"The tool {tool.name!r} may change nothing, but node {node.id!r} sends "
            f"{method!r}: use GET or HEAD, or let the tool have effects."
        )
        field = "/method"
    else:
        message = (
            f"The tool {tool.name!r} may change nothing, but node {node.id!r} of the type "
            f"{node.type!r} may: choose what only reads, or let the tool have effects."
        )
    return Problem(code="tool_changes", message=message, node_id=node.id, field=field)


def _server_problems(tool: Tool, agent: Node) -> Iterator[Problem]:
    servers = agent.config.get("mcp")
    for at, server in enumerate(servers if isinstance(servers, list) else ()):
        if (
            isinstance(server, dict)
            and cast("dict[str, JsonValue]", server).get("effects") != "read"
        ):
            yield Problem(
                code="tool_changes",
                message=f"The tool {tool.name!r} may change nothing, but tools of the MCP server "
                f"{server.get('name')!r} may: set the server's effects to 'read'.",
                node_id=agent.id,
                field=f"/mcp/{at}/effects",
            )
