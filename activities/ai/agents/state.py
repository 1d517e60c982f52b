"""What an agent knows while it works."""

import operator
import time
from typing import Annotated, Any, Literal, TypedDict

from pydantic import JsonValue

from noria.ai.agent_config import AgentLimits, AgentTool
from noria.ai.told import Asked
from noria.errors import Problem

Limit = Literal["rounds", "time", "cost"]


def add_costs(one: float | None, other: float | None) -> float | None:
    """None: a model's price is not known, so neither is the sum."""
    return None if one is None or other is None else one + other


class AgentState(TypedDict):
    """LangGraph's state of an agent. What is annotated with a function adds up; the rest is replaced."""

    messages: Annotated[list[dict[str, Any]], operator.add]
    """The conversation."""
    given: list[dict[str, Any]]
    """To begin with, in place of its instructions and its task; empty: those."""
    asked: list[Asked]
    """All that the model asked for last, also what it may not have."""
    counts: dict[str, int]
    """How often each tool was called."""
    called_at: dict[str, list[float]]
    """By what has a rate (`AgentTool.counted_as`): its calls of the last minute, in seconds since 1970."""
    offered: list[AgentTool]
    """Tools of MCP servers, which are asked for them once."""
    spent_by_nodes: dict[str, float]
    """By run: what the ledger said of tools' nodes, as far as it is in `cost_usd`."""
    stopped: Limit | None
    """The limit that the agent came to."""
    text: str
    data: JsonValue
    """The structured answer, where a schema was given."""
    problems: list[Problem]
    """What is wrong with that answer."""
    model: str
    began_at: float
    """Seconds since 1970."""
    rounds: Annotated[int, operator.add]
    input_tokens: Annotated[int, operator.add]
    output_tokens: Annotated[int, operator.add]
    cost_usd: Annotated[float | None, add_costs]


def begin(model: str) -> AgentState:
    """Before the model was asked anything."""
    return AgentState(
        messages=[], given=[], asked=[], counts={}, called_at={}, offered=[], spent_by_nodes={},
        stopped=None, text="", data=None,
        problems=[], model=model, began_at=time.time(), rounds=0, input_tokens=0, output_tokens=0,
        cost_usd=0.0,
    )  # fmt: skip


def limit_of(state: AgentState, limits: AgentLimits, spent_usd: float | None) -> Limit | None:
    """The one that the agent has come to; `spent_usd`: by the tools that were called last."""
    if state["rounds"] + 1 >= limits.rounds and state["rounds"]:
        return "rounds"
    if limits.time_s is not None and time.time() - state["began_at"] > limits.time_s:
        return "time"
    if (
        limits.cost_usd is not None
        and (state["cost_usd"] or 0.0) + (spent_usd or 0.0) >= limits.cost_usd
    ):
        return "cost"
    return None
