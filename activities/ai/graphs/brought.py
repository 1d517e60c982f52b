"""Graphs that other packages bring: found by their node type, taken apart, and run a node at a time."""

import asyncio
import copy
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Any, cast

from langchain_core.runnables import RunnableConfig, RunnableLambda
from langgraph._internal._constants import CONFIG_KEY_RUNTIME
from langgraph.errors import GraphBubbleUp
from langgraph.graph.state import CompiledStateGraph, StateGraph
from langgraph.runtime import Runtime
from pydantic import BaseModel

from activities.ai.graphs.advance import Builder, ask
from noria.ai.graphs import GraphRef
from noria.catalog import load_catalog
from noria.context import NodeContext
from noria.errors import NodeFailed

CONTEXT = "noria"
"""In a node's `config["configurable"]`: the step's `NodeContext`, for HTTP, credentials and files."""


@cache
def find(graph_type: str, version: int) -> Builder:
    """
    Raises:
        NodeFailed: No such node type here, or its graph can't be imported.
    """
    node_type = load_catalog().find(graph_type, version)
    if node_type is None or not node_type.graph:
        raise NodeFailed(
            f"This worker has no graph of the type {graph_type!r}, version {version}: install the "
            "package that brings it."
        )
    module, _, name = node_type.graph.partition(":")
    try:
        found: Any = getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise NodeFailed(f"The graph {node_type.graph!r} can't be imported: {error}") from error
    if callable(found) and not isinstance(found, StateGraph | CompiledStateGraph):
        found = found()
    if isinstance(found, CompiledStateGraph):
        return cast("Any", found).builder
    if not isinstance(found, StateGraph):
        raise NodeFailed(f"{node_type.graph!r} is no LangGraph StateGraph, but {type(found)!r}.")
    return cast("Builder", found)


def hollow(builder: Builder) -> Builder:
    """The same graph, whose nodes ask for what they would do."""
    made = copy.copy(builder)
    made.nodes = {
        name: replace(
            spec, runnable=_asking(name), retry_policy=None, cache_policy=None, timeout=None
        )
        for name, spec in builder.nodes.items()
    }
    return made


def _asking(name: str) -> Any:
    async def asks(state: Any) -> Any:
        return ask(name, state)

    return RunnableLambda(asks, name=name)


def input_of(graph: GraphRef, given: Any) -> dict[str, Any]:
    """A graph's input, read by its node type's config.

    Raises:
        NodeFailed: It does not fit.
    """
    node_type = load_catalog().get(graph.type, graph.version)
    try:
        return node_type.config.model_validate(given).model_dump(mode="json")
    except ValueError as error:
        raise NodeFailed(f"The config of {graph.type!r} does not fit: {error}") from error


async def run_node(graph: GraphRef, name: str, given: Any, context: NodeContext) -> Any:
    """What one node of a graph returns.

    Raises:
        NodeFailed: There is no such node, or it can't run outside of LangGraph.
    """
    builder = await asyncio.to_thread(find, graph.type, graph.version)
    spec = builder.nodes.get(name)
    if spec is None:
        raise NodeFailed(f"The graph {graph.type!r} has no node {name!r}.")
    schema: Any = spec.input_schema
    if isinstance(given, dict) and isinstance(schema, type) and issubclass(schema, BaseModel):
        given = schema.model_validate(given)
    runtime: Runtime[Any] = Runtime(stream_writer=lambda piece: context.show(str(piece)))
    config: RunnableConfig = {"configurable": {CONTEXT: context, CONFIG_KEY_RUNTIME: runtime}}
    runnable: Any = spec.runnable
    try:
        return await runnable.ainvoke(given, config)
    except (GraphBubbleUp, KeyError) as error:
        if isinstance(error, KeyError) and not str(error).strip("'").startswith("__pregel"):
            raise
        raise NodeFailed(
            f"The node {name!r} of {graph.type!r} waits for somebody by LangGraph's `interrupt`, which "
            "ends with its step: let it end, and put an approval behind the graph."
        ) from error
