"""Teams of agents, written out: a loop of steps that the engine knows already.

    team                     goes on until somebody has the answer
      team__calls            for each member that works now, at the same time
        team__route          to the member's own nodes
        MEMBER …
        team__decide         the model that leads, where one does: `llm.chat` with a schema
      team__advance          takes what they said, and says who is next

Members that are agents are written out after it, as agents are anywhere.
"""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import JsonValue, ValidationError

from noria.ai.team_config import (
    DECIDE,
    MAX_MEMBERS,
    TeamConfig,
    ToldMember,
    decision_schema,
    hand_off_schema,
)
from noria.catalog import Catalog
from noria.compiling.agent_tools import TOOL_OF_KEY
from noria.compiling.agents import MARK, MAX_ID, THINK_TIMEOUT_S, edge
from noria.compiling.containers import IN_THE_RUN
from noria.control.agent import AGENT
from noria.control.multi_agent import ADVANCE_TEAM, MULTI_AGENT
from noria.control.workflow_run import WORKFLOW_RUN
from noria.errors import Problem
from noria.graph_document import Document
from noria.model import Edge, Graph, Node, NodeId, Policy

_TERMS = ("model", "credential", "fallbacks", "cache_s", "max_cost_usd")
_HAND_OFF = (
    "You work in a team. If somebody else of it is better at what is left to do, answer what you have "
    "and name that one in `hand_to`; else answer and leave `hand_to` empty."
)


def write_teams_out(document: Document, catalog: Catalog) -> Document:
    """The same graph without teams. A document without any comes back as it is."""
    teams = [node for node in document.graph.nodes if node.type == MULTI_AGENT]
    if not teams:
        return document
    nodes = {node.id: node for node in document.graph.nodes}
    edges = list(document.graph.edges)
    problems = list(document.problems)
    for team in teams:
        # A team may be in another one's body, which has moved it by now.
        made = _Team(nodes[team.id], document.graph, catalog)
        problems += made.find_problems()
        for node in made.nodes():
            before = nodes.get(node.id)
            is_other = before is not None and before.id != team.id
            nodes[node.id] = _moved(before, node) if before and is_other else node
        edges += made.edges()
    extra = len(edges) - len(document.graph.edges)
    return replace(
        document,
        graph=document.graph.model_copy(update={"nodes": [*nodes.values()], "edges": edges}),
        problems=problems,
        edge_places=[*document.edge_places, *([-1] * extra)],
    )


def _moved(before: Node, now: Node) -> Node:
    """A member that is a team itself may be written out already: then only its place is new."""
    if before.type == MULTI_AGENT:
        return before.model_copy(update={"parent": now.parent})
    return now


