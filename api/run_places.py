"""Where the steps of a run are that its graph does not have: the compiler writes agents and teams out."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from api.schemas.runs import PlaceRead
from noria.catalog import load_catalog
from noria.compiling.containers import FOR_EACH
from noria.control.agent import AGENT
from noria.control.for_each_item import FOR_EACH_ITEM
from noria.control.multi_agent import MULTI_AGENT
from store.runs import PlannedStep


def is_written_out(graph: Mapping[str, Any]) -> bool:
    """Whether the plan has other steps than the graph has nodes."""
    nodes = _nodes(graph)
    types = {str(node.get("type")) for node in nodes}
    if types & {AGENT, MULTI_AGENT}:
        return True
    if any(node.get("type") == FOR_EACH for node in nodes):
        return True
    brought = {each.name for each in load_catalog() if each.graph}
    return not types.isdisjoint(brought)


def places_of(graph: Mapping[str, Any], planned: Sequence[PlannedStep]) -> list[PlaceRead]:
    """Of the steps that the graph does not have, or has in another body; in the plan's order."""
    parents = {str(node.get("id")): node.get("parent") for node in _nodes(graph)}
    # What does an item is in the loop's body for people, and the step that starts it beside it.
    loops = {step.id: step.parent for step in planned if step.type == FOR_EACH_ITEM}
    seen = [(step, loops.get(step.parent or "", step.parent)) for step in planned]
    return [
        PlaceRead(node_id=step.id, name=step.name, type=step.type, parent=parent)
        for step, parent in seen
        if step.id not in parents or parents[step.id] != parent
    ]


def _nodes(graph: Mapping[str, Any]) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", graph.get("nodes") or [])
