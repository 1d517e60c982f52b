"""An agent's loop, as a LangGraph graph that is taken a round at a time.

    begin ─> model ─> tools ─> model ─> … ─> remember ─> END
               │        └─> last_word ─> model        at a limit
               └─> mend ─> remember                   where the answer does not fit its schema

The node `tools` makes no call: it asks for them, by LangGraph's `interrupt`, and LangGraph stops there.
They run as steps of the run; the next round gives what came of them, which goes on in `tools` and comes
to `model`. So the model is called in here, and once in a round.
"""

import copy
import time
from dataclasses import dataclass
from functools import cache
from typing import Any, TypedDict, cast

from langgraph.constants import END, START
from langgraph.graph.state import StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command, Overwrite, interrupt
from pydantic import JsonValue

from activities.ai.agents import spending
from activities.ai.agents.state import AgentState, add_costs, limit_of
from activities.ai.calls import conversation, fitting, pacing, remembering, structured
from activities.ai.calls.ask import ask, terms_of
from activities.ai.calls.requests import ChatRequest
from activities.ai.graphs.checkpoint import Keeper
from noria.ai import told
from noria.ai.agent_config import AgentTool, ThinkConfig
from noria.ai.ledger import Usage
from noria.context import NodeContext
from noria.errors import NodeFailed

LAST_WORD = (
    "You have come to a limit and can use no more tools. Answer now with what you have found out, "
    "and say what is missing."
)

Change = dict[str, Any]
"""What a node changes in the state."""


@dataclass(frozen=True)
class Round:
    """What every node of the graph may use."""

    config: ThinkConfig
    context: NodeContext


class Calls(TypedDict):
    """What `tools` asks for."""

    calls: dict[str, JsonValue]
    """By key, a number and the tool's name: the arguments."""
    not_before: str | None
    """When they may be made; None: at once."""


async def go_on(this: Round, before: AgentState) -> tuple[AgentState, Calls | None]:
    """Up to where the graph waits for calls, or to its end: the state, and those calls, or None.

    Args:
        this: The round to be made.
        before: As the round before left it, or nothing but begun.

    Raises:
        NodeFailed: The model refuses, its answer does not fit, or the agent may not come to a limit.
        NodeUnavailable: The model may answer later.
    """
    graph = copy.copy(agent_graph())
    # LangGraph's place in the graph follows from the state, so no checkpoint has to travel with it.
    graph.checkpointer = Keeper()
    thread: Any = {"configurable": {"thread_id": "round"}}
    await graph.aupdate_state(thread, before, as_node=START)
    came = {"results": this.config.results, "review": this.config.review}
    resumed = Command(resume=came) if before["asked"] else None
    values = await graph.ainvoke(resumed, thread, context=this)
    asks = values.pop("__interrupt__", ())
    return cast("AgentState", values), asks[0].value if asks else None


@cache
def agent_graph() -> Any:
    """Compiled once in a process: all that differs from agent to agent is in `Round`."""
    builder: Any = StateGraph(AgentState, context_schema=Round)
    for name, node in (
        ("begin", _begin), ("model", _model), ("tools", _tools), ("last_word", _last_word),
        ("mend", _mend), ("remember", _remember),
    ):  # fmt: skip
        builder.add_node(name, node)
    builder.add_conditional_edges(START, _from_start, ["begin", "tools"])
    builder.add_edge("begin", "model")
    builder.add_conditional_edges("model", _from_model, ["tools", "mend", "remember"])
    builder.add_conditional_edges("tools", _from_tools, ["model", "last_word"])
    builder.add_edge("last_word", "model")
    builder.add_edge("mend", "remember")
    builder.add_edge("remember", END)
    return builder.compile()


def _from_start(state: AgentState) -> str:
    return "tools" if state["messages"] else "begin"


def _from_model(state: AgentState) -> str:
    if state["asked"]:
        return "tools"
    return "mend" if state["problems"] else "remember"


def _from_tools(state: AgentState) -> str:
    return "last_word" if state["stopped"] else "model"


async def _begin(state: AgentState, runtime: Runtime[Round]) -> Change:
    config, context = runtime.context.config, runtime.context.context
    said = state["given"] or told.begin(config.instructions, config.input)
    at = 1 if said[0]["role"] == "system" else 0
    messages = [*said[:at], *await remembering.recalled(config, context), *said[at:]]
    if config.output_schema:
        schema = structured.instruction(config.output_schema)
        messages.insert(0, {"role": "system", "content": schema})
    return {"messages": messages, "offered": await _offered(config, context)}


