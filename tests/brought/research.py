"""A LangGraph graph as anybody would write it: a fan-out, a join, a router and LangChain messages."""

import operator
from typing import Annotated, Any, TypedDict

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import RunnableConfig
from langgraph.constants import END, START
from langgraph.graph.state import StateGraph
from langgraph.types import Command


class State(TypedDict, total=False):
    question: str
    url: str
    found: Annotated[list[str], operator.add]
    messages: Annotated[list[BaseMessage], operator.add]
    drafts: int


async def _fetch(state: State, config: RunnableConfig, what: str) -> str:
    context: Any = config.get("configurable", {})["noria"]
    response = await context.http.get(f"{state.get('url')}/{what}")
    return f"{what}: {response.status_code}"


async def plan(state: State) -> dict[str, Any]:
    return {"messages": [AIMessage(f"I look up {state.get('question')}.")], "drafts": 0}


async def library(state: State, config: RunnableConfig) -> dict[str, Any]:
    return {"found": [await _fetch(state, config, "library")]}


async def archive(state: State, config: RunnableConfig) -> dict[str, Any]:
    return {"found": [await _fetch(state, config, "archive")]}


async def write(state: State, config: RunnableConfig) -> Command[Any]:
    drafts = state.get("drafts", 0) + 1
    await _fetch(state, config, f"draft-{drafts}")
    said = state.get("messages", [])
    assert all(isinstance(each, BaseMessage) for each in said)
    return Command(
        update={"drafts": drafts, "messages": [AIMessage(f"Draft {drafts}")]}, goto="judge"
    )


def judge(state: State) -> dict[str, Any]:
    return {}


def is_good(state: State) -> str:
    return END if state.get("drafts", 0) >= 2 else "write"


def _build() -> Any:
    builder: Any = StateGraph(State)
    for name, function in (("plan", plan), ("library", library), ("archive", archive)):
        builder.add_node(name, function)
    builder.add_node("write", write, destinations=("judge",))
    builder.add_node("judge", judge)
    builder.add_edge(START, "plan")
    builder.add_edge("plan", "library")
    builder.add_edge("plan", "archive")
    builder.add_edge(["library", "archive"], "write")
    builder.add_conditional_edges("judge", is_good, ["write", END])
    return builder


GRAPH: Any = _build().compile()
