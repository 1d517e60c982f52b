"""An agent's rounds, as they stand in what its steps left; and how to begin again at one of them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import JsonValue

from noria.ai import told
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


def new_in(messages: Sequence[Message]) -> list[Told]:
    """What has come since the model's last answer."""
    begin = len(messages)
    while begin and messages[begin - 1].get("role") != "assistant":
        begin -= 1
    return [_told(index, messages[index]) for index in range(begin, len(messages))]


def told_to(config: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the model was told in a round that left nothing, by the config of its step.

    In a first round, that is without what memory and an output's schema add.
    """
    state = cast("dict[str, Any]", config.get("state") or {})
    before: list[dict[str, Any]] = [*(state.get("transcript") or state.get("given") or ())]
    if not before:
        return told.begin(str(config.get("instructions") or ""), config.get("input", ""))
    asked = [told.Asked.model_validate(each) for each in state.get("asked") or ()]
    return [*before, *told.results(asked, config.get("results"), config.get("review"))]


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
    return {
        **_left_by(before, str(output.get("model") or "")),
        # The first round asked the servers for their tools; it is not asked to do so again.
        "offered": output.get("offered") or [],
        "transcript": _edited(transcript[:-1], edits, add),
    }


def resume_failed(
    before: Mapping[str, Any] | None,
    config: Mapping[str, Any],
    edits: Sequence[Edit],
    add: str,
) -> dict[str, Any]:
    """What an agent begins with so that a round is made again that left nothing.

    Args:
        before: What the round before it left; None for the first one.
        config: Of the round's step, as it was rendered.
        edits: Messages to be changed.
        add: One more message, of the user; empty: none.

    Raises:
        Invalid: An edit names no message whose text can be changed.
    """
    messages = _edited(told_to(config), edits, add)
    state = _left_by(before, str(config.get("model") or ""))
    if before and before.get("transcript"):
        return {**state, "offered": before.get("offered") or [], "transcript": messages}
    # A first round: memory, and servers that are asked for their tools, come to it again.
    return {**state, "offered": [], "transcript": [], "given": messages}


def _left_by(before: Mapping[str, Any] | None, model: str) -> dict[str, Any]:
    known = before or {}
    return {
        "done": False,
        "model": model,
        "rounds": int(known.get("rounds") or 0),
        "input_tokens": int(known.get("input_tokens") or 0),
        "output_tokens": int(known.get("output_tokens") or 0),
        "cost_usd": known.get("cost_usd", 0.0),
        "counts": known.get("counts") or {},
    }


def _edited(
    told_before: Sequence[Message], edits: Sequence[Edit], add: str
) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = [dict(each) for each in told_before]
    for edit in edits:
        _check(edit, messages)
        messages[edit.index]["content"] = edit.text
    if add:
        messages.append({"role": "user", "content": add})
    return messages


def with_resumed_agent(
    plan: Mapping[str, Any], node_id: str, state: Mapping[str, Any], iteration: str = ""
) -> dict[str, Any]:
    """The plan whose agent begins with a state, in one iteration of the loops around it. No expression is
    looked for in it.

    Raises:
        NotFound: The plan has no such agent.
    """
    steps = [dict(step) for step in cast("list[dict[str, Any]]", plan["steps"])]
    found = next((s for s in steps if s["id"] == node_id and s["type"] == "agent"), None)
    if found is None:
        raise NotFound("agent", node_id)
    resume = {"at": iteration, "state": dict(state)} if iteration else dict(state)
    found["config"] = {**found.get("config", {}), "resume": resume}
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
