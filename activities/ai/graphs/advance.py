"""Takes a LangGraph graph one step further: from the results of some nodes to the next ones to run.

Nodes don't run here. Each is put in the graph as an *interrupt*, LangGraph's word for a place where it
waits for somebody's answer: the graph stops when all nodes of a step have asked, and is resumed with
what came of them. In between they run as steps of the run, each an activity with its own retries.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from langgraph.errors import GraphRecursionError
from langgraph.graph.state import StateGraph
from langgraph.types import Command, interrupt
from pydantic import BaseModel

from activities.ai.graphs.checkpoint import Keeper
from noria.errors import NodeFailed

MAX_SUPER_STEPS = 10_000
"""Of LangGraph's own count, which nothing here relies on: loops have limits of their own."""
NODE = "node"
GIVEN = "given"

Builder = StateGraph[Any, Any, Any, Any]


class Progress(BaseModel):
    """Where a graph is, between two of its steps."""

    checkpoint: str
    waiting: dict[str, str] = {}
    """Of each call under way, by its key: the interrupt that it answers."""


@dataclass(frozen=True)
class Advanced:
    """What comes next."""

    progress: Progress
    calls: dict[str, dict[str, Any]] = field(default_factory=dict[str, "dict[str, Any]"])
    """By key, `number:node`: what each node is given. None: the graph has come to its end."""
    values: Any = None
    """The graph's output at its end."""


def ask(node: str, given: Any) -> Any:
    """What came of a call, from inside a node of the graph; the first time, LangGraph stops there."""
    return interrupt({NODE: node, GIVEN: given})["came"]


async def advance(
    builder: Builder, given: Any, before: Progress | None, results: Mapping[str, Any]
) -> Advanced:
    """
    Args:
        builder: Its nodes only ask, by `ask`.
        given: The graph's input, for its first step.
        before: None at the first step.
        results: What came of the calls that the step before asked for, by their keys.

    Raises:
        NodeFailed: The graph itself goes wrong: an edge, a reducer or the input.
    """
    keeper = Keeper(before.checkpoint if before else None)
    graph = cast("Any", builder).compile(checkpointer=keeper)
    config: Any = {"configurable": {"thread_id": "run"}, "recursion_limit": MAX_SUPER_STEPS}
    try:
        values = await graph.ainvoke(_resumed(given, before, results), config)
    except GraphRecursionError as error:
        raise NodeFailed(f"The graph came to no end: {error}") from error
    except NodeFailed:
        raise
    # Whatever the code of its edges and reducers raises is the graph's failure, not ours.
    except Exception as error:
        raise NodeFailed(f"The graph can't go on: {type(error).__name__}: {error}") from error
    state = await graph.aget_state(config)
    calls: dict[str, dict[str, Any]] = {}
    waiting: dict[str, str] = {}
    for at, each in enumerate(state.interrupts):
        key = f"{at}:{each.value[NODE]}"
        calls[key] = each.value
        waiting[key] = each.id
    return Advanced(
        Progress(checkpoint=keeper.packed() if calls else "", waiting=waiting),
        calls,
        None if calls else values,
    )


def _resumed(given: Any, before: Progress | None, results: Mapping[str, Any]) -> Any:
    if before is None:
        return given
    missing = [key for key in before.waiting if key not in results]
    if missing:
        raise NodeFailed(f"The graph waits for {missing[0]!r}, which gave nothing.")
    # Wrapped, since LangGraph takes a bare None for no answer.
    return Command(resume={at: {"came": results[key]} for key, at in before.waiting.items()})
