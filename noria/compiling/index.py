"""A graph by number: its nodes with their types, and the edges that hold. Reports those that don't."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from noria.catalog import Catalog
from noria.compiling.containers import find_parents
from noria.compiling.outcomes import Exit
from noria.compiling.undos import UndoNode, find_undos, join_undos
from noria.compiling.waiting import find_own_runs
from noria.config import check_config, find_expressions
from noria.errors import Problem
from noria.graph_document import Document
from noria.model import DEFAULT_QUEUE, ERROR, Edge, Node, NodeId, PortName
from noria.node_type import AnyNodeType
from noria.plan import PlanExpression
from noria.spelling import Speller

START = "start"
Ports = tuple[PortName, ...]


@dataclass(frozen=True)
class Placed:
    """A node with all that its type and its config say."""

    node: Node
    node_type: AnyNodeType | None
    """None: unknown, which has been reported."""
    expressions: Sequence[PlanExpression] = ()
    ports: Ports | None = None
    """With the error port, where there is one. None: can't be told, so that any name will do."""

    @property
    def id(self) -> NodeId:
        return self.node.id

    @property
    def is_quick(self) -> bool:
        """By its policy, or else by its type."""
        if self.node_type is None or self.node_type.queue != DEFAULT_QUEUE:
            return False
        lane = self.node.policy.lane
        return self.node_type.quick if lane is None else lane == "quick"

    @property
    def has_error_port(self) -> bool:
        return self.node.policy.on_error == "port"


@dataclass(frozen=True)
class Index:
    """Nodes by number, in the order of the document."""

    placed: list[Placed]
    incoming: list[list[Exit]]
    outgoing: list[list[tuple[PortName, int]]]
    number: dict[NodeId, int]
    broken: frozenset[str]
    """Ids that are taken by nodes which could not be read."""
    is_whole: bool
    """False: parts could not be read, so that nothing can be said of what is missing."""
    problems: list[Problem] = field(default_factory=list[Problem])
    speller: Speller = field(default_factory=Speller)
    parents: Sequence[int | None] = ()
    """The container of each node."""
    own_runs: frozenset[int] = frozenset()
    """Loops whose items are runs of their own."""
    undoes: Mapping[int, int] = field(default_factory=dict[int, int])
    """Of each node that undoes another one: which."""

    def enclosing(self, number: int) -> Iterator[int]:
        """The containers around a node, the nearest first."""
        container = self.parents[number]
        while container is not None:
            yield container
            container = self.parents[container]

    @property
    def predecessors(self) -> list[list[int]]:
        return [[source for source, _ in exits] for exits in self.incoming]

    @property
    def successors(self) -> list[list[int]]:
        return [[target for _, target in edges] for edges in self.outgoing]

    @property
    def starts(self) -> list[int]:
        return [n for n, placed in enumerate(self.placed) if placed.node.type == START]


def build_index(document: Document, catalog: Catalog) -> Index:
    """Number the nodes and join them; what does not hold is reported and left out."""
    problems: list[Problem] = []
    speller = Speller()
    number: dict[NodeId, int] = {}
    placed: list[Placed] = []
    for node in document.graph.nodes:
        if node.id in number:
            problems.append(_duplicate(node))
            continue
        number[node.id] = len(placed)
        placed.append(_place(node, catalog, speller, problems))
    parents, misplaced = find_parents(placed, number, document.broken, speller)
    problems += misplaced
    undo_nodes = [
        UndoNode(each.id, each.node.undo, each.node_type, parent)
        for each, parent in zip(placed, parents, strict=True)
    ]
    undoes, bad_undos = find_undos(undo_nodes, number, speller)
    problems += bad_undos
    index = Index(
        placed,
        incoming=[[] for _ in placed],
        outgoing=[[] for _ in placed],
        number=number,
        broken=document.broken,
        is_whole=not document.problems,
        problems=problems,
        speller=speller,
        parents=parents,
        own_runs=find_own_runs(placed, parents),
        undoes=undoes,
    )
    seen: set[tuple[NodeId, PortName, NodeId]] = set()
    for place, edge in zip(document.edge_places, document.graph.edges, strict=True):
        _join(index, edge, f"/edges/{place}", seen)
    problems += join_undos(undoes, undo_nodes, index.incoming, index.outgoing)
    return index


def _duplicate(node: Node) -> Problem:
    return Problem(
        code="duplicate_node_id",
        message=f"Several nodes have the id {node.id!r}: give each its own.",
        node_id=node.id,
    )


def _place(node: Node, catalog: Catalog, speller: Speller, problems: list[Problem]) -> Placed:
    node_type = catalog.find(node.type, node.type_version)
    if node_type is None:
        problems.append(_unknown_type(node, catalog, speller))
        return Placed(node, None)
    expressions = find_expressions(node_type, node.config)
    found = [
        problem.model_copy(update={"node_id": node.id})
        for problem in check_config(node_type, node.config, expressions)
    ]
    problems += found
    if any(problem.severity == "error" for problem in found):
        return Placed(node, node_type, expressions)
    return Placed(node, node_type, expressions, _ports(node, node_type, problems))


