"""Runs of a workspace: reading them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text, union_all
from sqlmodel import col, select, tuple_

from noria.errors import NotFound
from store.database import Session
from store.light import light_run
from store.paging import Page, like, page_of, read_cursor
from store.run_filter import MAX_PARTS, RunFilter
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


@dataclass(frozen=True)
class PlannedStep:
    """A step of a run's plan, as far as it is needed to find its place."""

    id: str
    name: str
    type: str
    parent: str | None


_PLANNED = text("""
    SELECT step ->> 'id', step ->> 'name', step ->> 'type', step ->> 'parent'
    FROM run
    LEFT JOIN version ON version.workflow_id = run.workflow_id AND version.number = run.version
    CROSS JOIN LATERAL json_array_elements(coalesce(run.draft_plan, version.plan) -> 'steps') AS step
    WHERE run.workspace_id = :workspace_id AND run.id = :run_id
""")


async def list_planned(session: Session, *, workspace_id: UUID, run_id: UUID) -> list[PlannedStep]:
    """The steps of a run's plan, which has more than its graph where agents are written out."""
    given = {"workspace_id": workspace_id, "run_id": run_id}
    return [
        PlannedStep(*row)
        for row in (await (await session.connection()).execute(_PLANNED, given)).all()
    ]


async def list_runs(
    session: Session, *, workspace_id: UUID, filters: RunFilter, cursor: str | None, limit: int
) -> Page[NamedRun]:
    """The newest first, without their inputs and outputs."""
    newest = (col(Run.created_at).desc(), col(Run.id).desc())
    after = [tuple_(col(Run.created_at), col(Run.id)) < read_cursor(cursor)] if cursor else []
    named = await _workflows_named(session, workspace_id, filters.search)
    parts = [
        select(Run.id)
        .where(Run.workspace_id == workspace_id, *conditions, *after)
        .order_by(*newest)
        .limit(limit + 1)
        for conditions in filters.parts(named)
    ]
    if not parts:
        return Page([], None)
    query = (
        select(Run, Workflow.name)
        .join(Workflow, col(Workflow.id) == Run.workflow_id)
        .where(col(Run.id).in_(union_all(*(part.subquery().select() for part in parts))))
        .order_by(*newest)
        .limit(limit + 1)
        .options(*light_run())
    )
    rows = [NamedRun(*row) for row in await session.exec(query)]
    return page_of(rows, limit, lambda row: (row.run.created_at, row.run.id))


async def _workflows_named(
    session: Session, workspace_id: UUID, text: str | None
) -> Sequence[UUID]:
    if not text:
        return ()
    query = select(Workflow.id).where(
        Workflow.workspace_id == workspace_id, col(Workflow.name).ilike(like(text))
    )
    return (await session.exec(query.limit(MAX_PARTS + 1))).all()
