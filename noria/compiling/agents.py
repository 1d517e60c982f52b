"""Agents, written out: an agent is a loop of steps that the engine knows already.

    agent                     goes on while the last round asked for tools
      agent__review           for each call that the last round asked for: a person agrees, or not
        agent__gate           which calls somebody is asked about
        agent__ask_TOOL       the approval
      agent__pace             waits, where a tool may be called so often a minute
      agent__calls            for each call that may be made
        agent__route          to the tool's own nodes
        TOOL …
      agent__think            one call of the model, which sees the results and asks for the next calls

So a call of the model is an activity and a call of a tool is one, with retries, rows, holds, approvals
and histories as every other step has them, and no workflow code knows what an agent is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from pydantic import JsonValue, ValidationError

from noria.ai.agent_config import MAX_TOOLS, MCP_CALL, AgentConfig, McpServer, ToolPolicy
from noria.catalog import Catalog
from noria.compiling.agent_tools import TOOL_OF_KEY, Review, Reviewed, Tool, port_of
from noria.compiling.containers import IN_THE_RUN
from noria.compiling.tool_effects import Reading, read_only_problems, run_by
from noria.compiling.tool_parameters import infer_parameters
from noria.config import check_config
from noria.control.agent import AGENT, THINK, calls_of, think_of
from noria.control.multi_agent import ADVANCE_TEAM, MULTI_AGENT
from noria.errors import Problem
from noria.graph_document import Document
from noria.model import Edge, Graph, Node, NodeId, Policy

MARK = "__"
"""In the ids of what the compiler adds; nodes of people may not have it in an agent's name."""
MAX_ID = 28
THINK_TIMEOUT_S = 300.0
"""Of a round, where the policy says nothing: models take their time."""
_KNOWN_AS = {THINK: AGENT, ADVANCE_TEAM: MULTI_AGENT}
"""Node types that nobody sees, and what people call them."""
_SEVERAL = 8
"""Calls of one round that are made at the same time."""


def write_out(document: Document, catalog: Catalog) -> Document:
    """The same graph without agents. A document without any comes back as it is."""
    graph = document.graph
    agents = {node.id: node for node in graph.nodes if node.type == AGENT}
    if not agents:
        return document
    problems: list[Problem] = []
    nodes = {node.id: node for node in graph.nodes}
    added: list[Node] = []
    edges = list(graph.edges)
    only_reads: set[NodeId] = set()
    for agent in agents.values():
        made = _Agent(agent, graph, catalog)
        problems += made.problems
        for node in made.nodes():
            # A tool may be an agent, which is written out itself.
            if node.id in nodes:
                nodes[node.id] = _merged(nodes[node.id], node, agent.id)
            else:
                added.append(node)
        edges += made.edges()
        only_reads.update(made.only_reads)
    for node_id in only_reads:
        config = {**nodes[node_id].config, "only_reads": True}
        nodes[node_id] = nodes[node_id].model_copy(update={"config": config})
    extra = len(edges) - len(graph.edges)
    return replace(
        document,
        graph=graph.model_copy(update={"nodes": [*nodes.values(), *added], "edges": edges}),
        problems=[*document.problems, *problems],
        edge_places=[*document.edge_places, *([-1] * extra)],
    )


def owner_of(node_id: str) -> NodeId:
    """The node that people know a step by: of what the compiler added, the agent."""
    agent, mark, _ = node_id.partition(MARK)
    return NodeId(agent if mark and agent else node_id)


def told(problems: Sequence[Problem], document: Document) -> list[Problem]:
    """Problems as people can mend them: of what was added, errors only, and by the agent's name."""
    known = {node.id for node in document.graph.nodes}
    found: list[Problem] = []
    for problem in problems:
        if problem.node_id is None or problem.node_id in known:
            if problem.field is None or not problem.field.startswith("/edges/-1"):
                found.append(problem)
        elif problem.severity == "error" and owner_of(problem.node_id) in known:
            message = problem.message
            for inner, name in _KNOWN_AS.items():
                message = message.replace(f" {inner}:", f" {name}:").replace(
                    f" {inner} ", f" {name} "
                )
            owner = owner_of(problem.node_id)
            found.append(problem.model_copy(update={"node_id": owner, "message": message}))
    return found


