"""Compensations in a graph: which node undoes which, and whether it can.

A node that undoes another one stands apart: no edge leads to it or from it. It runs when the run has
failed or was cancelled after the other one had ended well, and sees what was known then.
"""

from collections.abc import Iterator, Mapping, MutableSequence, Sequence

from noria.compiling.outcomes import Exit
from noria.errors import Problem
from noria.model import NodeId, PortName
from noria.node_type import AnyNodeType
from noria.spelling import Speller

UNDO = PortName("$undo")
"""From a node to the one that undoes it; no edge can name it, as it is no name of a port."""


class UndoNode:
    """What there is to know of a node, by number."""

    def __init__(
        self,
        node_id: NodeId,
        undo: NodeId | None,
        node_type: AnyNodeType | None,
        parent: int | None,
    ) -> None:
        self.id = node_id
        self.undo = undo
        self.node_type = node_type
        self.parent = parent


def find_undos(
    nodes: Sequence[UndoNode], number: Mapping[NodeId, int], speller: Speller
) -> tuple[dict[int, int], list[Problem]]:
    """By the number of the node that undoes: the number of the one it undoes."""
    undoes: dict[int, int] = {}
    problems: list[Problem] = []
    for place, node in enumerate(nodes):
        if node.undo is None:
            continue
        reason = _why_not(node, nodes, number, speller, undoes)
        if reason:
            problems.append(Problem(code="bad_undo", message=reason, node_id=node.id))
        else:
            undoes[number[node.undo]] = place
    return undoes, problems


def _why_not(
    node: UndoNode,
    nodes: Sequence[UndoNode],
    number: Mapping[NodeId, int],
    speller: Speller,
    undoes: Mapping[int, int],
) -> str | None:
    assert node.undo is not None
    place = number.get(node.undo)
    if place is None:
        close = speller.closest(node.undo, number)
        hint = f"did you mean {str(close)!r}?" if close else "name a node of this graph."
        return f"Node {node.id!r} is undone by {node.undo!r}, which does not exist: {hint}"
    other = nodes[place]
    if place in undoes:
        return (
            f"Node {other.id!r} undoes {nodes[undoes[place]].id!r} already: give {node.id!r} a node "
            "of its own."
        )
    if other.undo is not None or number.get(node.id) == place:
        return f"Node {other.id!r} undoes {node.id!r} and can't be undone itself: leave out its `undo`."
    if other.node_type is not None and other.node_type.lane != "activity":
        return (
            f"Node {other.id!r} is of type {other.node_type.name!r}, which undoes nothing outside of "
            "the run: choose a node that does its work outside, as http.request."
        )
    if other.parent != node.parent:
        return f"Node {other.id!r} undoes {node.id!r}: place both in the same body."
    return None


def join_undos(
    undoes: Mapping[int, int],
    nodes: Sequence[UndoNode],
    incoming: Sequence[MutableSequence[Exit]],
    outgoing: Sequence[MutableSequence[tuple[PortName, int]]],
) -> Iterator[Problem]:
    """Let each node that undoes come after the other one, for order, reach and what it may read."""
    for place, undone in undoes.items():
        if incoming[place] or outgoing[place]:
            yield Problem(
                code="bad_undo",
                message=f"Node {nodes[place].id!r} undoes {nodes[undone].id!r}, so no edge may lead to "
                "it or from it: remove its edges.",
                node_id=nodes[place].id,
            )
            continue
        incoming[place].append((undone, UNDO))
        outgoing[undone].append((UNDO, place))