async def _model(state: AgentState, runtime: Runtime[Round]) -> Change:
    config = runtime.context.config
    request = _request(state, config, may_call=not state["stopped"])
    answered = await ask(request, terms_of(config), runtime.context.context)
    reply = answered.reply
    calls = () if state["stopped"] else reply.tool_calls
    asked, counts = conversation.judge(calls, _tools_of(state, config), state["counts"])
    change: Change = {
        "messages": [reply.to_message()],
        "asked": asked,
        "counts": counts,
        "text": reply.text,
        "model": reply.model,
        "rounds": 1,
        **_spent(answered.usage),
    }
    if config.output_schema and not asked:
        found = structured.read(reply.text, config.output_schema)
        change |= {"data": found.data, "problems": found.problems}
    return change


async def _tools(state: AgentState, runtime: Runtime[Round]) -> Change:
    """LangGraph runs it from its beginning again when the calls have come."""
    config, asked, called_at = runtime.context.config, state["asked"], state["called_at"]
    tools = _tools_of(state, config)
    came: Any = {"results": None, "review": None}
    # A run that takes over at a round has its conversation, and asks for nothing any more.
    if asked:
        calls = {each.key: each.arguments for each in asked if each.key}
        not_before = pacing.not_before(called_at, asked, tools)
        came = interrupt(Calls(calls=calls, not_before=not_before))
    now, run_id = time.time(), runtime.context.context.run_id
    counted = state["spent_by_nodes"]
    by_nodes = await spending.by_nodes(tools, runtime.context.context)
    by_tools = conversation.spent_by_tools(asked, came["results"], tools)
    spent = add_costs(by_tools, spending.since(counted, by_nodes, run_id))
    return {
        "cost_usd": spent,
        "spent_by_nodes": counted if by_nodes is None else {**counted, run_id: by_nodes},
        "messages": told.results(asked, came["results"], came["review"]),
        "asked": [],
        "called_at": pacing.add_calls(called_at, asked, tools, came["results"], now),
        "stopped": limit_of(state, config.limits, spent),
    }


async def _last_word(state: AgentState, runtime: Runtime[Round]) -> Change:
    if runtime.context.config.on_limit == "fail":
        raise NodeFailed(
            f"The agent came to its limit of {state['stopped']} after {state['rounds']} rounds without "
            "an answer: raise the limit, or give it less to do."
        )
    return {"messages": [{"role": "user", "content": LAST_WORD}]}


async def _mend(state: AgentState, runtime: Runtime[Round]) -> Change:
    """The conversation keeps the answer that fits, as if the model had given it at once."""
    this = runtime.context
    request = _request(state, this.config, may_call=False)
    terms = terms_of(this.config)
    data, answered = await fitting.mend(request, state["problems"], terms, this.context)
    reply = answered.reply
    return {
        "messages": Overwrite([*state["messages"][:-1], reply.to_message()]),
        "text": reply.text,
        "model": reply.model,
        "data": data,
        "problems": [],
        **_spent(answered.usage),
    }


async def _remember(state: AgentState, runtime: Runtime[Round]) -> Change:
    this = runtime.context
    await remembering.keep(this.config, state["text"], terms_of(this.config), this.context)
    return {}


def _request(state: AgentState, config: ThinkConfig, *, may_call: bool) -> ChatRequest:
    tools = [
        {
            "type": "function",
            "function": tool.model_dump(mode="json", include={"name", "description", "parameters"}),
        }
        for tool in _tools_of(state, config)
        if not tool.refusal
    ]
    # Together, schema and tools would let some models answer before they have looked anything up.
    is_last = not tools or not may_call
    return ChatRequest(
        model=terms_of(config).candidates[0].model,
        messages=state["messages"],
        tools=tools,
        tool_choice="auto" if may_call else "none",
        schema=(config.output_schema or None) if is_last else None,
        temperature=config.temperature,
        max_tokens=config.max_tokens,
        seed=config.seed,
    )


def _tools_of(state: AgentState, config: ThinkConfig) -> list[AgentTool]:
    return [*config.tools, *state["offered"]]


async def _offered(config: ThinkConfig, context: NodeContext) -> list[AgentTool]:
    if not config.mcp:
        return []
    from activities.ai.calls import tool_servers

    return await tool_servers.offered(config.mcp, context, only_read=config.effects == "read")


def _spent(usage: Usage) -> Change:
    return {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cost_usd": usage.cost_usd,
    }
