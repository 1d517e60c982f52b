"""What a team knows while it works, and what is said in it."""

import operator
import time
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypedDict, cast

import orjson
from pydantic import JsonValue

from noria.ai.agent_config import AgentLimits
from noria.ai.team_config import ToldMember

Limit = Literal["rounds", "time", "cost"]
MAX_SAID_CHARS = 30_000
"""Of one member, as the others are told; a model's context is not endless."""
LAST_WORD = (
    "The team has come to a limit: nobody can do anything more. Conclude now, with what there is."
)


class Spent(TypedDict):
    """By all calls so far."""

    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """None: a model's price is not known."""


class Turn(TypedDict):
    """What somebody has to do now."""

    member: str
    task: str


class Statement(TypedDict):
    """What a member said."""

    who: str
    task: str
    text: str
    data: JsonValue
    failed: bool


def add_spent(one: Spent, other: Spent) -> Spent:
    """LangGraph begins to add with an empty one."""
    if not one:
        return other
    costs = one["cost_usd"], other["cost_usd"]
    known = [each for each in costs if each is not None]
    return Spent(
        input_tokens=one["input_tokens"] + other["input_tokens"],
        output_tokens=one["output_tokens"] + other["output_tokens"],
        cost_usd=sum(known) if len(known) == len(costs) else None,
    )


class TeamState(TypedDict):
    """LangGraph's state of a team."""

    task: str
    began_at: float
    """Seconds since 1970."""
    rounds: int
    messages: list[dict[str, Any]]
    """The conversation with the model that leads."""
    heard: int
    """How many statements that model was told of."""
    turns: list[Turn]
    """Whose turn it is, and after them."""
    said: Annotated[list[Statement], operator.add]
    spent: Annotated[Spent, add_spent]
    answer: str
    data: JsonValue
    stopped: Limit | None


def begin(task: JsonValue) -> TeamState:
    """Before anybody has said anything."""
    text = task if isinstance(task, str) else orjson.dumps(task).decode()
    nothing = Spent(input_tokens=0, output_tokens=0, cost_usd=0.0)
    return TeamState(
        task=text, began_at=time.time(), rounds=0, messages=[], heard=0, turns=[], said=[],
        spent=nothing, answer="", data=None, stopped=None,
    )  # fmt: skip


def limit_of(state: TeamState, limits: AgentLimits) -> Limit | None:
    """The one that the team has come to."""
    if state["rounds"] + 1 >= limits.rounds and state["rounds"]:
        return "rounds"
    if limits.time_s is not None and time.time() - state["began_at"] > limits.time_s:
        return "time"
    if limits.cost_usd is not None and (state["spent"]["cost_usd"] or 0.0) >= limits.cost_usd:
        return "cost"
    return None


def read(who: str, task: str, came: JsonValue) -> tuple[Statement, Spent]:
    """What came of a member's turn, be it an agent or any other node."""
    result: Mapping[str, Any] = came if isinstance(came, dict) else {}
    if set(result) == {"error"}:
        text, data, failed = f"(It failed: {reason_of(result)})", None, True
    elif isinstance(result.get("text"), str):
        text, data, failed = str(result["text"]), cast("JsonValue", result.get("data")), False
    else:
        text, data, failed = _as_text(came), came, False
    statement = Statement(who=who, task=task, text=text[:MAX_SAID_CHARS], data=data, failed=failed)
    return statement, spent_by(result)


def reason_of(result: Mapping[str, Any]) -> str:
    """Of a step that failed, as a loop gives it."""
    error: Any = result["error"]
    return str(cast("Any", error).get("message", error) if isinstance(error, dict) else error)


def spent_by(result: Mapping[str, Any]) -> Spent:
    """What an agent or a chat took; anything else costs nothing."""
    cost = result.get("cost_usd", 0.0)
    return Spent(
        input_tokens=_count(result.get("input_tokens")),
        output_tokens=_count(result.get("output_tokens")),
        cost_usd=float(cost) if isinstance(cost, int | float) else None,
    )


def told(said: Sequence[Statement]) -> str:
    """Statements, as models read them."""
    return "\n\n".join(f"{each['who']} said:\n{each['text']}" for each in said)


def listed(members: Sequence[ToldMember]) -> str:
    return "\n".join(f"- {each.name}: {each.description}" for each in members)


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _as_text(value: JsonValue) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
