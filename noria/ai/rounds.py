"""An agent's rounds, as they stand in what its steps left; and how to begin again at one of them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import JsonValue

from noria.errors import Invalid, NotFound, Problem

MAX_SHOWN_CHARS = 40_000
"""Of one message; what is cut short can't be edited."""

Message = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """A message that the model was given."""

    index: int
    """In the conversation, from 0."""
    role: str
    text: str
    is_whole: bool
    """False: cut short, or with parts that are no text."""
    call_id: str | None
    """Of a tool's result: the call that it answers."""


@dataclass(frozen=True)
class Asked:
    """A call that the model asked for."""

    id: str
    name: str
    arguments: JsonValue
    refused: str
    """Why it was not made; empty: it was."""


@dataclass(frozen=True)
class Edit:
    """Another text for one message."""

    index: int
    text: str


def told_in(transcript: Sequence[Message]) -> list[Told]:
    """What was new to the model in the round that ends with the conversation's last message."""
    before = [*transcript[:-1]]
    begin = len(before)
    while begin and before[begin - 1].get("role") != "assistant":
        begin -= 1
    return [_told(index, before[index]) for index in range(begin, len(before))]


def results_in(transcript: Sequence[Message]) -> dict[str, str]:
    """What tools gave, by call."""
    return {
        str(message["tool_call_id"]): _text(message)[:MAX_SHOWN_CHARS]
        for message in transcript
        if message.get("role") == "tool" and "tool_call_id" in message
    }


def asked_in(output: Mapping[str, Any]) -> list[Asked]:
    """Of a round's output."""
    return [
        Asked(
            id=str(each["id"]),
            name=str(each["name"]),
            arguments=_own_arguments(each.get("arguments")),
            refused=str(each.get("refused") or ""),
        )
        for each in cast("list[dict[str, Any]]", output.get("asked") or [])
    ]


def resume_at(
    before: Mapping[str, Any] | None,
    output: Mapping[str, Any],
    transcript: Sequence[Message],
    edits: Sequence[Edit],
    add: str,
) -> dict[str, Any]:
    """What an agent begins with so that a round is made again.

    Args:
        before: What the round before it left; None for the first one.
        output: What the round itself left.
        transcript: Its conversation, with the answer as the last message.
        edits: Messages to be changed.
        add: One more message, of the user; empty: none.

    Raises:
        Invalid: An edit names no message whose text can be changed.
    """
    messages: list[dict[str, Any]] = [dict(each) for each in transcript[:-1]]
    for edit in edits:
        _check(edit, messages)
        messages[edit.index]["content"] = edit.text
    if add:
        messages.append({"role": "user", "content": add})
    known = before or {}
    return {
        "done": False,
        "model": str(output.get("model") or ""),
        "rounds": int(known.get("rounds") or 0),
        "input_tokens": int(known.get("input_tokens") or 0),
        "output_tokens": int(known.get("output_tokens") or 0),
        "cost_usd": known.get("cost_usd", 0.0),
        "counts": known.get("counts") or {},
        # The first round asked the servers for their tools; it is not asked to do so again.
        "offered": output.get("offered") or [],
        "transcript": messages,
    }


def with_resumed_agent(
    plan: Mapping[str, Any], node_id: str, state: Mapping[str, Any]
) -> dict[str, Any]:
    """The plan whose agent begins with a state. No expression is looked for in it.

    Raises:
        NotFound: The plan has no such agent.
        Invalid: The agent is in the body of another node, which runs again as a whole.
    """
    steps = [dict(step) for step in cast("list[dict[str, Any]]", plan["steps"])]
    found = next((s for s in steps if s["id"] == node_id and s["type"] == "agent"), None)
    if found is None:
        raise NotFound("agent", node_id)
    if found.get("parent"):
        raise Invalid(
            f"The agent {node_id!r} is in the body of {found['parent']!r}, which can only run again "
            "as a whole: fork the run there."
        )
    found["config"] = {**found.get("config", {}), "resume": dict(state)}
    return {**plan, "steps": steps}


def _check(edit: Edit, messages: Sequence[Message]) -> None:
    if edit.index < len(messages):
        message = messages[edit.index]
        if message.get("role") != "assistant" and isinstance(message.get("content"), str):
            return
    text = f"Message {edit.index} can't be edited: it is not there, the model's own, or no text."
    problem = Problem(code="unknown_message", message=text, field="/edits")
    raise Invalid(text, [problem])


def _told(index: int, message: Message) -> Told:
    text = _text(message)
    return Told(
        index=index,
        role=str(message.get("role")),
        text=text[:MAX_SHOWN_CHARS],
        is_whole=isinstance(message.get("content"), str) and len(text) <= MAX_SHOWN_CHARS,
        call_id=str(message["tool_call_id"]) if "tool_call_id" in message else None,
    )


def _text(message: Message) -> str:
    content = message.get("content")
    if isinstance(content, list):
        parts = cast("list[dict[str, Any]]", content)
        return "\n".join(str(part.get("text") or f"({part.get('type')})") for part in parts)
    return str(content or "")


def _own_arguments(arguments: JsonValue) -> JsonValue:
    """Of a call of an MCP server, those of its tool."""
    if isinstance(arguments, dict) and set(arguments) == {"server", "tool", "arguments"}:
        return arguments["arguments"]
    return arguments
