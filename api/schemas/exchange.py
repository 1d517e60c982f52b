"""Import and export of workflows, and templates."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from api.schemas.shape import GraphDocument, Line, Page, Read, Write
from api.schemas.workflows import ProblemRead

MAX_TEXT = 20_000_000
"""Characters; the limit of a request's body comes first, unless it was raised."""


class ImportWrite(Write):
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT)]
    """A document as `GET /api/v1/export` gives it, in YAML or JSON; one workflow as `{name, graph}`; or a graph."""
    dry_run: bool = False
    """Only say what would come."""
    folder_id: UUID | None = None
    """Where new workflows go."""
    same_name: Literal["add", "replace"] = "add"
    """Of a workflow that is here already: add another one with a number behind its name, or replace
    the draft of the one that is here; its versions stay."""


class ImportedRead(Read):
    name: str
    """As it is called here."""
    action: Literal["create", "replace"]
    workflow_id: UUID | None
    """Null of a new one in a dry run."""
    nodes: int
    problems: list[ProblemRead]
    """That keep it from being published, and warnings."""
    credentials: list[str]
    """Names of the credentials that it asks for; their secrets are never in a document."""
    missing_credentials: list[str]
    """Those of them that are not here."""
    missing_workflows: list[str]
    """Sub-workflows that it runs, and that are neither here nor in the document."""


class ImportRead(Read):
    workflows: list[ImportedRead]


class TemplateTextRead(Read):
    name: str
    description: str


class TemplateRead(Read):
    """A workflow to begin with."""

    slug: str
    name: str
    category: str
    description: str
    translations: dict[str, TemplateTextRead]
    """Language, as `de` → both in it."""
    node_types: list[str]
    workflows: int
    """How many it makes: itself, and those it runs."""
    uses_example: bool
    """It calls the example service that comes with Noria."""
    credentials: dict[str, str]
    """Name → type of those that its nodes name: make them before it is run."""
    graph: GraphDocument


class TemplateFound(Read):
    """A template that is like what was looked for."""

    slug: str
    name: str
    score: float
    """From 0 to 1, of meaning and words together; 1: first by both."""


class TemplatesFound(Page[TemplateFound]):
    by: Literal["meaning", "words"] = Field(
        description="`words`: no worker of models answered, so meaning was not looked at."
    )


class TemplateUse(Write):
    name: Line | None = None
    """Null: as the template is called."""
    folder_id: UUID | None = None
