"""LangGraph graphs as node types: said in a module that imports no LangGraph.

A package names such a module in the entry point group `noria.nodes`:

    class ResearchConfig(Model):
        question: str

    RESEARCH = graph_node(
        "acme.research",
        title="Research",
        description="Look a question up, and write down what was found.",
        graph="acme.research_graph:GRAPH",
        config=ResearchConfig,
    )

The config is what the graph is given. Each of its nodes runs as an activity of its own.
"""

import re

from pydantic import BaseModel, Field, JsonValue

from noria.ai.names import AI_QUEUE
from noria.model import OUT, Model
from noria.node_type import AnyNodeType, NodeType
from noria.ports import StaticPorts

ADVANCE = "graph.advance"
CALL = "graph.call"
_PLACE = re.compile(r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$")


def graph_node(  # noqa: PLR0913 # a declaration, written by keyword
    name: str,
    *,
    title: str,
    description: str,
    graph: str,
    config: type[BaseModel],
    category: str = "AI",
    icon: str = "network",
    version: int = 1,
    key_field: str | None = None,
) -> AnyNodeType:
    """Make a node type of a LangGraph graph.

    `graph` is where it is, as `package.module:NAME`: a `StateGraph`, compiled or not, or a function
    without arguments that returns one; workers of the queue `ai` alone import it. `config` is what
    the graph is given, and its fields become a form. Of the description, the first paragraph is what
    the palette shows.
    """
    if not _PLACE.match(graph):
        raise ValueError(
            f"The node type {name!r} names the graph {graph!r}: use 'package.module:NAME'."
        )
    return NodeType(
        name=name,
        version=version,
        title=title,
        description=description.partition("\n\n")[0],
        docs=description,
        category=category,
        icon=icon,
        config=config,
        output=None,
        ports=StaticPorts((OUT,)),
        key_field=key_field,
        queue=AI_QUEUE,
        graph=graph,
    )


class GraphRef(Model):
    """A graph by its node type: what code runs is never a workflow's choice."""

    type: str
    version: int = 1


class AdvanceConfig(Model):
    """Config of the step that takes a graph further."""

    graph: GraphRef = Field(title="Graph")
    input: JsonValue = Field(default=None, title="What the graph is given")
    state: JsonValue = Field(default=None, title="What the step before left")
    results: JsonValue = Field(default=None, title="What its calls gave, by their keys")


class CallConfig(Model):
    """Config of the step that runs one of a graph's nodes."""

    graph: GraphRef = Field(title="Graph")
    node: str = Field(title="Node")
    given: JsonValue = Field(default=None, title="What the node is given")
