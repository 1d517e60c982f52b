"""Whether a run may use a private credential: decided by who answers for what the run does."""

from uuid import UUID

from sqlmodel import and_, col, select

from store.answering import who_answers
from store.credentials import CredentialRow
from store.database import Session
from store.tables import Membership, Run

MANAGING = ("owner", "admin")
"""Roles that may use the private credentials of others."""


async def run_may_use(session: Session, row: CredentialRow, *, run_id: UUID) -> bool:
    """Who published the version that the run follows answers for it; who started it, for a draft.

    They have to be a member still, and the credential's maker or one who manages the workspace.
    """
    if row.sharing != "private":
        return True
    run = await _run(session, row, run_id)
    if run is None:
        return False
    account_id = await who_answers(session, run)
    if account_id is None:
        return False
    member = select(Membership.role).where(
        Membership.workspace_id == run.workspace_id, Membership.account_id == account_id
    )
    role = (await session.exec(member)).first()
    return role is not None and (account_id == row.account_id or role in MANAGING)


async def _run(session: Session, row: CredentialRow, run_id: UUID) -> Run | None:
    """In the credential's own workspace."""
    found = await session.exec(
        select(Run).where(and_(col(Run.id) == run_id, col(Run.workspace_id) == row.workspace_id))
    )
    return found.first()
