"""LangGraph graphs, written out: a loop of steps that the engine knows already.

research                 goes on while LangGraph has nodes to run
  research__calls        for each node of this step of the graph, at the same time
    research__call       runs it: an activity, with the retries that the node's policy gives
  research__advance      takes their results, and says which nodes come next
"""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import JsonValue

from noria.ai.graphs import ADVANCE, CALL
from noria.catalog import Catalog
from noria.compiling.agents import MARK, MAX_ID, THINK_TIMEOUT_S, edge
from noria.compiling.containers import IN_THE_RUN
from noria.config import check_config, find_expressions
from noria.errors import Problem
from noria.graph_document import Document
from noria.model import Edge, Node, NodeId, Policy
from noria.node_type import AnyNodeType

MAX_STEPS = 1_000
"""Of LangGraph, in which nodes run at the same time."""
_SEVERAL = 20
"""Nodes of one step that run at the same time."""


def write_graphs_out(document: Document, catalog: Catalog) -> Document:
    """The same graph without LangGraph's. A document without any comes back as it is."""
    nodes: list[Node] = []
    edges: list[Edge] = []
    problems: list[Problem] = []
    for node in document.graph.nodes:
        node_type = catalog.find(node.type, node.type_version)
        if node_type is None or not node_type.graph:
            nodes.append(node)
            continue
        problems += _problems(node, node_type)
        nodes += _written_out(node, node_type)
        edges.append(edge(f"{node.id}__calls", f"{node.id}__advance"))
    if not edges:
        return document
    return replace(
        document,
        graph=document.graph.model_copy(
            update={"nodes": nodes, "edges": [*document.graph.edges, *edges]}
        ),
        problems=[*document.problems, *problems],
        edge_places=[*document.edge_places, *([-1] * len(edges))],
    )


def _problems(node: Node, node_type: AnyNodeType) -> Iterator[Problem]:
    for problem in check_config(node_type, node.config, find_expressions(node_type, node.config)):
        yield problem.model_copy(update={"node_id": node.id})
    if MARK in node.id or len(node.id) > MAX_ID:
        yield Problem(
            code="agent_id",
            message=f"The id {node.id!r} can't be a graph's: use at most {MAX_ID} characters, "
            f"without {MARK!r}.",
            node_id=node.id,
        )


def _written_out(node: Node, node_type: AnyNodeType) -> Iterator[Node]:
    name = node.name or node_type.title
    ref: JsonValue = {"type": node.type, "version": node.type_version}
    policy = node.policy
    if policy.timeout_s == Policy().timeout_s:
        policy = policy.model_copy(update={"timeout_s": THINK_TIMEOUT_S})
    # To try a whole graph again would repeat what its nodes have done: each is held by itself.
    is_held = policy.on_error == "hold"
    each = policy.model_copy(
        update={"on_error": "hold" if is_held else "fail", "on_error_output": None}
    )
    whole = Policy(
        on_error="fail" if is_held else policy.on_error, on_error_output=policy.on_error_output
    )
    yield node.model_copy(
        update={
            "type": "while",
            "type_version": 1,
            "name": name,
            "config": {"condition": "!loop.prev?.done", "max_iterations": MAX_STEPS},
            "policy": whole,
        }
    )
    yield Node(
        id=NodeId(f"{node.id}__calls"),
        type="for_each",
        name=f"{name}: nodes",
        config={"items": "{{ loop.prev?.calls ?? {} }}", "concurrency": _SEVERAL} | IN_THE_RUN,
        parent=node.id,
    )
    yield Node(
        id=NodeId(f"{node.id}__call"),
        type=CALL,
        name=f"{name}: node",
        config={"graph": ref, "node": "{{ item.node }}", "given": "{{ item.given }}"},
        policy=each,
        parent=NodeId(f"{node.id}__calls"),
    )
    yield Node(
        id=NodeId(f"{node.id}__advance"),
        type=ADVANCE,
        name=f"{name}: next",
        config={
            "graph": ref,
            "input": node.config,
            "state": "{{ loop.prev }}",
            "results": f"{{{{ steps.{node.id}__calls.output }}}}",
        },
        policy=each.model_copy(update={"on_error": "fail"}),
        parent=node.id,
    )
