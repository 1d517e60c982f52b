"""Graphs for tests, in few words."""

from typing import Any, Literal

from pydantic import Field, JsonValue

from noria.catalog import Catalog, load_control_catalog
from noria.compile import Compiled, compile_graph
from noria.context import NodeContext
from noria.errors import Problem
from noria.model import Model
from noria.node_type import node, ui


class CallConfig(Model):
    """Some of each kind of field."""

    url: str = ""
    method: Literal["GET", "POST"] = Field(default="GET", json_schema_extra=ui(expression="never"))
    seconds: float = Field(default=1.0, ge=0)
    body: JsonValue = None


@node("test.call", title="Call", category="Test", icon="globe", key_field="url")
async def call(config: CallConfig, context: NodeContext) -> JsonValue:
    """Stand in for a node that runs as an activity."""
    return config.body


CATALOG = Catalog([*load_control_catalog(), call])

Document = dict[str, Any]


def step(node_id: str, type_: str = "test.call", /, **fields: Any) -> Document:
    """A node; what is no field of nodes goes into its config."""
    own = {"policy", "join", "parent", "name", "type_version", "position", "disabled", "undo"}
    document = {"id": node_id, "type": type_} | {k: v for k, v in fields.items() if k in own}
    config = {key: value for key, value in fields.items() if key not in own}
    return {**document, "config": config} if config else document


def graph(nodes: list[Document], *edges: str) -> Document:
    """Edges as `a > b`, or `a.port > b`; chains as `a > b > c`."""
    return {"nodes": nodes, "edges": [edge for text in edges for edge in _edges(text)]}


def _edges(text: str) -> list[Document]:
    names = [name.strip() for name in text.split(">")]
    edges: list[Document] = []
    for source, target in zip(names, names[1:], strict=False):
        node_id, _, port = source.partition(".")
        edge = {"from": node_id, "to": target.partition(".")[0]}
        edges.append({**edge, "port": port} if port else edge)
    return edges


def split(node_id: str, *ports: str, default: str = "no") -> Document:
    """A branch with a case for each port."""
    cases = [{"port": port, "when": "trigger.x"} for port in ports or ("yes",)]
    return step(node_id, "branch", cases=cases, default=default)


def compiled(document: Any) -> Compiled:
    return compile_graph(document, CATALOG)


def problems(document: Any) -> list[Problem]:
    return compiled(document).problems


def only_problem(document: Any) -> Problem:
    """The one problem of a graph."""
    found = problems(document)
    assert len(found) == 1, found
    return found[0]


START: Document = step("start", "start")
