"""Which of the calls that an agent's model asks for are made, and what they cost."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import JsonValue

from activities.ai.calls.requests import ToolCall
from noria.ai.agent_config import MCP_CALL, AgentTool
from noria.ai.told import Asked, given_for
from noria.input_schema import check_input

MAX_TOLD = 5


def judge(
    calls: Sequence[ToolCall], tools: Sequence[AgentTool], counts: Mapping[str, int]
) -> tuple[list[Asked], dict[str, int]]:
    """Which calls are made, and how often each tool is called with them."""
    known = {tool.name: tool for tool in tools}
    counted = dict(counts)
    together = Counter[str]()
    asked: list[Asked] = []
    for at, call in enumerate(calls):
        given: dict[str, Any] = {"id": call.id, "name": call.name, "arguments": call.arguments}
        reason = _refusal(call, known, counted) or _too_fast(known[call.name], together)
        if reason:
            asked.append(Asked(**given, refused=reason))
            continue
        counted[call.name] = counted.get(call.name, 0) + 1
        together[known[call.name].counted_as] += 1
        asked.append(_allowed(at, given, known[call.name]))
    return asked, counted


def _allowed(at: int, given: dict[str, Any], tool: AgentTool) -> Asked:
    if not tool.server:
        return Asked(**given, key=f"{at}:{tool.name}")
    item = {"server": tool.server, "tool": tool.called, "arguments": given["arguments"]}
    if tool.reads:
        item["reads"] = True
    asked: dict[str, Any] = {**given, "arguments": item}
    return Asked(**asked, key=f"{at}:{MCP_CALL}")


def spent_by_tools(
    asked: Sequence[Asked], given: JsonValue, tools: Sequence[AgentTool]
) -> float | None:
    """What calls of agents and of models cost; None: of one it is not known."""
    spending = {tool.name for tool in tools if tool.spends}
    costs = [
        cast("dict[str, Any]", result).get("cost_usd", 0.0)
        for each in asked
        if each.name in spending and isinstance(result := given_for(given, each.key), dict)
    ]
    return None if None in costs else sum(map(float, costs))


def _refusal(call: ToolCall, known: Mapping[str, AgentTool], counts: Mapping[str, int]) -> str:
    tool = known.get(call.name)
    if tool is None:
        return f"There is no tool {call.name!r}; there are {_names(known)}."
    if tool.refusal:
        return tool.refusal
    if not isinstance(call.arguments, dict):
        return "The arguments are not a JSON object."
    problems = check_input(tool.parameters, call.arguments)
    if problems:
        told = " ".join(problem.message for problem in problems[:MAX_TOLD])
        return f"The arguments do not fit the tool's parameters. {told}"
    if tool.max_calls is not None and counts.get(call.name, 0) >= tool.max_calls:
        return f"The tool {call.name!r} may be called {tool.max_calls} times only, which it was."
    return ""


def _names(known: Mapping[str, AgentTool]) -> str:
    return ", ".join(sorted(name for name, tool in known.items() if not tool.refusal)) or "none"


def _too_fast(tool: AgentTool, together: Mapping[str, int]) -> str:
    """Of calls that one round makes together; those of later rounds wait."""
    most = tool.max_calls_per_minute
    if most is None or together[tool.counted_as] < most:
        return ""
    what = f"server {tool.server!r}" if tool.server else f"tool {tool.name!r}"
    return (
        f"The {what} is called too often: at most {most} per minute. Ask for this call once more if "
        "you still need it."
    )
