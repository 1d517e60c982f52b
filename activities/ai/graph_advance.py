"""Takes a graph that a package brings one step further."""

import asyncio
from typing import Any, cast

import orjson
from pydantic import BaseModel, JsonValue

from noria.ai.graphs import ADVANCE, AdvanceConfig
from noria.ai.names import AI_QUEUE
from noria.context import NodeContext
from noria.node_type import node

MIN_STORED_CHARS = 2_048
"""A shorter state is no larger than a reference to it."""


class GraphStep(BaseModel):
    """What a step of a graph leaves for the next one; the last one's is the node's output."""

    done: bool
    output: JsonValue = None
    """At the end: what the graph gives."""
    steps: int
    """LangGraph's super-steps so far: nodes of one run at the same time."""
    calls: dict[str, JsonValue] = {}
    """Nodes to run now, by key: each with what it is given."""
    progress: JsonValue = None
    """The graph's state, or a reference to it."""


@node(ADVANCE, title="Next nodes", category="AI", icon="network", internal=True, queue=AI_QUEUE)
async def graph_advance(config: AdvanceConfig, context: NodeContext) -> GraphStep:
    """Let LangGraph decide which nodes run next, with what the ones before them gave; nothing runs
    here, so a repeat says the same.
    """
    from activities.ai.graphs import advance, brought, checkpoint

    builder = await asyncio.to_thread(brought.find, config.graph.type, config.graph.version)
    before = GraphStep.model_validate(config.state) if config.state else None
    results = config.results if isinstance(config.results, dict) else {}
    advanced = await advance.advance(
        brought.hollow(builder),
        None if before else brought.input_of(config.graph, config.input),
        advance.Progress.model_validate(before.progress) if before else None,
        {key: checkpoint.from_json(value) for key, value in results.items()},
    )
    return GraphStep(
        done=not advanced.calls,
        output=None if advanced.calls else _shown(advanced.values),
        steps=(before.steps if before else 0) + bool(advanced.calls),
        calls={
            key: {**call, advance.GIVEN: checkpoint.to_json(call[advance.GIVEN])}
            for key, call in advanced.calls.items()
        },
        progress=await _stored(advanced.progress, context) if advanced.calls else None,
    )


async def _stored(progress: BaseModel, context: NodeContext) -> JsonValue:
    """A state grows with the graph's work: histories hold a reference to it."""
    value = progress.model_dump(mode="json")
    data = orjson.dumps(value)
    if len(data) < MIN_STORED_CHARS:
        return value
    return (await context.put_blob(data, "application/json")).to_json()


def _shown(value: Any) -> JsonValue:
    """The output as plain values: what comes after it knows nothing of LangChain."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return orjson.loads(orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS))


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return list(cast("set[Any]", value)) if isinstance(value, set | frozenset) else str(value)
