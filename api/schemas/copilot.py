"""What the copilot is asked, and what it proposes."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from api.schemas.shape import GivenGraph, GraphDocument, Read, Write
from api.schemas.workflows import ProblemRead
from noria.ai.names import DEMO_MODEL

Words = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]


class CopilotWrite(Write):
    model: str = Field(default=DEMO_MODEL, min_length=1, max_length=200)
    """Provider and model, as `openai/gpt-5-mini`."""
    credential: str | None = Field(default=None, max_length=200, pattern=r"^[^\x00]*$")
    """Its name; the demo model needs none."""
    words: Words = ""


class CopilotDraft(CopilotWrite):
    graph: GivenGraph = GraphDocument()
    """As it is now."""


class CopilotAccept(Write):
    graph: GivenGraph
    """As it is now."""
    proposed: GivenGraph
    node_ids: list[str] = Field(max_length=10_000)
    """Nodes whose change is accepted."""


class ChangeRead(Read):
    kind: Literal["added", "changed", "removed"]
    node_id: str
    type: str
    name: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class CopilotRead(Read):
    text: str
    """Markdown."""
    proposed: GraphDocument | None
    """Null: it proposes nothing."""
    changes: list[ChangeRead]
    """Node by node."""
    problems: list[ProblemRead]
    """What the compiler says of the proposal."""
    model: str
    cost_usd: float | None


class AcceptedRead(Read):
    graph: GraphDocument
    problems: list[ProblemRead]