def _ports(node: Node, node_type: AnyNodeType, problems: list[Problem]) -> Ports:
    ports = node_type.ports(node.config)
    if ERROR in ports:
        problems.append(
            Problem(
                code="reserved_port",
                message=f"Node {node.id!r} names a port 'error', which is where failures go: "
                "choose another name.",
                node_id=node.id,
            )
        )
        return ports
    return (*ports, ERROR) if node.policy.on_error == "port" and ports else ports


def _unknown_type(node: Node, catalog: Catalog, speller: Speller) -> Problem:
    versions = catalog.versions(node.type)
    if versions:
        known = " and ".join(map(str, versions))
        return Problem(
            code="unknown_type_version",
            message=f"Node {node.id!r} asks for version {node.type_version} of {node.type!r}, but "
            f"this installation has {known}: choose that, or update Noria.",
            node_id=node.id,
        )
    close = speller.closest(node.type, catalog.names())
    hint = f"did you mean {close!r}?" if close else "choose one from the palette."
    return Problem(
        code="unknown_node_type",
        message=f"Node {node.id!r} has the unknown type {node.type!r}: {hint}",
        node_id=node.id,
    )


def _join(
    index: Index, edge: Edge, pointer: str, seen: set[tuple[NodeId, PortName, NodeId]]
) -> None:
    problem = _check_edge(index, edge, pointer, seen)
    if problem is not None:
        index.problems.append(problem)
    seen.add((edge.source, edge.port, edge.target))
    # An edge from a misnamed port still says what the graph is meant to be.
    holds = problem is None or problem.code == "unknown_port"
    if holds and not {edge.source, edge.target} & index.broken:
        source, target = index.number[edge.source], index.number[edge.target]
        if index.parents[source] != index.parents[target]:
            return
        index.outgoing[source].append((edge.port, target))
        index.incoming[target].append((source, edge.port))


def _check_edge(
    index: Index, edge: Edge, pointer: str, seen: set[tuple[NodeId, PortName, NodeId]]
) -> Problem | None:
    for end, key in ((edge.source, "from"), (edge.target, "to")):
        if end not in index.number and end not in index.broken:
            return _unknown_end(index, end, f"{pointer}/{key}")
    if (edge.source, edge.port, edge.target) in seen:
        return Problem(
            code="duplicate_edge",
            message=f"There are two edges from {edge.source!r}, port {edge.port!r}, to "
            f"{edge.target!r}: remove one.",
            field=pointer,
        )
    target = index.number.get(edge.target)
    if target is not None and index.placed[target].node.type == START:
        return Problem(
            code="edge_into_start",
            message=f"An edge leads from {edge.source!r} into {edge.target!r}, but nothing runs before "
            "a start node: remove it.",
            field=f"{pointer}/to",
        )
    return _check_border(index, edge, pointer) or _check_port(index, edge, pointer)


def _check_border(index: Index, edge: Edge, pointer: str) -> Problem | None:
    source, target = index.number.get(edge.source), index.number.get(edge.target)
    if source is None or target is None or index.parents[source] == index.parents[target]:
        return None
    if index.placed[source].node.parent == index.placed[target].node.parent:
        return None
    if source in index.enclosing(target):
        hint = "the body begins by itself with its nodes that no edge leads to: remove the edge."
    elif target in index.enclosing(source):
        hint = "an iteration ends by itself after its last step: remove the edge."
    else:
        hint = "draw it from or to the loop itself, or move the nodes into one body."
    return Problem(
        code="edge_across_border",
        message=f"The edge from {edge.source!r} to {edge.target!r} crosses the border of a loop: {hint}",
        field=pointer,
    )


def _unknown_end(index: Index, node_id: str, pointer: str) -> Problem:
    close = index.speller.closest(node_id, index.number)
    hint = f"did you mean {str(close)!r}?" if close else "remove the edge."
    return Problem(
        code="unknown_node",
        message=f"An edge names the node {node_id!r}, which does not exist: {hint}",
        field=pointer,
    )


def _check_port(index: Index, edge: Edge, pointer: str) -> Problem | None:
    source = index.number.get(edge.source)
    placed = index.placed[source] if source is not None else None
    if placed is None or placed.ports is None or edge.port in placed.ports:
        return None
    if not placed.ports:
        return Problem(
            code="edge_after_end",
            message=f"An edge leads out of {edge.source!r}, but nothing runs after a node of type "
            f"{placed.node.type!r}: remove it.",
            field=f"{pointer}/from",
        )
    if edge.port == ERROR:
        hint = "set its `on_error` to 'port', or remove the edge."
    else:
        hint = f"it has {', '.join(map(repr, placed.ports))}."
    return Problem(
        code="unknown_port",
        message=f"Node {edge.source!r} has no port {edge.port!r}: {hint}",
        field=f"{pointer}/port",
    )