class _Team:
    """One team, and what becomes of it."""

    def __init__(self, node: Node, graph: Graph, catalog: Catalog) -> None:
        self._node = node
        self._catalog = catalog
        self._body = [each for each in graph.nodes if each.parent == node.id]
        inside = {each.id for each in self._body}
        self._edges = [e for e in graph.edges if e.source in inside and e.target in inside]
        led_to = {e.target for e in self._edges}
        undoes = {each.undo for each in self._body}
        self._members = [
            each for each in self._body if each.id not in led_to and each.id not in undoes
        ]
        self._config = _read(node)
        self._decision = self._find_decision()

    def nodes(self) -> Iterator[Node]:
        yield self._loop()
        yield self._calls()
        yield self._route()
        for node in self._body:
            yield self._placed(node)
        if self._decision:
            yield self._decide()
        yield self._advance()

    def edges(self) -> Iterator[Edge]:
        team = self._node.id
        yield edge(f"{team}__calls", f"{team}__advance")
        for member in self._members:
            yield edge(f"{team}__route", member.id, f"to_{member.id}")
        if self._decision:
            yield edge(f"{team}__route", f"{team}__decide", f"to_{DECIDE}")

    def find_problems(self) -> Iterator[Problem]:
        names = {member.id for member in self._members}
        for node_id in (self._node.id, *names):
            if MARK in node_id or len(node_id) > MAX_ID or node_id == DECIDE:
                yield self._problem(
                    "agent_id",
                    f"The id {node_id!r} can't be a team's or a member's: use at most {MAX_ID} "
                    f"characters, without {MARK!r}, and not {DECIDE!r}.",
                    node_id,
                )
        if not 1 <= len(names) <= MAX_MEMBERS:
            yield self._problem(
                "team_size",
                f"The team {self._node.id!r} has {len(names)} members: put 1 to {MAX_MEMBERS} nodes "
                "into its body.",
            )
        for at, member in enumerate(self._config.members):
            if member.node not in names:
                yield self._problem(
                    "unknown_member",
                    f"The team {self._node.id!r} says something of {member.node!r}, but no node of "
                    "that id begins a member in its body: put one there, or remove the entry.",
                    field=f"/members/{at}/node",
                )

    def _problem(
        self, code: str, message: str, node_id: str | None = None, field: str | None = None
    ) -> Problem:
        return Problem(
            code=code, message=message, node_id=NodeId(node_id or self._node.id), field=field
        )

    def _find_decision(self) -> dict[str, JsonValue]:
        if self._config.strategy == "vote" and self._config.vote == "majority":
            return {}
        return decision_schema(self._config.strategy, [str(each.id) for each in self._members])

    def _loop(self) -> Node:
        on_error = self._node.policy.on_error
        kept = {name: self._node.config[name] for name in ("strategy", "resume", "limits")
                if name in self._node.config}  # fmt: skip
        return self._node.model_copy(
            update={
                "config": {**kept, "condition": "{{ !loop.prev?.done }}"},
                "policy": Policy(
                    # To try a whole team again would pay twice: its steps are held one by one.
                    on_error="fail" if on_error == "hold" else on_error,
                    on_error_output=self._node.policy.on_error_output,
                ),
            }
        )

    def _calls(self) -> Node:
        return Node(
            id=NodeId(f"{self._node.id}__calls"),
            type="for_each",
            name=f"{self._name}: at work",
            config={
                "items": "{{ loop.prev?.calls ?? {} }}",
                "concurrency": MAX_MEMBERS,
                "on_item_error": "collect",
            }
            | IN_THE_RUN,
            parent=self._node.id,
        )

    def _route(self) -> Node:
        names = [str(member.id) for member in self._members]
        if self._decision:
            names.append(DECIDE)
        cases: list[JsonValue] = [{"port": f"to_{name}", "equals": name} for name in names]
        return Node(
            id=NodeId(f"{self._node.id}__route"),
            type="switch",
            config={"value": f"{{{{ {TOOL_OF_KEY} }}}}", "cases": cases, "default": "none"},
            parent=NodeId(f"{self._node.id}__calls"),
        )

    def _placed(self, node: Node) -> Node:
        config = node.config
        if node.type == AGENT and node in self._members:
            config = self._briefed(node)
        return node.model_copy(
            update={"parent": NodeId(f"{self._node.id}__calls"), "config": config}
        )

    def _briefed(self, agent: Node) -> dict[str, JsonValue]:
        config = dict(agent.config)
        config["input"] = config.get("input") or "{{ item.task }}"
        if self._config.strategy == "hand_off" and not config.get("output_schema"):
            others = [str(each.id) for each in self._members if each.id != agent.id]
            config["output_schema"] = hand_off_schema(others)
            told = "\n".join(f"- {each.name}: {each.description}" for each in self._told())
            own = config.get("instructions") or ""
            config["instructions"] = f"{own}\n\n{_HAND_OFF}\n{told}".strip()
        return config

    def _decide(self) -> Node:
        terms = {name: self._node.config[name] for name in _TERMS if name in self._node.config}
        return Node(
            id=NodeId(f"{self._node.id}__decide"),
            type="llm.chat",
            name=f"{self._name}: decide",
            config={
                **terms,
                "instructions": self._node.config.get("instructions", ""),
                "messages": "{{ item.messages }}",
                "output_schema": self._decision,
            },
            policy=self._step_policy(),
            parent=NodeId(f"{self._node.id}__calls"),
        )

    def _advance(self) -> Node:
        hidden = {"members", "condition", "resume", "instructions"}
        config = {name: value for name, value in self._node.config.items() if name not in hidden}
        config["members"] = [
            each.model_dump(mode="json", exclude_defaults=True) for each in self._told()
        ]
        if spenders := [str(each.id) for each in self._body if self._is_counted(each)]:
            config["spenders"] = [*spenders]
        config["state"] = "{{ loop.prev }}"
        config["results"] = f"{{{{ steps.{self._node.id}__calls.output }}}}"
        return Node(
            id=NodeId(f"{self._node.id}__advance"),
            type=ADVANCE_TEAM,
            name=f"{self._name}: who is next",
            config=config,
            policy=self._step_policy(),
            parent=self._node.id,
        )

    def _step_policy(self) -> Policy:
        policy = self._node.policy
        if policy.timeout_s == Policy().timeout_s:
            policy = policy.model_copy(update={"timeout_s": THINK_TIMEOUT_S})
        on_error = "hold" if policy.on_error == "hold" else "fail"
        return policy.model_copy(update={"on_error": on_error, "on_error_output": None})

    def _told(self) -> Iterator[ToldMember]:
        descriptions = {each.node: each.description for each in self._config.members}
        for member in self._members:
            node_type = self._catalog.find(member.type, member.type_version)
            title = member.name or (node_type.title if node_type else member.id)
            yield ToldMember(
                name=member.id,
                description=descriptions.get(member.id) or title,
                is_counted=self._is_counted(self._last(member)),
            )

    def _last(self, member: Node) -> Node:
        """Of the nodes that it leads to: what the team hears is that one's output."""
        seen = {member.id}
        while after := self._after(member):
            if after[0].id in seen:
                break
            member = after[0]
            seen.add(member.id)
        return member

    def _after(self, node: Node) -> list[Node]:
        targets = {edge.target for edge in self._edges if edge.source == node.id}
        return [each for each in self._body if each.id in targets]

    def _is_counted(self, node: Node) -> bool:
        """Runs of other workflows say nothing of their costs, nor do models on the way to an output."""
        if node.type == WORKFLOW_RUN:
            return True
        return node.type.startswith(("llm.", "knowledge.")) and bool(self._after(node))

    @property
    def _name(self) -> str:
        return self._node.name or "Team"


def _read(node: Node) -> TeamConfig:
    """As much as is sound: what is wrong is told of the step that says who is next."""
    try:
        return TeamConfig.model_validate(node.config)
    except ValidationError:
        known = {name: node.config[name] for name in ("members", "strategy") if name in node.config}
    try:
        return TeamConfig.model_validate(known)
    except ValidationError:
        return TeamConfig()
