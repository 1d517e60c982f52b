"""Agents and teams without a model: what their steps leave is written here, round by round."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from pydantic import JsonValue
from temporalio import activity

from noria.catalog import load_catalog
from noria.compile import compile_graph
from noria.control.agent import THINK
from noria.control.multi_agent import ADVANCE_TEAM
from noria.model import DEFAULT_QUEUE
from noria.plan import Plan
from noria.step_calls import StepCall, StepResult

Answer = Callable[[StepCall, JsonValue], StepResult]

ROUNDS: dict[str, list[dict[str, JsonValue]]] = {
    "helper__think": [
        {"done": False, "calls": {"0:look_up": {"id": "A17"}, "1:refund": {"amount": 900}}},
        {"done": False, "calls": {"0:look_up": {"id": "B2"}}},
        {"done": True, "calls": {}, "text": "Both are on their way."},
    ],
    "team__advance": [
        {"done": False, "calls": {"0:decide": {"messages": []}}},
        {"done": False, "calls": {"0:finder": {"task": "Find."}, "1:writer": {"task": "Write."}}},
        {"done": True, "calls": {}, "text": "Tides, in short."},
    ],
}
"""Of steps that are made more than once; all others have their answer at once."""


def make_agent_activities(leave: Answer) -> Sequence[Callable[..., Any]]:
    """The node types that an agent or a team is written out as."""

    @activity.defn(name=THINK)
    async def think(call: StepCall) -> StepResult:
        return leave(call, _next(call))

    @activity.defn(name=ADVANCE_TEAM)
    async def advance(call: StepCall) -> StepResult:
        return leave(call, _next(call))

    @activity.defn(name="llm.chat")
    async def chat(call: StepCall) -> StepResult:
        return leave(call, {"text": "", "data": {"next": "finder"}})

    @activity.defn(name="http.request")
    async def request(call: StepCall) -> StepResult:
        return leave(call, {"status": 200})

    return [think, advance, chat, request]


def _next(call: StepCall) -> JsonValue:
    loop = cast("dict[str, Any]", call.scope.names().get("loop") or {})
    before = cast("dict[str, Any]", loop.get("prev") or {})
    made = int(before.get("rounds") or 0)
    script = ROUNDS.get(call.step.id, [{"done": True, "calls": {}, "text": "Done."}])
    return {**script[made], "rounds": made + 1}


def agent_plan(*nodes: dict[str, Any], main: str) -> Plan:
    """`start`, these, `end`, as the compiler writes them out; all on the queue of the tests."""
    graph: Any = {
        "nodes": [
            {"id": "start", "type": "start"},
            *nodes,
            {
                "id": "end",
                "type": "end",
                "config": {"output": f"{{{{ steps.{main}.output.text }}}}"},
            },
        ],
        "edges": [{"from": "start", "to": main}, {"from": main, "to": "end"}],
    }
    plan = compile_graph(graph, load_catalog()).require_plan()
    steps = tuple(step.model_copy(update={"queue": DEFAULT_QUEUE}) for step in plan.steps)
    return plan.model_copy(update={"steps": steps})


AGENT = agent_plan(
    {
        "id": "helper",
        "type": "agent",
        "config": {
            "input": "Where are my orders?",
            "tools": [{"node": "refund", "approval": "always"}],
        },
    },
    {
        "id": "look_up",
        "type": "http.request",
        "parent": "helper",
        "config": {"url": "https://shop.example/{{ item.id }}"},
    },
    {
        "id": "refund",
        "type": "http.request",
        "parent": "helper",
        "config": {"url": "https://shop.example/refunds/{{ item.amount }}"},
    },
    main="helper",
)
TEAM = agent_plan(
    {"id": "team", "type": "multi_agent", "config": {"input": "Write about tides."}},
    {"id": "finder", "type": "agent", "parent": "team", "config": {"instructions": "Find."}},
    {"id": "writer", "type": "agent", "parent": "team", "config": {"instructions": "Write."}},
    main="team",
)
