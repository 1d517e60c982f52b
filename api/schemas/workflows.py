"""Workflows, their drafts and their versions."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.shape import GivenGraph, GraphDocument, Line, Read, Write
from noria.errors import Problem
from noria.model import Graph
from noria.run import RunStatus
from store.sharing import Level
from store.workflow_list import Sort

MAX_TAGS = 20

Tag = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=r"^[^\x00,]*$"),
]
"""A word or two; no comma."""


class ProblemRead(Problem):
    """One broken rule in a graph or a request, with where it is and what to do."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class WorkflowCreate(Write):
    name: Line
    graph: GivenGraph = GraphDocument()


class WorkflowUpdate(Write):
    """What is left out stays as it is."""

    name: Line | None = None
    """Null is as left out."""
    folder_id: UUID | None = None
    """Null: out of its folder."""
    tags: list[Tag] | None = Field(default=None, max_length=MAX_TAGS)
    """Instead of those it has; null is as left out."""


class WorkflowCopy(Write):
    name: Line | None = None
    """When null, as the other one with "copy" behind it."""


class WorkflowQuery(Write):
    """Which workflows to list, and in which order."""

    search: str | None = Field(default=None, max_length=200)
    """Part of the name or of a tag, in any case."""
    archived: bool = False
    """The archived ones instead."""
    folder_id: UUID | Literal["none"] | None = None
    """Those in this folder and the folders inside it; `none`: those in no folder."""
    tag: list[Tag] = Field(default=[], max_length=MAX_TAGS)
    """With all of these tags."""
    starred: bool = False
    """Only those that you have starred."""
    published: bool | None = None
    """Only those with a version, or without."""
    sort: Sort = "updated"
    """By name from A to Z, else the newest first."""
    cursor: str | None = Field(default=None, max_length=400)
    """`next_cursor` of the page before."""
    limit: int = Field(default=50, ge=1, le=200)
    """At most this many items."""


class WorkflowArrange(Write):
    """One thing done to many workflows."""

    workflow_ids: list[UUID] = Field(min_length=1, max_length=200)
    action: Literal["archive", "unarchive", "move", "tag", "untag", "star", "unstar"]
    folder_id: UUID | None = None
    """Of `move`: where to; null: out of all folders."""
    tag: Tag | None = None
    """Of `tag` and `untag`."""


class Arranged(Read):
    workflow_ids: list[UUID]
    """Those it was done to; ids that are not in the workspace are left out."""


class TagRead(Read):
    tag: str
    count: int
    """Of workflows that are not archived."""


class FolderWrite(Write):
    name: Line
    parent_id: UUID | None = None
    """The folder it lies in, which must itself lie in none."""


class FolderRead(Read):
    id: UUID
    name: str
    parent_id: UUID | None
    workflows: int
    """In it itself, not counting archived ones."""
    restricted: bool
    """Shared with some members only, or it lies in a folder that is."""
    level: Level
    """What you may do with what is in it, as far as your role allows it."""


class GraphWrite(Write):
    graph: GivenGraph


class ProblemsRead(Read):
    valid: bool
    """Whether it could be published: it has no problem of severity `error`."""
    problems: list[ProblemRead]


class DraftRead(Read):
    graph: GraphDocument
    revision: int
    """Send it as `If-Match` when saving."""
    updated_at: datetime


class AuthorRead(Read):
    email: str
    name: str
    saves: int
    saved_at: datetime
    """The last time."""


class EarlierSummary(Read):
    revision: int
    saved_at: datetime
    saved_by: str | None
    """Email; null: unknown."""
    nodes: int
    """How many it has."""


class EarlierRead(EarlierSummary):
    graph: GraphDocument


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
    folder_id: UUID | None
    tags: list[str]
    restricted: bool
    """Shared with some members only, by itself or its folder."""
    level: Level
    """What you may do with it, as far as your role allows it."""


class LastRun(Read):
    id: UUID
    status: RunStatus
    created_at: datetime


class WorkflowSummary(Read):
    id: UUID
    name: str
    folder_id: UUID | None
    tags: list[str]
    starred: bool
    """By you."""
    latest_version: int | None
    draft_revision: int
    last_run: LastRun | None
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    restricted: bool
    """Shared with some members only, by itself or its folder."""
    level: Level
    """What you may do with it, as far as your role allows it."""


class VersionWords(Write):
    """What people say of a version."""

    name: Line | None = None
    note: (
        Annotated[
            str, StringConstraints(strip_whitespace=True, max_length=2_000, pattern=r"^[^\x00]*$")
        ]
        | None
    ) = None


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
    name: str | None
    note: str | None
    written_by: list[str]
    """Emails of those who saved its draft since the version before."""


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
