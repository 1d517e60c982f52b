"""Runs of a workspace: reading them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text
from sqlmodel import cast, col, or_, select, tuple_

from noria.errors import NotFound
from store.database import Session
from store.paging import Page, like, page_of, read_cursor
from store.tables import Run, Version, Workflow, left_out


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
    parent_run_id: UUID | None = None
    run_ids: Sequence[UUID] = ()
    key: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """To be met all."""
        equal = (
            (Run.workflow_id, self.workflow_id),
            (Run.version, self.version),
            (Run.parent_run_id, self.parent_run_id),
            (Run.key, self.key),
        )
        found = [col(column) == value for column, value in equal if value]
        if self.statuses:
            found.append(col(Run.status).in_(self.statuses))
        if self.run_ids:
            found.append(col(Run.id).in_(self.run_ids))
        if self.search:
            starts = like(self.search.lower()).removeprefix("%")
            name = col(Workflow.name).ilike(like(self.search))
            found.append(or_(name, cast(col(Run.id), Text).like(starts)))
        if self.since:
            found.append(col(Run.created_at) >= self.since)
        if self.until:
            found.append(col(Run.created_at) < self.until)
        return found


async def get_run(session: Session, *, workspace_id: UUID, run_id: UUID) -> NamedRun:
    """All but its graph and plan.

    Raises:
        NotFound: No such run, or it belongs to another workspace.
    """
    query = (
        select(Run, Workflow.name)
        .join(Workflow, col(Workflow.id) == Run.workflow_id)
        .where(Run.workspace_id == workspace_id, Run.id == run_id)
        .options(*left_out(Run.draft_graph, Run.draft_plan, Run.snapshot))
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound("run", run_id)
    return NamedRun(*row)


async def find_by_key(session: Session, *, workspace_id: UUID, idempotency_key: str) -> Run | None:
    """The run that was started with the key."""
    query = select(Run).where(
        Run.workspace_id == workspace_id, Run.idempotency_key == idempotency_key
    )
    return (await session.exec(query)).first()


async def get_graph(session: Session, *, workspace_id: UUID, run_id: UUID) -> GraphOfRun:
    """
    Raises:
        NotFound: No such run, or it belongs to another workspace.
    """
    query = (
        select(Run.workflow_id, Run.version, col(Run.draft_graph), col(Version.graph))
        .outerjoin(
            Version,
            (col(Version.workflow_id) == Run.workflow_id) & (col(Version.number) == Run.version),
        )
        .where(Run.workspace_id == workspace_id, Run.id == run_id)
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound("run", run_id)
    workflow_id, version, draft_graph, graph = row
    return GraphOfRun(workflow_id, version, draft_graph or graph)


async def list_runs(
    session: Session, *, workspace_id: UUID, filters: RunFilter, cursor: str | None, limit: int
) -> Page[NamedRun]:
    """The newest first, without their inputs and outputs."""
    query = (
        select(Run, Workflow.name)
        .join(Workflow, col(Workflow.id) == Run.workflow_id)
        .where(Run.workspace_id == workspace_id, *filters.conditions())
        .order_by(col(Run.created_at).desc(), col(Run.id).desc())
        .limit(limit + 1)
        .options(*left_out(Run.input, Run.output, Run.draft_graph, Run.draft_plan, Run.snapshot))
    )
    if cursor:
        query = query.where(tuple_(col(Run.created_at), col(Run.id)) < read_cursor(cursor))
    rows = [NamedRun(*row) for row in await session.exec(query)]
    return page_of(rows, limit, lambda row: (row.run.created_at, row.run.id))
