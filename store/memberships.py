"""Which workspaces an account is in, and as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from noria.errors import Forbidden
from store.database import Database, Session
from store.tables import Membership, Workspace


@dataclass(frozen=True)
class WorkspaceOfAccount:
    """A workspace as one of its members sees it."""

    id: UUID
    name: str
    role: str


async def list_workspaces(session: Session, *, account_id: UUID) -> Sequence[WorkspaceOfAccount]:
    """The one joined first comes first."""
    query = (
        select(Workspace.id, Workspace.name, Membership.role)
        .join(Membership, col(Membership.workspace_id) == Workspace.id)
        .where(Membership.account_id == account_id)
        .order_by(col(Membership.created_at), col(Workspace.id))
    )
    return [WorkspaceOfAccount(*row) for row in await session.exec(query)]


async def first_workspace(session: Session, *, account_id: UUID) -> UUID:
    """Where an account acts unless it says otherwise.

    Raises:
        Forbidden: It is in none.
    """
    workspaces = await list_workspaces(session, account_id=account_id)
    if not workspaces:
        raise Forbidden("This account is not in any workspace.")
    return workspaces[0].id


async def role_of_session(
    database: Database, *, account_id: UUID, workspace_id: UUID, family_id: UUID
) -> str | None:
    """The role, or None when the membership, the account or the session has ended.

    Each request asks this, so it goes past SQLAlchemy.
    """
    async with database.connections.one() as connection:
        cursor = await connection.execute(
            _ROLE_OF_SESSION, (account_id, workspace_id, family_id), prepare=True
        )
        row = await cursor.fetchone()
    return row[0] if row else None


_ROLE_OF_SESSION = """
    SELECT role FROM membership JOIN account ON account.id = account_id
    WHERE account_id = $1 AND workspace_id = $2 AND disabled_at IS NULL AND NOT EXISTS (
        SELECT FROM refresh_token WHERE family_id = $3 AND revoked_at IS NOT NULL
    )
"""
