"""Node types of a package that brings a LangGraph graph."""

from pydantic import Field

from noria.ai.graphs import graph_node
from noria.model import Model


class ResearchConfig(Model):
    question: str = Field(min_length=1)
    url: str


RESEARCH = graph_node(
    "test.research",
    title="Research",
    description="Look a question up in two places, and write down what was found.",
    graph="tests.brought.research:GRAPH",
    config=ResearchConfig,
)
