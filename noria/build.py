"""Writes a graph in code: the same JSON as drawn, with configs that a type checker knows.

    graph = GraphBuilder()
    begin = graph.add("start", start, StartConfig())
    fetch = graph.add("fetch", http_request, HttpRequestConfig(url=f"https://shop/{expr(trigger.id)}"))
    pause = graph.add("pause", delay, draft(DelayConfig, seconds=expr(fetch.output.body.wait)))
    graph.chain(begin, fetch, pause)
    graph.build().to_json()

The body of a loop are the nodes that have it as their parent:

    each = graph.add("each", for_each, draft(ForEachConfig, items=expr(trigger.orders)))
    graph.add("ship", http_request, HttpRequestConfig(url=f"https://shop/{expr(item.id)}"), parent=each)

A config is made by its model where it is right as it stands, and by `draft` where an expression
stands for something that is not text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, ParamSpec, TypeVar, cast

import orjson
from pydantic import BaseModel, JsonValue, ValidationError

from noria.config import check_config, find_expressions
from noria.errors import Invalid, Problem
from noria.model import ERROR, OUT, Edge, Graph, Node, NodeId, Policy, PortName, Position
from noria.node_type import NodeType
from noria.pointers import to_pointer

C = TypeVar("C", bound=BaseModel)
P = ParamSpec("P")


class Ref:
    """A place that expressions read; as text its path: `f"{fetch.output.body.total} > 100"`."""

    def __init__(self, path: str) -> None:
        self.__path = path

    def __getattr__(self, name: str) -> "Ref":
        if name.startswith("__"):
            raise AttributeError(name)
        return Ref(f"{self.__path}.{name}")

    def __getitem__(self, key: str | int) -> "Ref":
        """For names that are no identifiers, and for items of lists."""
        return Ref(f"{self.__path}[{orjson.dumps(key).decode()}]")

    def __str__(self) -> str:
        return self.__path


trigger = Ref("trigger")
variables = Ref("vars")
env = Ref("env")
run = Ref("run")
item = Ref("item")
"""These four in the body of a loop, and in what it evaluates in each iteration."""
index = Ref("index")
key = Ref("key")
loop = Ref("loop")


def expr(source: Ref | str) -> Any:
    """`{{ source }}`; of any type, as only its value will tell."""
    return f"{{{{ {source} }}}}"


def draft(model: Callable[P, C], *args: P.args, **fields: P.kwargs) -> C:
    """A config whose fields are not validated yet, so that any of them may be an expression.

    Raises:
        TypeError: The model has no such field.
    """
    # The signature is the model's own, for type checkers: a model takes keywords only.
    made = cast("type[C]", model)
    names = {alias for name, field in made.model_fields.items() for alias in (name, field.alias)}
    unknown = [name for name in fields if name not in names]
    if unknown or args:
        raise TypeError(f"{made.__name__} has no field {', '.join(unknown) or args!r}.")
    return made.model_construct(**cast("dict[str, Any]", fields))


@dataclass(frozen=True)
class Exit:
    """A port that an edge may start from."""

    node_id: NodeId
    port: PortName


@dataclass(frozen=True)
class BuiltNode:
    """A node of the graph, for edges and expressions."""

    id: NodeId

    def port(self, name: str) -> Exit:
        return Exit(self.id, PortName(name))

    @property
    def on_error(self) -> Exit:
        """Its error port."""
        return Exit(self.id, ERROR)

    @property
    def output(self) -> Ref:
        return Ref(f"steps.{self.id}.output")

    @property
    def error(self) -> Ref:
        return Ref(f"steps.{self.id}.error")

    @property
    def status(self) -> Ref:
        return Ref(f"steps.{self.id}.status")


class GraphBuilder:
    """Collects nodes and edges in the order in which they are added."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []

    def add(  # noqa: PLR0913 # a node's fields, written by keyword
        self,
        node_id: str,
        node_type: NodeType[C],
        config: C,
        *,
        name: str = "",
        policy: Policy | None = None,
        join: Literal["all", "any"] = "all",
        parent: BuiltNode | None = None,
        undo: BuiltNode | None = None,
        position: Position | None = None,
    ) -> BuiltNode:
        """Place a node, in the body of `parent` where that is given; `undo` is a node placed before.

        Raises:
            Invalid: The config or the id is wrong; holds every problem.
        """
        values = config.model_dump(
            mode="json", by_alias=True, exclude_unset=True, warnings=False, fallback=str
        )
        self._check(node_id, node_type, values)
        try:
            node = Node(
                id=NodeId(node_id),
                type=node_type.name,
                type_version=node_type.version,
                name=name,
                config=values,
                policy=policy or Policy(),
                join=join,
                parent=parent.id if parent else None,
                undo=undo.id if undo else None,
                position=position or Position(),
            )
        except ValidationError as error:
            problems = [
                Problem(
                    code="invalid_document", message=entry["msg"], field=to_pointer(entry["loc"])
                )
                for entry in error.errors()
            ]
            raise Invalid(
                f"Node {node_id!r} can't be placed: {problems[0].message}.", problems
            ) from error
        self._nodes.append(node)
        return BuiltNode(node.id)

    def edge(self, source: BuiltNode | Exit, target: BuiltNode) -> None:
        """Run `target` after `source`, by its port `out` where none is named."""
        exit_ = Exit(source.id, OUT) if isinstance(source, BuiltNode) else source
        self._edges.append(Edge(source=exit_.node_id, port=exit_.port, target=target.id))

    def chain(self, *nodes: BuiltNode | Exit) -> None:
        """An edge from each to the next; a port stands for its node: `chain(a, b.port("yes"), c)`."""
        for source, target in zip(nodes, nodes[1:], strict=False):
            after = BuiltNode(target.node_id) if isinstance(target, Exit) else target
            self.edge(source, after)

    def build(self) -> Graph:
        """The graph so far."""
        return Graph(nodes=list(self._nodes), edges=list(self._edges))

    def _check(self, node_id: str, node_type: NodeType[Any], config: dict[str, JsonValue]) -> None:
        problems = [
            problem
            for problem in check_config(node_type, config, find_expressions(node_type, config))
            if problem.severity == "error"
        ]
        if problems:
            text = " ".join(problem.message for problem in problems)
            raise Invalid(f"The config of node {node_id!r} is wrong. {text}", problems)
