"""Reads a graph from JSON of any kind, with every problem, and as much of the graph as is sound.

What can't be read is left out, so that the checks after it can tell the rest of what is wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import JsonValue, ValidationError

from noria.errors import Problem
from noria.model import Edge, Graph, Model, Node
from noria.pointers import to_pointer
from noria.validation import place_of, reason_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MAX_PROBLEMS = 200
_ESSENTIAL = ("id", "type", "type_version", "config")
"""A node without the rest still has its place in the graph."""

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Document:
    """What could be read."""

    graph: Graph
    problems: list[Problem] = field(default_factory=list[Problem])
    broken: frozenset[str] = frozenset()
    """Ids of nodes that are in the document but could not be read."""
    edge_places: Sequence[int] = ()
    """Where in the document each edge of the graph is."""


def read_graph(document: Graph | JsonValue) -> Document:
    """Never raises, whatever the document is."""
    if isinstance(document, Graph):
        return Document(document, edge_places=range(len(document.edges)))
    try:
        graph = Graph.model_validate(document)
    except ValidationError as error:
        return _salvage(document, error)
    return Document(graph, edge_places=range(len(graph.edges)))


def _salvage(document: JsonValue, error: ValidationError) -> Document:
    details = error.errors(include_url=False)[:MAX_PROBLEMS]
    problems = [
        Problem(
            code="invalid_document",
            message=_message(document, place, entry),
            field=to_pointer(place),
        )
        for entry in details
        for place in [place_of(document, entry)]
    ]
    raw_nodes, raw_edges = _list_at(document, "nodes"), _list_at(document, "edges")
    nodes = [_read(Node, raw) or _read(Node, _essence(raw)) for raw in raw_nodes]
    edges = [_read(Edge, raw) for raw in raw_edges]
    graph = Graph.model_construct(
        nodes=[node for node in nodes if node], edges=[edge for edge in edges if edge]
    )
    broken = frozenset(
        str(raw["id"])
        for raw, node in zip(raw_nodes, nodes, strict=True)
        if node is None and isinstance(raw, dict) and isinstance(raw.get("id"), str)
    )
    places = [place for place, edge in enumerate(edges) if edge]
    return Document(graph, problems, broken, places)


def _read(model: type[M], raw: JsonValue) -> M | None:
    try:
        return model.model_validate(raw)
    except ValidationError:
        return None


def _essence(raw: JsonValue) -> JsonValue:
    if not isinstance(raw, dict):
        return None
    return {key: raw[key] for key in _ESSENTIAL if key in raw}


def _list_at(document: JsonValue, key: str) -> list[JsonValue]:
    found = document.get(key) if isinstance(document, dict) else None
    return found if isinstance(found, list) else []


def _message(document: JsonValue, place: Sequence[str | int], details: "ErrorDetails") -> str:
    where = _name(document, place)
    if details["type"] == "missing":
        return f"{where} is missing: add it."
    if details["type"] == "extra_forbidden":
        return f"{where} is not a field that graphs have: correct its name or remove it."
    return f"{where} is wrong: {reason_of(details)}"


def _name(document: JsonValue, place: Sequence[str | int]) -> str:
    """The place in words: nodes go by their id, as people know them."""
    if not place:
        return "The graph"
    if place[0] == "nodes" and len(place) > 2 and isinstance(place[1], int):
        raw: Any = _list_at(document, "nodes")[place[1]]
        if isinstance(raw, Mapping) and isinstance(
            node_id := cast("Mapping[str, Any]", raw).get("id"), str
        ):
            return f"{'.'.join(map(str, place[2:]))!r} of node {node_id!r}"
    return f"{to_pointer(place)!r}"
