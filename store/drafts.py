"""Drafts: the graph being edited, kept in its workflow's row, and who has edited it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, select

from store.database import Session, time_of
from store.folder_tables import DraftAuthor
from store.tables import Account, Workflow


@dataclass(frozen=True)
class AuthorRow:
    """Who has saved a draft since the newest version."""

    email: str
    name: str
    saves: int
    saved_at: datetime
    """The last time."""


async def save_draft(
    session: Session, *, workflow: Workflow, graph: dict[str, Any], account_id: UUID
) -> None:
    """Replace the draft of a workflow that was locked by `lock_workflow`; adds a revision."""
    now = await time_of(session)
    workflow.draft_graph = graph
    workflow.draft_revision += 1
    workflow.draft_updated_at = now
    workflow.updated_at = now
    await note_author(session, workflow=workflow, account_id=account_id)


async def note_author(session: Session, *, workflow: Workflow, account_id: UUID) -> None:
    """The account has saved the draft once more."""
    now = await time_of(session)
    row = insert(DraftAuthor).values(
        workspace_id=workflow.workspace_id,
        workflow_id=workflow.id,
        account_id=account_id,
        saves=1,
        saved_at=now,
    )
    await session.exec(
        row.on_conflict_do_update(
            index_elements=[col(DraftAuthor.workflow_id), col(DraftAuthor.account_id)],
            set_={"saves": col(DraftAuthor.saves) + 1, "saved_at": now},
        )
    )


async def list_authors(
    session: Session, *, workspace_id: UUID, workflow_id: UUID
) -> Sequence[AuthorRow]:
    """The one who saved last comes first."""
    query = (
        select(Account.email, Account.name, DraftAuthor.saves, DraftAuthor.saved_at)
        .join(Account, col(Account.id) == DraftAuthor.account_id)
        .where(DraftAuthor.workspace_id == workspace_id, DraftAuthor.workflow_id == workflow_id)
        .order_by(col(DraftAuthor.saved_at).desc(), col(Account.email))
    )
    return [AuthorRow(*row) for row in await session.exec(query)]


async def take_authors(session: Session, *, workflow: Workflow) -> list[UUID]:
    """The accounts that have saved the draft, which is published: the next draft begins with none."""
    query = (
        delete(DraftAuthor)
        .where(
            col(DraftAuthor.workspace_id) == workflow.workspace_id,
            col(DraftAuthor.workflow_id) == workflow.id,
        )
        .returning(col(DraftAuthor.account_id))
    )
    return sorted([row[0] for row in await session.exec(query)])
