"""How often an agent's tools are called in a minute: when they were, and when they may be again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pydantic import JsonValue

from activities.ai.calls.conversation import Asked
from noria.ai.agent_config import AgentTool

MINUTE_S = 60.0

Times = Mapping[str, Sequence[float]]
"""By tool with a rate: its calls of the last minute, in seconds since 1970."""


def add_calls(
    times: Times, asked: Sequence[Asked], results: JsonValue, now: float
) -> dict[str, list[float]]:
    """A round's calls that were made count from when all were over.

    None of them began later, while people may have taken their time to agree to them.
    """
    made = results if isinstance(results, dict) else {}
    added = {name: [each for each in at if each > now - MINUTE_S] for name, at in times.items()}
    for each in asked:
        if each.key in made:
            added.setdefault(each.name, []).append(now)
    return {name: at for name, at in added.items() if at}


def not_before(times: Times, asked: Sequence[Asked], tools: Sequence[AgentTool]) -> str | None:
    """When these calls may be made, in ISO 8601; None: at once. Of none are there more than in a minute."""
    ends: list[float] = []
    for tool in tools:
        at = sorted(times.get(tool.name, ()))
        wanted = sum(each.name == tool.name and bool(each.key) for each in asked)
        if tool.max_calls_per_minute is None or not wanted:
            continue
        too_many = len(at) + wanted - tool.max_calls_per_minute
        if too_many > 0:
            ends.append(at[too_many - 1] + MINUTE_S)
    return datetime.fromtimestamp(max(ends), UTC).isoformat() if ends else None
