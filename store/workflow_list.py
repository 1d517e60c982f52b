"""The list of a workspace's workflows, and what is done to many of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as sa_select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, exists, func, or_, select, tuple_, update

from noria.sub_runs import ITEM
from store.database import Session
from store.folder_tables import Folder, WorkflowStar
from store.paging import Page, like, page_by_name, page_of, read_cursor, read_name_cursor
from store.tables import Run, Workflow

Sort = Literal["updated", "created", "last_run", "name"]
"""All but the name: the newest first."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a workflow without runs ran last, for its place in the list."""


@dataclass(frozen=True)
class WorkflowFilter:
    """Which workflows of a workspace to list; None: all."""

    search: str | None = None
    archived: bool = False
    folder_id: UUID | None = None
    """In it or in a folder inside it."""
    loose: bool = False
    """In no folder."""
    tags: Sequence[str] = ()
    """With all of them."""
    starred: bool = False
    """By the account that asks."""
    published: bool | None = None


@dataclass(frozen=True)
class LastRun:
    """The newest run of a workflow."""

    id: UUID
    status: str
    created_at: datetime


@dataclass(frozen=True)
class WorkflowRow:
    """A workflow as it is listed, without its graph."""

    id: UUID
    name: str
    folder_id: UUID | None
    tags: Sequence[str]
    starred: bool
    latest_version: int | None
    draft_revision: int
    last_run: LastRun | None
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


_NAMES = [field.name for field in fields(WorkflowRow) if field.name not in ("starred", "last_run")]
_COLUMNS: list[Any] = [getattr(Workflow, name) for name in _NAMES]


@dataclass(frozen=True)
class TagCount:
    """A tag, and on how many workflows it is that are not archived."""

    tag: str
    count: int


async def list_workflows(  # noqa: PLR0913 - a page of a list is what it takes
    session: Session,
    *,
    workspace_id: UUID,
    account_id: UUID,
    filters: WorkflowFilter,
    sort: Sort = "updated",
    cursor: str | None,
    limit: int,
) -> Page[WorkflowRow]:
    """Each with its last run."""
    last = (
        select(Run.id, Run.status, Run.created_at)
        .where(
            Run.workspace_id == workspace_id,
            Run.workflow_id == Workflow.id,
            col(Run.relation).is_distinct_from(ITEM),
        )
        .order_by(col(Run.created_at).desc(), col(Run.id).desc())
        .limit(1)
        .lateral()
    )
    starred = exists().where(
        col(WorkflowStar.workflow_id) == col(Workflow.id),
        col(WorkflowStar.account_id) == account_id,
    )
    keys: dict[Sort, Any] = {
        "updated": col(Workflow.updated_at),
        "created": col(Workflow.created_at),
        "last_run": func.coalesce(last.c.created_at, NEVER),
        "name": func.lower(col(Workflow.name)),
    }
    key, identity = keys[sort], col(Workflow.id)
    columns = (*_COLUMNS, starred, last.c.id, last.c.status, last.c.created_at)
    query: Select[*tuple[Any, ...]] = (
        sa_select(*columns)
        .outerjoin(last, col(Workflow.workspace_id) == workspace_id)
        .where(*_conditions(workspace_id, filters))
        .limit(limit + 1)
    )
    if filters.starred:
        query = query.where(starred)
    if sort == "name":
        query = query.order_by(key, identity)
        if cursor:
            query = query.where(tuple_(key, identity) > read_name_cursor(cursor))
    else:
        query = query.order_by(key.desc(), identity.desc())
        if cursor:
            query = query.where(tuple_(key, identity) < read_cursor(cursor))
    found = await (await session.connection()).execute(query)
    rows = [_row(*row) for row in found]
    if sort == "name":
        return page_by_name(rows, limit, lambda row: (row.name.lower(), row.id))
    return page_of(rows, limit, lambda row: (_time(row, sort), row.id))


