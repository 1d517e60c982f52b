"""Says who in a team of agents is next."""

import time
from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import BaseModel, JsonValue

from noria.ai.ledger import Spenders
from noria.ai.names import AI_QUEUE
from noria.ai.team_config import TeamAdvanceConfig
from noria.context import NodeContext
from noria.control.multi_agent import ADVANCE_TEAM
from noria.node_type import node

MIN_STORED_BYTES = 2_048
"""What is shorter is no larger than a reference to it."""


class TeamStep(BaseModel):
    """What a step of a team leaves for the next one; the last one's is the team's output."""

    done: bool
    text: str = ""
    """At the end: the answer."""
    data: JsonValue = None
    """What was decided at last, or how many votes each answer got."""
    said: JsonValue = None
    """At the end: what each member said, in order, as `{who, task, text, data, failed}`."""
    rounds: int = 0
    stopped: str | None = None
    """The limit that the team came to."""
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0
    """Null: a model's price is not known."""
    run_id: str = ""
    """That it was left in, at a time; a retry goes on in another run."""
    left_at: float = 0.0
    """Seconds since 1970."""
    idle_s: float = 0.0
    """Between runs, which the team's time leaves out."""
    calls: dict[str, JsonValue] = {}
    """Whose turn it is now, by key: each with what it is told."""
    spent_by_nodes: dict[str, float | None] = {}
    """By run: what the ledger said of nodes whose outputs don't tell; null: of some it is not known."""
    progress: JsonValue = None
    """The team's state, or a reference to it."""


@node(ADVANCE_TEAM, title="Who is next", category="AI", icon="users", internal=True, queue=AI_QUEUE,
      changes=False)  # fmt: skip
async def team_advance(config: TeamAdvanceConfig, context: NodeContext) -> TeamStep:
    """Let the team's LangGraph graph decide who is next, with what the ones before said; a repeat says
    the same.
    """
    from activities.ai.graphs import advance
    from activities.ai.teams import state, strategies

    before = TeamStep.model_validate(config.state) if config.state else None
    results = config.results if isinstance(config.results, dict) else {}
    idle_s = _idle_s(before, context) if before else 0.0
    by_nodes = {**before.spent_by_nodes} if before else {}
    if config.spenders:
        by_nodes[context.run_id] = await _spent_by_nodes(config, context)
    advanced = await advance.advance(
        strategies.graph_of(_within_limits(config, idle_s, by_nodes)),
        None if before else state.begin(config.input),
        advance.Progress.model_validate(before.progress) if before else None,
        results,
    )
    if advanced.calls:
        calls = {key: call[advance.GIVEN] for key, call in advanced.calls.items()}
        progress = await _stored(advanced.progress.model_dump(mode="json"), context)
        return TeamStep(
            done=False, calls=calls, progress=progress,
            run_id=context.run_id, left_at=time.time(), idle_s=idle_s, spent_by_nodes=by_nodes,
        )  # fmt: skip
    values: Any = advanced.values
    return TeamStep(
        done=True,
        text=values["answer"],
        data=values["data"],
        said=values["said"],
        rounds=values["rounds"],
        stopped=values["stopped"],
        input_tokens=values["spent"]["input_tokens"],
        output_tokens=values["spent"]["output_tokens"],
        cost_usd=_whole_cost(values["spent"]["cost_usd"], by_nodes),
        spent_by_nodes=by_nodes,
    )


async def _spent_by_nodes(config: TeamAdvanceConfig, context: NodeContext) -> float | None:
    # The step is in the team's loop, and the team may be in others.
    around = context.iteration.rpartition("/")[0]
    return await context.ledger.spent(
        Spenders(
            workspace_id=context.workspace_id,
            run_id=context.run_id,
            node_ids=config.spenders,
            iteration=around,
        )
    )


def _whole_cost(said: float | None, by_nodes: Mapping[str, float | None]) -> float | None:
    costs = [said, *by_nodes.values()]
    known = [each for each in costs if each is not None]
    return sum(known) if len(known) == len(costs) else None


def _idle_s(before: TeamStep, context: NodeContext) -> float:
    if before.run_id in ("", context.run_id):
        return before.idle_s
    return before.idle_s + time.time() - before.left_at


def _within_limits(
    config: TeamAdvanceConfig, idle_s: float, by_nodes: Mapping[str, float | None]
) -> TeamAdvanceConfig:
    """The team's time is without that between runs, its cost with that of nodes that don't tell."""
    limits = config.limits
    changes: dict[str, float] = {}
    if limits.time_s is not None:
        changes["time_s"] = limits.time_s + idle_s
    if limits.cost_usd is not None:
        changes["cost_usd"] = limits.cost_usd - sum(each or 0.0 for each in by_nodes.values())
    return config.model_copy(update={"limits": limits.model_copy(update=changes)})


async def _stored(value: JsonValue, context: NodeContext) -> JsonValue:
    """A state grows with what is said: histories hold a reference to it."""
    data = orjson.dumps(value)
    if len(data) < MIN_STORED_BYTES:
        return value
    return (await context.put_blob(data, "application/json")).to_json()
