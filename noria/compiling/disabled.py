"""Disabled nodes: what is left of a graph when they do nothing and runs pass through them.

A disabled node stays a step, so that expressions may name it, but one that gives nothing worth reading
and is left by the first port of what it was; its other ports are dead. A container takes its body along,
and a node what undoes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import JsonValue

from noria.catalog import Catalog
from noria.graph_document import Document
from noria.model import Graph, Node, NodeId, Policy, PortName

START = "start"
EMPTY_STEP = "set"
EMPTY_FORK = "branch"
"""Types of steps that do nothing: they cost no call to a worker."""


def pass_through(document: Document, catalog: Catalog) -> Document:
    """The document without what disabled nodes would do; itself where none is disabled."""
    disabled = {
        node.id: node
        for node in document.graph.nodes
        # A run must begin somewhere: `checks` says that this one can't be disabled.
        if node.disabled and node.type != START
    }
    if not disabled:
        return document
    gone = _taken_along(document.graph, disabled)
    nodes = [
        _emptied(node, catalog) if node.id in disabled else node
        for node in document.graph.nodes
        if node.id not in gone
    ]
    kept = [
        (place, edge)
        for place, edge in zip(document.edge_places, document.graph.edges, strict=True)
        if not {edge.source, edge.target} & gone
    ]
    graph = Graph.model_construct(nodes=nodes, edges=[edge for _, edge in kept])
    return replace(document, graph=graph, edge_places=[place for place, _ in kept])


def _taken_along(graph: Graph, disabled: Mapping[NodeId, Node]) -> set[NodeId]:
    parents = {node.id: node.parent for node in graph.nodes}
    inside = {node.id for node in graph.nodes if _is_inside(node.id, parents, disabled)}
    undone = {node.undo for node in graph.nodes if node.id in disabled or node.id in inside}
    return inside | {node_id for node_id in undone if node_id is not None}


def _is_inside(
    node_id: NodeId,
    parents: Mapping[NodeId, NodeId | None],
    disabled: Mapping[NodeId, Node],
) -> bool:
    seen: set[NodeId] = set()
    container = parents[node_id]
    # A broken document may have a node around itself.
    while container is not None and container not in seen:
        if container in disabled:
            return True
        seen.add(container)
        container = parents.get(container)
    return False


def _emptied(node: Node, catalog: Catalog) -> Node:
    node_type = catalog.find(node.type, node.type_version)
    ports = node_type.ports(node.config) if node_type else ()
    forks = len(ports) > 1
    return Node(
        id=node.id,
        type=EMPTY_FORK if forks else EMPTY_STEP,
        name=node.name or (node_type.title if node_type else node.type),
        config=_fork(ports) if forks else {"values": {}},
        policy=Policy(on_error="port") if node.policy.on_error == "port" else Policy(),
        join=node.join,
        parent=node.parent,
        disabled=True,
        position=node.position,
    )


def _fork(ports: Sequence[PortName]) -> dict[str, JsonValue]:
    """The config of a branch that always leaves by the first of the ports."""
    first, *others = ports
    cases: list[JsonValue] = [{"port": port, "when": "false"} for port in others]
    return {"cases": cases, "default": first}
