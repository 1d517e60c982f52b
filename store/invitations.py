"""Invitations: a place in a workspace for who holds the link. One at a time for each address."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, func, select

from noria.errors import Conflict, NotFound
from store.account_tables import Invitation
from store.database import Session
from store.ids import new_id
from store.tables import Account, Membership, Workspace

SECRET_BYTES = 32


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation as the one who was invited sees it."""

    id: UUID
    workspace_id: UUID
    workspace_name: str
    email: str
    role: str
    expires_at: datetime
    invited_by: UUID | None
    has_account: bool


async def add_invitation(
    session: Session,
    *,
    workspace_id: UUID,
    email: str,
    role: str,
    invited_by: UUID,
    expires_at: datetime,
) -> tuple[Invitation, str]:
    """The invitation, and the secret of its link. An earlier one of that address ends.

    Raises:
        Conflict: They are a member already.
    """
    member = (
        select(Account.id)
        .join(Membership, col(Membership.account_id) == Account.id)
        .where(Membership.workspace_id == workspace_id, Account.email == email)
    )
    if (await session.exec(member)).first() is not None:
        raise Conflict(f"{email} is a member of this workspace already.")
    await session.exec(
        delete(Invitation).where(
            col(Invitation.workspace_id) == workspace_id,
            col(Invitation.email) == email,
            col(Invitation.accepted_at).is_(None),
        )
    )
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = Invitation(
        id=new_id(),
        workspace_id=workspace_id,
        email=email,
        role=role,
        token_hash=_hash(secret),
        invited_by=invited_by,
        expires_at=expires_at,
    )
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row, secret


async def list_invitations(session: Session, *, workspace_id: UUID) -> Sequence[Invitation]:
    """Those that nobody has accepted yet, the newest first; expired ones too."""
    query = (
        select(Invitation)
        .where(Invitation.workspace_id == workspace_id, col(Invitation.accepted_at).is_(None))
        .order_by(col(Invitation.created_at).desc(), col(Invitation.id))
    )
    return (await session.exec(query)).all()


async def withdraw_invitation(session: Session, *, workspace_id: UUID, invitation_id: UUID) -> str:
    """Its link opens nothing any more; gives whom it was for.

    Raises:
        NotFound: No such open invitation in this workspace.
    """
    change = (
        delete(Invitation)
        .where(
            col(Invitation.workspace_id) == workspace_id,
            col(Invitation.id) == invitation_id,
            col(Invitation.accepted_at).is_(None),
        )
        .returning(col(Invitation.email))
    )
    row = (await session.exec(change)).first()
    if row is None:
        raise NotFound("invitation", invitation_id)
    return row[0]


async def find_invitation(session: Session, *, secret: str) -> OpenInvitation | None:
    """The invitation of a link; None when it is wrong, withdrawn, accepted or over."""
    query = (
        select(Invitation, Workspace.name, col(Account.id).is_not(None))
        .join(Workspace, col(Workspace.id) == Invitation.workspace_id)
        .outerjoin(Account, col(Account.email) == Invitation.email)
        .where(
            Invitation.token_hash == _hash(secret),
            col(Invitation.accepted_at).is_(None),
            col(Invitation.expires_at) > func.now(),
            col(Workspace.deleted_at).is_(None),
        )
        .with_for_update(of=Invitation)
    )
    found = (await session.exec(query)).first()
    if found is None:
        return None
    row, name, has_account = found
    return OpenInvitation(
        row.id, row.workspace_id, name, row.email, row.role, row.expires_at, row.invited_by,
        has_account,
    )  # fmt: skip


async def open_invitations_of(session: Session, *, email: str) -> Sequence[Invitation]:
    """All that an address may accept now, for who has proved to be there (OpenID)."""
    query = (
        select(Invitation)
        .join(Workspace, col(Workspace.id) == Invitation.workspace_id)
        .where(
            Invitation.email == email,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.expires_at) > func.now(),
            col(Workspace.deleted_at).is_(None),
        )
    )
    return (await session.exec(query)).all()


async def note_accepted(session: Session, *, invitation_id: UUID) -> None:
    """Its link is used up."""
    row = await session.get(Invitation, invitation_id)
    if row is not None:
        row.accepted_at = (await session.exec(select(func.now()))).one()
        session.add(row)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
