"""Earlier drafts: what a draft was before, one for every few minutes in which it changed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Select
from sqlalchemy import select as sa_select
from sqlalchemy import tuple_ as sa_tuple
from sqlmodel import col, delete, func, select

from noria.errors import NotFound
from store.database import Session
from store.folder_tables import EarlierDraft
from store.paging import Page, read_number
from store.tables import Account, Workflow

APART = timedelta(minutes=5)
"""What one person changes in less time is one step back."""
KEPT = timedelta(days=30)
MOST = 100
"""For each workflow."""
FORGET_ROWS = 1_000


@dataclass(frozen=True)
class EarlierRow:
    """An earlier draft as it is read; `graph` is empty in lists."""

    revision: int
    saved_at: datetime
    saved_by: str | None
    """Email; None: unknown, or gone."""
    nodes: int
    """How many it has."""
    graph: dict[str, Any] = field(default_factory=dict[str, Any])


async def keep_earlier(
    session: Session, *, workflow: Workflow, graph: dict[str, Any], account_id: UUID, now: datetime
) -> None:
    """Before `graph` replaces the draft of a locked workflow: keep what is there, if it is time to.

    Another person's work is always kept, and so is a draft that loses most of its nodes.
    """
    is_others = workflow.draft_account_id != account_id
    before = len(workflow.draft_graph.get("nodes", []))
    shrinks = len(graph.get("nodes", [])) * 2 < before
    if not is_others and not shrinks:
        newest = (
            select(EarlierDraft.kept_at)
            .where(
                EarlierDraft.workspace_id == workflow.workspace_id,
                EarlierDraft.workflow_id == workflow.id,
            )
            .order_by(col(EarlierDraft.revision).desc())
            .limit(1)
        )
        kept_at = (await session.exec(newest)).first()
        if kept_at is not None and now - kept_at < APART:
            return
    session.add(
        EarlierDraft(
            workspace_id=workflow.workspace_id,
            workflow_id=workflow.id,
            revision=workflow.draft_revision,
            graph=workflow.draft_graph,
            account_id=workflow.draft_account_id,
            saved_at=workflow.draft_updated_at,
            kept_at=now,
            node_count=before,
        )
    )
    await session.flush()
    await _drop_beyond_most(session, workflow)


async def _drop_beyond_most(session: Session, workflow: Workflow) -> None:
    mine = (
        col(EarlierDraft.workspace_id) == workflow.workspace_id,
        col(EarlierDraft.workflow_id) == workflow.id,
    )
    kept = (
        select(EarlierDraft.revision)
        .where(*mine)
        .order_by(col(EarlierDraft.revision).desc())
        .limit(MOST)
    )
    await session.exec(delete(EarlierDraft).where(*mine, col(EarlierDraft.revision).not_in(kept)))


async def list_earlier(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, cursor: str | None, limit: int
) -> Page[EarlierRow]:
    """The newest first; the cursor is the revision of the last one seen."""
    query = _rows(workspace_id, workflow_id).order_by(col(EarlierDraft.revision).desc())
    if cursor:
        query = query.where(col(EarlierDraft.revision) < read_number(cursor))
    found = await (await session.connection()).execute(query.limit(limit + 1))
    rows = [EarlierRow(*row) for row in found]
    more = len(rows) > limit
    return Page(rows[:limit], str(rows[limit - 1].revision) if more else None)


async def get_earlier(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, revision: int
) -> EarlierRow:
    """
    Raises:
        NotFound: It is not kept, or belongs to another workspace.
    """
    query = _rows(workspace_id, workflow_id, col(EarlierDraft.graph)).where(
        col(EarlierDraft.revision) == revision
    )
    row = (await (await session.connection()).execute(query)).first()
    if row is None:
        raise NotFound("earlier draft", revision)
    return EarlierRow(*row)


async def forget_earlier(session: Session) -> int:
    """Delete those that are kept for long enough, not all at once; gives how many."""
    old = (
        select(EarlierDraft.workflow_id, EarlierDraft.revision)
        .where(col(EarlierDraft.kept_at) < func.now() - KEPT)
        .limit(FORGET_ROWS)
    )
    place = sa_tuple(col(EarlierDraft.workflow_id), col(EarlierDraft.revision))
    gone = await session.exec(delete(EarlierDraft).where(place.in_(old)))
    return cast(CursorResult[object], gone).rowcount


def _rows(workspace_id: UUID, workflow_id: UUID, *more: Any) -> Select[*tuple[Any, ...]]:
    """The columns of an `EarlierRow`."""
    columns: list[Any] = [EarlierDraft.revision, EarlierDraft.saved_at, Account.email]
    return (
        sa_select(*columns, col(EarlierDraft.node_count), *more)
        .outerjoin(Account, col(Account.id) == EarlierDraft.account_id)
        .where(
            col(EarlierDraft.workspace_id) == workspace_id,
            col(EarlierDraft.workflow_id) == workflow_id,
        )
    )
