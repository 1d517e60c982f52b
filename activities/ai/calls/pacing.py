"""How often an agent's tools are called in a minute: when they were, and when they may be again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pydantic import JsonValue

from noria.ai.agent_config import AgentTool
from noria.ai.told import Asked

MINUTE_S = 60.0

Times = Mapping[str, Sequence[float]]
"""By what has a rate (`AgentTool.counted_as`): its calls of the last minute, in seconds since 1970."""


def add_calls(
    times: Times, asked: Sequence[Asked], tools: Sequence[AgentTool], results: JsonValue, now: float
) -> dict[str, list[float]]:
    """A round's calls that were made count from when all were over.

    None of them began later, while people may have taken their time to agree to them.
    """
    made = results if isinstance(results, dict) else {}
    rated = {tool.name: tool.counted_as for tool in tools if tool.max_calls_per_minute is not None}
    added = {name: [each for each in at if each > now - MINUTE_S] for name, at in times.items()}
    for each in asked:
        if each.key in made and each.name in rated:
            added.setdefault(rated[each.name], []).append(now)
    return {name: at for name, at in added.items() if at}


def not_before(times: Times, asked: Sequence[Asked], tools: Sequence[AgentTool]) -> str | None:
    """When these calls may be made, in ISO 8601; None: at once. Of none are there more than in a minute."""
    rates = {
        tool.counted_as: tool.max_calls_per_minute
        for tool in tools
        if tool.max_calls_per_minute is not None
    }
    counted_as = {tool.name: tool.counted_as for tool in tools}
    wanted = Counter(counted_as.get(each.name, "") for each in asked if each.key)
    ends: list[float] = []
    for name, most in rates.items():
        at = sorted(times.get(name, ()))
        too_many = len(at) + wanted[name] - most
        if wanted[name] and too_many > 0:
            ends.append(at[too_many - 1] + MINUTE_S)
    return datetime.fromtimestamp(max(ends), UTC).isoformat() if ends else None
