"""Tools of an agent that is written out, and how people are asked about their calls."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson
from pydantic import JsonValue

from noria.ai.agent_config import MCP_CALL, AgentServer, ToolPolicy
from noria.compiling.containers import IN_THE_RUN
from noria.control.agent import AGENT
from noria.control.multi_agent import MULTI_AGENT
from noria.control.workflow_run import WORKFLOW_RUN
from noria.model import Node, NodeId, PortName

TOOL_OF_KEY = 'key.slice(key.indexOf(":") + 1)'
"""Of a call, in expressions: its key is a number and the tool's name."""


@dataclass(frozen=True)
class Tool:
    """A node that an agent may call, with what belongs to it."""

    entry: Node
    chain: Sequence[Node]
    policy: ToolPolicy

    @property
    def name(self) -> str:
        return self.entry.id

    @property
    def spends(self) -> bool:
        """Whether its output, that of its last node, says what it cost."""
        last = self.chain[-1].type
        return last in (AGENT, MULTI_AGENT) or last.startswith("llm.")

    def spenders(self, nodes: Sequence[Node]) -> list[NodeId]:
        """Of all nodes within the tool, those whose costs its output does not say."""
        said = self.chain[-1].id if self.spends else None
        return [node.id for node in nodes if node.id != said and _spends(node)]

    @property
    def needs_approval(self) -> bool:
        return self.policy.approval != "never"


def _spends(node: Node) -> bool:
    return node.type == WORKFLOW_RUN or node.type.startswith(("llm.", "knowledge."))


@dataclass(frozen=True)
class Reviewed:
    """Calls that people are asked about: of one tool, or of one server's tools."""

    name: str
    title: str
    when: str
    """Of a call, as an expression; `item` is what the model gives."""
    form: Mapping[str, JsonValue]
    assignees: Sequence[str]

    @classmethod
    def of_tool(cls, tool: Tool, parameters: Mapping[str, JsonValue]) -> "Reviewed":
        form = {key: value for key, value in parameters.items() if key != "required"}
        policy = tool.policy
        when = policy.approval_when if policy.approval == "when" else ""
        whole = f"tool === {_quoted(tool.name)} && ({when or 'true'})"
        return cls(tool.name, tool.entry.name or tool.name, whole, form, policy.assignees)

    @classmethod
    def of_server(cls, server: AgentServer) -> "Reviewed":
        form: dict[str, JsonValue] = {
            "type": "object",
            "properties": {"arguments": {"type": "object", "title": "Arguments"}},
            "additionalProperties": False,
        }
        when = {"changes": "!item.reads", "when": server.approval_when}.get(server.approval, "")
        is_its = f"tool === {_quoted(MCP_CALL)} && item.server === {_quoted(server.name)}"
        whole = f"{is_its} && ({when or 'true'})"
        # No node's id begins so, and so no tool's port.
        return cls(f"mcp:{server.name}", server.name, whole, form, server.assignees)

    @property
    def port(self) -> PortName:
        return PortName(f"to_{self.name}".replace(":", "__"))


def _quoted(text: str) -> str:
    return orjson.dumps(text).decode()


class Review:
    """The steps that ask people about calls, before any of a round is made."""

    def __init__(self, node: Node, reviewed: Sequence[Reviewed]) -> None:
        """Of an agent."""
        self._node = node
        self._reviewed = reviewed

    def nodes(self) -> Iterator[Node]:
        node_id = self._node.id
        asked = [f"steps.{self.ask_id(each)}.output" for each in self._reviewed]
        result = (
            "{{ ((said) => !said ? {allowed: true, item} : said.decision === 'approved' "
            "? {allowed: true, item: {...item, ...(said.data ?? {})}} "
            ": {allowed: false, decision: said.decision, comment: said.comment})"
            f"([{', '.join(asked)}].find((said) => said)) }}}}"
        )
        yield Node(
            id=NodeId(f"{node_id}__review"),
            type="for_each",
            name=f"{self._node.name or 'Agent'}: review",
            config={"items": "{{ loop.prev?.calls ?? {} }}", "concurrency": 50, "result": result}
            | IN_THE_RUN,
            parent=node_id,
        )
        yield Node(
            id=NodeId(f"{node_id}__gate"),
            type="switch",
            config={
                "value": f"{{{{ ((tool) => {self._gate()} 'free')({TOOL_OF_KEY}) }}}}",
                "cases": [{"port": each.port, "equals": each.name} for each in self._reviewed],
                "default": "free",
            },
            parent=NodeId(f"{node_id}__review"),
        )
        for each in self._reviewed:
            yield self._ask(each)

    def _gate(self) -> str:
        """The calls that somebody is asked about, as one expression."""
        return " ".join(f"{each.when} ? {_quoted(each.name)} :" for each in self._reviewed)

    def _ask(self, reviewed: Reviewed) -> Node:
        name = (self._node.name or self._node.id).replace("{{", "{ {")
        title = reviewed.title.replace("{{", "{ {")
        return Node(
            id=self.ask_id(reviewed),
            type="approval",
            name=f"Approve {title}",
            config={
                "title": f"{name}: may it do “{title}”?"[:300],
                "description": "{{ 'It wants to call it with:\\n\\n' + "
                "JSON.stringify(item, null, 2).slice(0, 15000) + "
                "'\\n\\nWhat you fill in below is sent instead.' }}",
                "form": dict(reviewed.form),
                "assignees": list(reviewed.assignees),
            },
            parent=NodeId(f"{self._node.id}__review"),
        )

    def ask_id(self, reviewed: Reviewed) -> NodeId:
        return NodeId(f"{self._node.id}__ask_{reviewed.name}".replace(":", "__")[:63])


def port_of(tool: Tool) -> PortName:
    return PortName(f"to_{tool.name}")
