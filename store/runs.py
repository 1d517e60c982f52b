"""Runs of a workspace: reading them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, or_, select, tuple_
from sqlalchemy.orm import load_only

from noria.errors import NotFound
from store.database import Session
from store.paging import Page, like, page_of, read_cursor
from store.tables import Run, Version, Workflow


@dataclass(frozen=True)
class NamedRun:
    """A run with its workflow's name."""

    run: Run
    workflow_name: str


@dataclass(frozen=True)
class GraphOfRun:
    """What a run follows."""

    workflow_id: UUID
    version: int | None
    graph: dict[str, Any]


@dataclass(frozen=True)
class RunFilter:
    """Which runs of a workspace to list; None leaves a condition out."""

    workflow_id: UUID | None = None
    statuses: Sequence[str] = ()
    version: int | None = None
    search: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """To be met all."""
        found: list[ColumnElement[bool]] = []
        if self.workflow_id:
            found.append(Run.workflow_id == self.workflow_id)
        if self.statuses:
            found.append(Run.status.in_(self.statuses))
        if self.version:
            found.append(Run.version == self.version)
        if self.search:
            starts = like(self.search.lower()).removeprefix("%")
            found.append(
                or_(Workflow.name.ilike(like(self.search)), cast(Run.id, Text).like(starts))
            )
        if self.since:
            found.append(Run.created_at >= self.since)
        if self.until:
            found.append(Run.created_at < self.until)
        return found


async def get_run(session: Session, *, workspace_id: UUID, run_id: UUID) -> NamedRun:
    """
    Raises:
        NotFound: No such run, or it belongs to another workspace.
    """
    query = (
        select(Run, Workflow.name)
        .join(Workflow, Workflow.id == Run.workflow_id)
        .where(Run.workspace_id == workspace_id, Run.id == run_id)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound("run", run_id)
    return NamedRun(row.Run, row.name)


async def find_by_key(session: Session, *, workspace_id: UUID, idempotency_key: str) -> Run | None:
    """The run that was started with the key."""
    query = select(Run).where(
        Run.workspace_id == workspace_id, Run.idempotency_key == idempotency_key
    )
    return await session.scalar(query)


async def get_graph(session: Session, *, workspace_id: UUID, run_id: UUID) -> GraphOfRun:
    """
    Raises:
        NotFound: No such run, or it belongs to another workspace.
    """
    query = (
        select(Run.workflow_id, Run.version, Run.draft_graph, Version.graph)
        .outerjoin(
            Version, (Version.workflow_id == Run.workflow_id) & (Version.number == Run.version)
        )
        .where(Run.workspace_id == workspace_id, Run.id == run_id)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound("run", run_id)
    return GraphOfRun(row.workflow_id, row.version, row.draft_graph or row.graph)


async def list_runs(
    session: Session, *, workspace_id: UUID, filters: RunFilter, cursor: str | None, limit: int
) -> Page[NamedRun]:
    """The newest first, without their inputs and outputs."""
    shown = load_only(
        Run.id,
        Run.status,
        Run.workflow_id,
        Run.version,
        Run.error,
        Run.created_at,
        Run.started_at,
        Run.finished_at,
        raiseload=True,
    )
    query = (
        select(Run, Workflow.name)
        .join(Workflow, Workflow.id == Run.workflow_id)
        .where(Run.workspace_id == workspace_id, *filters.conditions())
        .order_by(Run.created_at.desc(), Run.id.desc())
        .limit(limit + 1)
        .options(shown)
    )
    if cursor:
        query = query.where(tuple_(Run.created_at, Run.id) < read_cursor(cursor))
    rows = [NamedRun(row.Run, row.name) for row in await session.execute(query)]
    return page_of(rows, limit, lambda row: (row.run.created_at, row.run.id))
