"""Which workspaces an account is in, and as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from noria.errors import Forbidden
from store.database import Database, Session
from store.sharing import SEES_ALL
from store.tables import Membership, Workspace


@dataclass(frozen=True)
class WorkspaceOfAccount:
    """A workspace as one of its members sees it."""

    id: UUID
    name: str
    role: str
    deleted_at: datetime | None


async def list_workspaces(session: Session, *, account_id: UUID) -> Sequence[WorkspaceOfAccount]:
    """The one joined first comes first."""
    query = (
        select(Workspace.id, Workspace.name, Membership.role, Workspace.deleted_at)
        .join(Membership, col(Membership.workspace_id) == Workspace.id)
        .where(Membership.account_id == account_id)
        .order_by(col(Membership.created_at), col(Workspace.id))
    )
    return [WorkspaceOfAccount(*row) for row in await session.exec(query)]


async def first_workspace(
    session: Session, *, account_id: UUID, preferred: UUID | None = None
) -> UUID:
    """Where an account acts unless it says otherwise: the preferred one, while it is in it.

    Raises:
        Forbidden: It is in none.
    """
    workspaces = await list_workspaces(session, account_id=account_id)
    if not workspaces:
        raise Forbidden("This account is in no workspace any more; ask for an invitation.")
    going_on = [each.id for each in workspaces if each.deleted_at is None]
    if preferred is not None and preferred in going_on:
        return preferred
    return (going_on or [workspaces[0].id])[0]


@dataclass(frozen=True)
class Standing:
    """As what an account acts in a workspace."""

    role: str
    is_deleted: bool
    """The workspace is about to go."""
    has_restricted: bool
    """Some things there are shared with some members only."""

    @property
    def is_limited(self) -> bool:
        """Not everything there may be shown to them."""
        return self.has_restricted and self.role not in SEES_ALL


async def standing_of_session(
    database: Database, *, account_id: UUID, workspace_id: UUID, session_id: UUID
) -> Standing | None:
    """None when the membership, the account or the session has ended.

    Each request asks this, so it goes past SQLAlchemy.
    """
    async with database.connections.one() as connection:
        cursor = await connection.execute(
            _STANDING_OF_SESSION, (account_id, workspace_id, session_id), prepare=True
        )
        row = await cursor.fetchone()
    return Standing(*row) if row else None


_STANDING_OF_SESSION = """
    SELECT membership.role, workspace.deleted_at IS NOT NULL,
        EXISTS (SELECT FROM workflow WHERE workflow.workspace_id = $2 AND restricted)
        OR EXISTS (SELECT FROM folder WHERE folder.workspace_id = $2 AND restricted)
    FROM membership
    JOIN account ON account.id = membership.account_id
    JOIN workspace ON workspace.id = membership.workspace_id
    JOIN account_session ON account_session.account_id = account.id
    WHERE membership.account_id = $1 AND membership.workspace_id = $2 AND account_session.id = $3
        AND account.disabled_at IS NULL AND account_session.revoked_at IS NULL
"""