def _conditions(workspace_id: UUID, filters: WorkflowFilter) -> list[Any]:
    archived = col(Workflow.archived_at)
    conditions: list[Any] = [
        Workflow.workspace_id == workspace_id,
        archived.is_not(None) if filters.archived else archived.is_(None),
    ]
    if filters.search:
        pattern = like(filters.search)
        tagged = func.array_to_string(col(Workflow.tags), "\n").ilike(pattern)
        conditions.append(or_(col(Workflow.name).ilike(pattern), tagged))
    if filters.folder_id:
        inside = select(Folder.id).where(
            Folder.workspace_id == workspace_id,
            or_(Folder.id == filters.folder_id, Folder.parent_id == filters.folder_id),
        )
        conditions.append(col(Workflow.folder_id).in_(inside))
    if filters.loose:
        conditions.append(col(Workflow.folder_id).is_(None))
    if filters.tags:
        conditions.append(col(Workflow.tags).op("@>")(list(filters.tags)))
    if filters.published is not None:
        latest = col(Workflow.latest_version)
        conditions.append(latest.is_not(None) if filters.published else latest.is_(None))
    return conditions


def _time(row: WorkflowRow, sort: Sort) -> datetime:
    if sort == "last_run":
        return row.last_run.created_at if row.last_run else NEVER
    return row.created_at if sort == "created" else row.updated_at


def _row(*columns: Any) -> WorkflowRow:
    *of_workflow, starred, run_id, run_status, run_created_at = columns
    values = dict(zip(_NAMES, of_workflow, strict=True))
    last = LastRun(run_id, run_status, run_created_at) if run_id else None
    return WorkflowRow(**values, starred=starred, last_run=last)


async def list_tags(session: Session, *, workspace_id: UUID) -> Sequence[TagCount]:
    """In the order of the alphabet."""
    tag = func.unnest(col(Workflow.tags)).label("tag")
    query = (
        select(tag, func.count())
        .where(Workflow.workspace_id == workspace_id, col(Workflow.archived_at).is_(None))
        .group_by(tag)
        .order_by(tag)
    )
    return [TagCount(*row) for row in await session.exec(query)]


async def star(
    session: Session, *, workspace_id: UUID, account_id: UUID, workflow_ids: Sequence[UUID]
) -> None:
    """Of ids that are in the workspace; to star twice changes nothing."""
    rows = [
        {"workspace_id": workspace_id, "account_id": account_id, "workflow_id": workflow_id}
        for workflow_id in workflow_ids
    ]
    if rows:
        await session.exec(insert(WorkflowStar).values(rows).on_conflict_do_nothing())


async def unstar(
    session: Session, *, workspace_id: UUID, account_id: UUID, workflow_ids: Sequence[UUID]
) -> None:
    """To unstar twice changes nothing."""
    await session.exec(
        delete(WorkflowStar).where(
            col(WorkflowStar.workspace_id) == workspace_id,
            col(WorkflowStar.account_id) == account_id,
            col(WorkflowStar.workflow_id).in_(workflow_ids),
        )
    )


async def lock_all(
    session: Session, *, workspace_id: UUID, workflow_ids: Sequence[UUID]
) -> list[UUID]:
    """Those that are in the workspace, in one order for everybody, so that no two wait in a ring."""
    query = (
        select(Workflow.id)
        .where(Workflow.workspace_id == workspace_id, col(Workflow.id).in_(workflow_ids))
        .order_by(col(Workflow.id))
        .with_for_update(key_share=True)
    )
    return list(await session.exec(query))


async def change_all(
    session: Session, *, workspace_id: UUID, workflow_ids: Sequence[UUID], **values: Any
) -> None:
    """Set columns of locked workflows; their `updated_at`, which is of the draft, stays."""
    await session.exec(
        update(Workflow)
        .where(col(Workflow.workspace_id) == workspace_id, col(Workflow.id).in_(workflow_ids))
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def archived(on: bool) -> dict[str, Any]:
    """For `change_all`: archiving twice keeps the first time."""
    return {"archived_at": func.coalesce(col(Workflow.archived_at), func.now()) if on else None}


def tagged(tag: str, *, on: bool) -> dict[str, Any]:
    """For `change_all`: with the tag, once and at the end, or without it."""
    without = func.array_remove(col(Workflow.tags), tag)
    return {"tags": func.array_append(without, tag) if on else without}