def _merged(before: Node, now: Node, agent: NodeId) -> Node:
    """A node that two agents have changed: its own, and the one whose tool it is."""
    if before.id == agent:
        return now.model_copy(update={"parent": before.parent})
    return before.model_copy(update={"parent": now.parent, "policy": now.policy})


class _Agent:
    """One agent, and what becomes of it."""

    def __init__(self, node: Node, graph: Graph, catalog: Catalog) -> None:
        self._node = node
        self._catalog = catalog
        self._body = [each for each in graph.nodes if each.parent == node.id]
        inside = {each.id for each in self._body}
        self._edges = [e for e in graph.edges if e.source in inside and e.target in inside]
        self._config = _read(node)
        self.tools = list(self._find_tools())
        self._reviewed = [
            *(
                Reviewed.of_tool(each, self._parameters(each))
                for each in self.tools
                if each.needs_approval
            ),
            *(Reviewed.of_server(each) for each in self._config.mcp if each.approval != "never"),
        ]
        self._review = Review(node, self._reviewed)
        self._reading = Reading(graph, catalog)
        self.problems = list(self._find_problems())

    def nodes(self) -> Iterator[Node]:
        yield self._node.model_copy(
            update={
                "config": {
                    **self._own_config(),
                    "condition": "{{ !loop.prev?.done }}",
                },
                "policy": Policy(
                    on_error=self._on_error, on_error_output=self._node.policy.on_error_output
                ),
            }
        )
        if self._has_calls:
            if self._reviewed:
                yield from self._review.nodes()
            if self._is_paced:
                yield self._pace()
            yield from self._calls()
        yield self._think()

    def edges(self) -> Iterator[Edge]:
        node_id = self._node.id
        if self._has_calls:
            before = [f"{node_id}__review"] if self._reviewed else []
            before += [f"{node_id}__pace"] if self._is_paced else []
            for source, target in pairwise([*before, calls_of(node_id)]):
                yield edge(source, target)
            if self._reviewed:
                for each in self._reviewed:
                    yield edge(f"{node_id}__gate", self._review.ask_id(each), each.port)
            yield edge(calls_of(node_id), think_of(node_id))
            for tool in self.tools:
                yield edge(f"{node_id}__route", tool.entry.id, port_of(tool))
            if self._config.mcp:
                yield edge(f"{node_id}__route", f"{node_id}__mcp", "mcp")

    @property
    def only_reads(self) -> Iterator[NodeId]:
        """Nodes by which no workflow may be run that changes anything."""
        for tool in self._reading_tools():
            yield from run_by(tool, self._reading)

    @property
    def _has_calls(self) -> bool:
        return bool(self.tools or self._config.mcp)

    @property
    def _is_paced(self) -> bool:
        rates = [tool.policy.max_calls_per_minute for tool in self.tools]
        rates += [server.max_calls_per_minute for server in self._config.mcp]
        return any(rate is not None for rate in rates)

    @property
    def _on_error(self) -> Literal["fail", "port", "continue"]:
        """A hold is the round's that failed: to try the whole agent again would pay twice."""
        on_error = self._node.policy.on_error
        return "fail" if on_error == "hold" else on_error

    def _own_config(self) -> dict[str, JsonValue]:
        """What the loop itself needs, and what its card shows."""
        kept = ("resume", "limits", "model")
        return {name: self._node.config[name] for name in kept if name in self._node.config}

    def _find_tools(self) -> Iterator[Tool]:
        led_to = {edge.target for edge in self._edges}
        undoes = {node.undo for node in self._body}
        policies = {policy.node: policy for policy in self._config.tools}
        for node in self._body:
            if node.id not in led_to and node.id not in undoes:
                policy = policies.get(node.id) or ToolPolicy(node=node.id)
                yield Tool(node, self._chain(node), policy)

    def _chain(self, entry: Node) -> list[Node]:
        """The node and all that edges lead to from it."""
        reached, pending = {entry.id}, [entry.id]
        while pending:
            source = pending.pop()
            found = [
                e.target for e in self._edges if e.source == source and e.target not in reached
            ]
            reached.update(found)
            pending += found
        return [node for node in self._body if node.id in reached]

    def _find_problems(self) -> Iterator[Problem]:
        names = [self._node, *(tool.entry for tool in self.tools)]
        for node in names:
            if MARK in node.id or len(node.id) > MAX_ID:
                yield self._problem(
                    "agent_id",
                    f"The id {node.id!r} can't be an agent's or a tool's: use at most {MAX_ID} "
                    f"characters, without {MARK!r}.",
                    node_id=node.id,
                )
        if len(self.tools) > MAX_TOOLS:
            yield self._problem(
                "too_many_tools",
                f"The agent {self._node.id!r} has {len(self.tools)} tools, more than {MAX_TOOLS}: "
                "split its work between several agents.",
            )
        yield from self._misread_tools()
        known = {tool.name for tool in self.tools}
        for at, policy in enumerate(self._config.tools):
            if policy.node not in known:
                yield self._problem(
                    "unknown_tool",
                    f"The agent {self._node.id!r} says something of the tool {policy.node!r}, but no "
                    "node of that id begins a tool in its body: put one there, or remove the entry.",
                    field=f"/tools/{at}/node",
                )
        for tool in self._reading_tools():
            yield from read_only_problems(tool, self._reading)

    def _reading_tools(self) -> Iterator[Tool]:
        for tool in self.tools:
            if "read" in (tool.policy.effects, self._config.effects):
                yield tool

    def _misread_tools(self) -> Iterator[Problem]:
        """The step that thinks never sees them: an approval that is misspelt would be none at all."""
        node_type = self._catalog.find(AGENT, self._node.type_version)
        if node_type is not None and "tools" in self._node.config:
            given = {"tools": self._node.config["tools"]}
            for problem in check_config(node_type, given, []):
                yield problem.model_copy(update={"node_id": self._node.id})

    def _problem(
        self, code: str, message: str, node_id: NodeId | None = None, field: str | None = None
    ) -> Problem:
        return Problem(code=code, message=message, node_id=node_id or self._node.id, field=field)

    def _think(self) -> Node:
        node = self._node
        hidden = {"tools", "condition", "resume"}
        config = {name: value for name, value in node.config.items() if name not in hidden}
        config["state"] = "{{ loop.prev }}"
        if self._has_calls:
            config["results"] = f"{{{{ steps.{calls_of(node.id)}.output }}}}"
            config["tools"] = [self._described(tool) for tool in self.tools]
        if self._reviewed:
            config["review"] = f"{{{{ steps.{node.id}__review.output }}}}"
        policy = node.policy
        if policy.timeout_s == Policy().timeout_s:
            policy = policy.model_copy(update={"timeout_s": THINK_TIMEOUT_S})
        is_held = policy.on_error == "hold"
        policy = policy.model_copy(
            update={"on_error": "hold" if is_held else "fail", "on_error_output": None}
        )
        return Node(
            id=think_of(node.id),
            type=THINK,
            name=f"{node.name or 'Agent'}: think",
            config=config,
            policy=policy,
            parent=node.id,
        )

    def _described(self, tool: Tool) -> dict[str, JsonValue]:
        node_type = self._catalog.find(tool.entry.type, tool.entry.type_version)
        spenders = tool.spenders(self._reading.own(tool.chain))
        title = tool.entry.name or (node_type.title if node_type else tool.name)
        return {
            "name": tool.name,
            "description": tool.policy.description or title,
            "parameters": self._parameters(tool),
            "max_calls": tool.policy.max_calls,
            "max_calls_per_minute": tool.policy.max_calls_per_minute,
            **({"spends": True} if tool.spends else {}),
            **({"spenders": [*spenders]} if spenders else {}),
        }

    def _parameters(self, tool: Tool) -> dict[str, JsonValue]:
        return tool.policy.parameters or infer_parameters(tool.chain, self._catalog)

    def _pace(self) -> Node:
        return Node(
            id=NodeId(f"{self._node.id}__pace"),
            type="wait_until",
            name=f"{self._node.name or 'Agent'}: pace",
            config={"time": "{{ loop.prev?.not_before ?? run.started_at }}"},
            parent=self._node.id,
        )

    def _calls(self) -> Iterator[Node]:
        node_id = self._node.id
        asked = "{{ loop.prev?.calls ?? {} }}"
        if self._reviewed:
            asked = (
                f"{{{{ Object.fromEntries(Object.entries(steps.{node_id}__review.output)"
                ".filter(([, call]) => call.allowed).map(([key, call]) => [key, call.item])) }}"
            )
        yield Node(
            id=calls_of(node_id),
            type="for_each",
            name=f"{self._node.name or 'Agent'}: calls",
            config={"items": asked, "concurrency": _SEVERAL, "on_item_error": "collect"}
            | IN_THE_RUN,
            parent=node_id,
        )
        cases: list[JsonValue] = [
            {"port": port_of(tool), "equals": tool.name} for tool in self.tools
        ]
        if self._config.mcp:
            cases.append({"port": "mcp", "equals": MCP_CALL})
        yield Node(
            id=NodeId(f"{node_id}__route"),
            type="switch",
            config={"value": f"{{{{ {TOOL_OF_KEY} }}}}", "cases": cases, "default": "none"},
            parent=calls_of(node_id),
        )
        for tool in self.tools:
            for node in tool.chain:
                yield node.model_copy(
                    update={"parent": calls_of(node_id), "policy": _held_to(tool, node.policy)}
                )
        for node in self._body:
            if not any(node in tool.chain for tool in self.tools):
                yield node.model_copy(update={"parent": calls_of(node_id)})
        if self._config.mcp:
            yield self._mcp()

    def _mcp(self) -> Node:
        node_id = self._node.id
        # A server's rate is kept by the step that thinks.
        servers: list[JsonValue] = [
            each.model_dump(mode="json", include=set(McpServer.model_fields))
            for each in self._config.mcp
        ]
        return Node(
            id=NodeId(f"{node_id}__mcp"),
            type="mcp.call",
            name="MCP tool",
            config={
                "servers": servers,
                "server": "{{ item.server }}",
                "tool": "{{ item.tool }}",
                "arguments": "{{ item.arguments }}",
            },
            policy=self._node.policy.model_copy(update={"on_error": "fail"}),
            parent=calls_of(node_id),
        )


def _read(node: Node) -> AgentConfig:
    """As much as is sound: what is wrong is told of the step that thinks, which has it all."""
    try:
        return AgentConfig.model_validate(node.config)
    except ValidationError:
        known = {name: node.config[name] for name in ("tools", "mcp") if name in node.config}
    try:
        return AgentConfig.model_validate(known)
    except ValidationError:
        return AgentConfig()


def _held_to(tool: Tool, policy: Policy) -> Policy:
    """A tool's failure is told to the model, and its hosts hold whatever the model gives."""
    hosts = tuple(tool.policy.hosts) or policy.hosts
    on_error = "fail" if policy.on_error == "hold" else policy.on_error
    return policy.model_copy(update={"hosts": hosts, "on_error": on_error})


def edge(source: str, target: str, port: str = "out") -> Edge:
    return Edge.model_validate({"from": source, "to": target, "port": port})
