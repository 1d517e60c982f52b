"""Tools of an agent that is written out, and how people are asked about their calls."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson
from pydantic import JsonValue

from noria.ai.agent_config import ToolPolicy
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
    def needs_approval(self) -> bool:
        return self.policy.approval != "never"


class Review:
    """The steps that ask people about calls, before any of a round is made."""

    def __init__(self, node: Node, tools: Sequence[tuple[Tool, Mapping[str, JsonValue]]]) -> None:
        """Of an agent; its tools that need approval, with their parameters."""
        self._node = node
        self._tools = tools

    def nodes(self) -> Iterator[Node]:
        node_id = self._node.id
        asked = [f"steps.{self.ask_id(tool)}.output" for tool, _ in self._tools]
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
            config={"items": "{{ loop.prev?.calls ?? {} }}", "concurrency": 50, "result": result},
            parent=node_id,
        )
        yield Node(
            id=NodeId(f"{node_id}__gate"),
            type="switch",
            config={
                "value": f"{{{{ ((tool) => {self._gate()} 'free')({TOOL_OF_KEY}) }}}}",
                "cases": [{"port": port_of(tool), "equals": tool.name} for tool, _ in self._tools],
                "default": "free",
            },
            parent=NodeId(f"{node_id}__review"),
        )
        for tool, parameters in self._tools:
            yield self._ask(tool, parameters)

    def _gate(self) -> str:
        """The calls that somebody is asked about, as one expression."""
        parts: list[str] = []
        for tool, _ in self._tools:
            name = orjson.dumps(tool.name).decode()
            when = tool.policy.approval_when if tool.policy.approval == "when" else "true"
            parts.append(f"tool === {name} && ({when or 'true'}) ? {name} :")
        return " ".join(parts)

    def _ask(self, tool: Tool, parameters: Mapping[str, JsonValue]) -> Node:
        form = dict(parameters)
        form.pop("required", None)
        name = (self._node.name or self._node.id).replace("{{", "{ {")
        title = (tool.entry.name or tool.name).replace("{{", "{ {")
        return Node(
            id=self.ask_id(tool),
            type="approval",
            name=f"Approve {title}",
            config={
                "title": f"{name}: may it do “{title}”?"[:300],
                "description": "{{ 'It wants to call it with:\\n\\n' + "
                "JSON.stringify(item, null, 2).slice(0, 15000) + "
                "'\\n\\nWhat you fill in below is sent instead.' }}",
                "form": form,
                "assignees": list(tool.policy.assignees),
            },
            parent=NodeId(f"{self._node.id}__review"),
        )

    def ask_id(self, tool: Tool) -> NodeId:
        return NodeId(f"{self._node.id}__ask_{tool.name}"[:63])


def port_of(tool: Tool) -> PortName:
    return PortName(f"to_{tool.name}")
