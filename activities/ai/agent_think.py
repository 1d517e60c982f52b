"""One round of an agent: a call of its model, with what its tools have said since the last one."""

import asyncio
import time
from typing import cast

import orjson
from pydantic import BaseModel, JsonValue

from activities.ai.agents import state
from activities.ai.agents.state import AgentState, Limit
from noria.ai.agent_config import AgentTool, ThinkConfig
from noria.ai.names import AI_QUEUE
from noria.ai.told import Asked
from noria.context import NodeContext
from noria.node_type import node

MIN_STORED_BYTES = 2_048
"""A shorter conversation is no larger than a reference to it."""


class Thought(BaseModel):
    """What a round leaves for the next one; the last one's is the agent's output."""

    done: bool
    text: str = ""
    data: JsonValue = None
    """The structured answer, where a schema was given."""
    stopped: Limit | None = None
    """The limit that the agent came to."""
    model: str
    rounds: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """Null: a model's price is not known."""
    began_at: float
    """Seconds since 1970."""
    calls: dict[str, JsonValue] = {}
    """To be made now: key → arguments. A key is a number and the tool's name."""
    asked: list[Asked] = []
    """All that the model asked for, also what it may not have."""
    counts: dict[str, int] = {}
    """How often each tool was called."""
    called_at: dict[str, list[float]] = {}
    """By what has a rate (`AgentTool.counted_as`): its calls of the last minute, in seconds since 1970."""
    not_before: str | None = None
    """When the calls may be made, by those rates; null: at once."""
    offered: list[AgentTool] = []
    """Tools of MCP servers, which are asked for them once."""
    spent_by_nodes: dict[str, float] = {}
    """By run: what the ledger said of tools' nodes, as far as it is in `cost_usd`."""
    run_id: str = ""
    """That it was left in, at a time; a retry goes on in another run."""
    left_at: float = 0.0
    """Seconds since 1970."""
    transcript: JsonValue = None
    """The conversation, or a reference to it."""


@node(
    "agent.think",
    title="Think",
    category="AI",
    icon="brain",
    internal=True,
    queue=AI_QUEUE,
    changes=False,
)
async def agent_think(config: ThinkConfig, context: NodeContext) -> Thought:
    """Ask the agent's model once, with the results of the calls that it asked for last."""
    # LangGraph takes a second to import: steps at work go on giving signs of life.
    loop = await asyncio.to_thread(_import_loop)
    before = _state_of(config.state, context) if config.state else state.begin(config.model)
    after, asks = await loop.go_on(loop.Round(config, context), before)
    left = {**after, **(asks or {}), "done": asks is None, "transcript": after["messages"]}
    when = {"run_id": context.run_id, "left_at": time.time()}
    thought = Thought.model_validate({**left, **when})
    return await _stored(thought, context)


def _import_loop():
    from activities.ai.agents import loop

    return loop


def _state_of(left: JsonValue, context: NodeContext) -> AgentState:
    """What a round left, as LangGraph knows it. The time before a retry is nobody's."""
    before = Thought.model_validate(left)
    if before.run_id not in ("", context.run_id):
        before.began_at += time.time() - before.left_at
    known = {name: value for name, value in before if name in AgentState.__annotations__}
    begun = state.begin(before.model)
    # Of a round that is replayed before there was a conversation.
    given = left.get("given") or [] if isinstance(left, dict) else []
    own = {"messages": before.transcript, "given": given}
    return cast("AgentState", {**begun, **known, **own})


async def _stored(thought: Thought, context: NodeContext) -> Thought:
    """A conversation grows with each round: histories hold a reference to it."""
    data = orjson.dumps(thought.transcript)
    if len(data) < MIN_STORED_BYTES:
        return thought
    ref = await context.put_blob(data, "application/json")
    return thought.model_copy(update={"transcript": ref.to_json()})
