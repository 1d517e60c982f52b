"""Which workspaces an account is in, and as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import bindparam, col, exists, select

from noria.errors import Forbidden
from store.database import Session
from store.tables import Account, Membership, RefreshToken, Workspace


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
    session: Session, *, account_id: UUID, workspace_id: UUID, family_id: UUID
) -> str | None:
    """The role, or None when the membership, the account or the session has ended."""
    values = {"account_id": account_id, "workspace_id": workspace_id, "family_id": family_id}
    return (await session.exec(_ROLE_OF_SESSION, params=values)).first()


_SESSION_ENDED = exists().where(
    col(RefreshToken.family_id) == bindparam("family_id"), col(RefreshToken.revoked_at).is_not(None)
)
# Made once: each request asks this, and to make a statement takes longer than to send it.
_ROLE_OF_SESSION = (
    select(Membership.role)
    .join(Account, col(Account.id) == Membership.account_id)
    .where(
        Membership.account_id == bindparam("account_id"),
        Membership.workspace_id == bindparam("workspace_id"),
        col(Account.disabled_at).is_(None),
        ~_SESSION_ENDED,
    )
)
