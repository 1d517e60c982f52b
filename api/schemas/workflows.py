"""Workflows, their drafts and their versions."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict

from api.schemas.shape import GraphDocument, Line, Read, Write
from noria.errors import Problem
from noria.model import Graph
from noria.run import RunStatus


class ProblemRead(Problem):
    """One broken rule in a graph or a request, with where it is and what to do."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class WorkflowCreate(Write):
    name: Line
    graph: GraphDocument = GraphDocument()


class WorkflowUpdate(Write):
    name: Line


class GraphWrite(Write):
    graph: GraphDocument


class ProblemsRead(Read):
    valid: bool
    """Whether it could be published: it has no problem of severity `error`."""
    problems: list[ProblemRead]


class DraftRead(Read):
    graph: GraphDocument
    revision: int
    """Send it as `If-Match` when saving."""
    updated_at: datetime


class DraftSaved(DraftRead):
    problems: list[ProblemRead]


class WorkflowRead(Read):
    id: UUID
    name: str
    latest_version: int | None
    """Null until it is published."""
    draft: DraftRead
    problems: list[ProblemRead]
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class LastRun(Read):
    id: UUID
    status: RunStatus
    created_at: datetime


class WorkflowSummary(Read):
    id: UUID
    name: str
    latest_version: int | None
    draft_revision: int
    last_run: LastRun | None
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class Published(Read):
    version: int
    created: bool
    """False when the draft equals the newest version, whose number is given again."""
    problems: list[ProblemRead]
    """Warnings only."""


class VersionSummary(Read):
    version: int
    created_at: datetime
    published_by: str | None
    """Email."""


class VersionRead(VersionSummary):
    workflow_id: UUID
    graph: Graph


class DraftConflict(Read):
    """Problem details of a save that came too late, with both sides."""

    type: str
    title: str
    status: Literal[409]
    detail: str
    code: str
    request_id: str
    yours: dict[str, object]
    """`{graph}` as it was sent."""
    theirs: dict[str, object]
    """`{graph, revision, updated_at}` as it is stored."""
