"""Versions: published graphs with their plans."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select, update

from noria.domain_events import WorkflowPublished
from noria.errors import NotFound
from noria.plan import Plan
from store import outbox
from store.database import Session
from store.drafts import take_authors
from store.paging import Page, read_number
from store.tables import Account, Version, Workflow


@dataclass(frozen=True)
class VersionRow:
    """A version as it is read; `graph` is empty in lists."""

    workflow_id: UUID
    version: int
    created_at: datetime
    published_by: str | None
    name: str | None
    note: str | None
    written_by: Sequence[str]
    """Emails of those who saved its draft since the version before."""
    graph: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Words:
    """What people say of a version."""

    name: str | None = None
    note: str | None = None


async def publish(
    session: Session,
    *,
    workflow: Workflow,
    graph_hash: bytes,
    plan: Plan,
    account_id: UUID | None,
    words: Words = Words(),
) -> tuple[int, bool]:
    """Make the draft of a locked workflow its newest version, unless it is that already.

    Who has saved the draft is noted with it, and forgotten for the next one.

    Returns:
        The version's number, and whether it is new.
    """
    latest = workflow.latest_version
    if latest is not None:
        query = select(Version.graph_hash, col(Version.plan)).where(
            Version.workspace_id == workflow.workspace_id,
            Version.workflow_id == workflow.id,
            Version.number == latest,
        )
        latest_hash, latest_plan = (await session.exec(query)).one()
        # A plan of another expression engine has to be made anew.
        if latest_hash == graph_hash and latest_plan == plan.model_dump(mode="json"):
            return latest, False
    number = (latest or 0) + 1
    version = Version(
        workspace_id=workflow.workspace_id,
        workflow_id=workflow.id,
        number=number,
        graph=workflow.draft_graph,
        graph_hash=graph_hash,
        plan=plan.model_dump(mode="json"),
        account_id=account_id,
        name=words.name,
        note=words.note,
        author_ids=await take_authors(session, workflow=workflow),
    )
    session.add(version)
    workflow.latest_version = number
    published = WorkflowPublished(
        workflow_id=str(workflow.id), workflow=workflow.name, version=number
    )
    await outbox.add_event(
        session, workspace_id=workflow.workspace_id, type="workflow.published", data=published
    )
    return number, True


async def get_plan(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, number: int
) -> dict[str, Any]:
    """
    Raises:
        NotFound: No such version, or it belongs to another workspace.
    """
    query = select(col(Version.plan)).where(
        Version.workspace_id == workspace_id,
        Version.workflow_id == workflow_id,
        Version.number == number,
    )
    plan = (await session.exec(query)).first()
    if plan is None:
        raise NotFound("version", number)
    return plan


async def get_version(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, number: int
) -> VersionRow:
    """
    Raises:
        NotFound: No such version, or it belongs to another workspace.
    """
    query = _rows(workspace_id, workflow_id, col(Version.graph)).where(
        col(Version.number) == number
    )
    row = (await (await session.connection()).execute(query)).first()
    if row is None:
        raise NotFound("version", number)
    return VersionRow(*row)


async def name_version(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, number: int, words: Words
) -> None:
    """
    Raises:
        NotFound: No such version, or it belongs to another workspace.
    """
    query = (
        update(Version)
        .where(
            col(Version.workspace_id) == workspace_id,
            col(Version.workflow_id) == workflow_id,
            col(Version.number) == number,
        )
        .values(name=words.name, note=words.note)
        .returning(col(Version.number))
    )
    if (await session.exec(query)).first() is None:
        raise NotFound("version", number)


async def list_versions(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, cursor: str | None, limit: int
) -> Page[VersionRow]:
    """The newest first; the cursor is the number of the last one seen."""
    query = _rows(workspace_id, workflow_id).order_by(col(Version.number).desc()).limit(limit + 1)
    if cursor:
        query = query.where(col(Version.number) < read_number(cursor))
    found = await (await session.connection()).execute(query)
    rows = [VersionRow(*row) for row in found]
    more = len(rows) > limit
    return Page(rows[:limit], str(rows[limit - 1].version) if more else None)


def _rows(workspace_id: UUID, workflow_id: UUID, *more: Any) -> Select[*tuple[Any, ...]]:
    """The columns of a `VersionRow`."""
    author = aliased(Account)
    authors = func.array(
        select(author.email)
        .where(col(author.id) == func.any(col(Version.author_ids)))
        .order_by(author.email)
        .scalar_subquery()
    )
    columns: list[Any] = [Version.workflow_id, Version.number, Version.created_at, Account.email]
    return (
        sa_select(*columns, col(Version.name), col(Version.note), authors, *more)
        .outerjoin(Account, col(Account.id) == Version.account_id)
        .where(col(Version.workspace_id) == workspace_id, col(Version.workflow_id) == workflow_id)
    )
