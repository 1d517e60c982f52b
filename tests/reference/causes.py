"""Which of two steps comes first, whoever is faster."""

from tests.reference.interpreter import Reference
from tests.reference.state import Frame, Place


def is_surely_before(reference: Reference, first: Place, then: Place) -> bool:
    """Whether the first has ended when the other begins, in every run of the graph."""
    one, other = _chain(reference, first), _chain(reference, then)
    container = ""
    for (frame, node_id), (other_frame, other_id) in zip(one, other, strict=False):
        if frame is not other_frame:
            return _is_in_order(reference, container) and frame.index < other_frame.index
        if node_id != other_id:
            return node_id in other_frame.before.get(other_id, ())
        container = node_id
    return False


def _chain(reference: Reference, place: Place) -> list[tuple[Frame, str]]:
    """The step and the loops around it, from the top level down; empty where it never ran."""
    node_id, path = place
    parents = {str(node.id): node.parent for node in reference.graph.nodes}
    frame = next(
        (each for each in reference.frames if (each.parent, each.path) == (parents[node_id], path)),
        None,
    )
    found: list[tuple[Frame, str]] = []
    while frame is not None:
        found.append((frame, node_id))
        node_id, frame = frame.parent or "", frame.outer
    return found[::-1]


def _is_in_order(reference: Reference, container: str) -> bool:
    config = next(node.config for node in reference.graph.nodes if node.id == container)
    return config.get("concurrency", 1) == 1
