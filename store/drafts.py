"""Drafts: the graph being edited, kept in its workflow's row, and who has edited it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, select

from noria.errors import Conflict
from store.database import Session, time_of
from store.earlier_drafts import keep_earlier
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


class Drafted(Protocol):
    """A workflow as far as its draft goes."""

    @property
    def draft_graph(self) -> dict[str, Any] | None: ...
    @property
    def draft_revision(self) -> int: ...
    @property
    def draft_updated_at(self) -> datetime: ...


def check_revision(stored: Drafted, read: int, yours: dict[str, Any] | None = None) -> None:
    """
    Raises:
        Conflict: The draft is at another revision than the one that was read; tells both sides.
    """
    if stored.draft_revision == read:
        return
    theirs: dict[str, JsonValue] = {
        "graph": stored.draft_graph,
        "revision": stored.draft_revision,
        "updated_at": stored.draft_updated_at.isoformat(),
    }
    raise Conflict(
        f"The draft is at revision {stored.draft_revision}, you read {read}: "
        "somebody saved in between.",
        {"yours": {"graph": yours, "revision": read}, "theirs": theirs},
    )


async def save_draft(
    session: Session, *, workflow: Workflow, graph: dict[str, Any], account_id: UUID
) -> None:
    """Replace the draft of a workflow that was locked by `lock_workflow`; adds a revision.

    What was there is kept as an earlier draft, at times.
    """
    now = await time_of(session)
    await keep_earlier(session, workflow=workflow, graph=graph, account_id=account_id, now=now)
    workflow.draft_graph = graph
    workflow.draft_revision += 1
    workflow.draft_updated_at = now
    workflow.updated_at = now
    await note_author(session, workflow=workflow, account_id=account_id)


async def note_author(session: Session, *, workflow: Workflow, account_id: UUID) -> None:
    """The account has saved the draft once more."""
    now = await time_of(session)
    workflow.draft_account_id = account_id
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
