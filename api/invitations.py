"""Invitations: made by who manages members, accepted by who holds the link."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from activities.mail import Letter, deliver
from api import audit
from api.access import Caller, MemberManager, open_to_all
from api.members import check_may_grant
from api.proving import prove_by_password
from api.rate_limits import INVITATIONS_PER_WORKSPACE, LINKS_PER_ADDRESS
from api.schemas.accounts import SessionRead
from api.schemas.members import (
    InvitationAccept,
    InvitationCreate,
    InvitationCreated,
    InvitationLook,
    InvitationRead,
    InvitationShown,
)
from api.schemas.shape import Page
from api.services import Db, Parts, Services
from api.signing_in import FromOurPages, address_of, answer_session, begin_session
from noria.errors import Conflict, Invalid, NotFound, Problem
from store import accounts, invitations, members, workspaces
from store.invitations import OpenInvitation

LIFETIME = timedelta(days=7)
MIN_PASSWORD_CHARS = 10

router = APIRouter(tags=["members"])


@router.get("/invitations")
async def list_invitations(caller: MemberManager, session: Db) -> Page[InvitationRead]:
    """Those that nobody has accepted yet, the newest first."""
    rows = await invitations.list_invitations(session, workspace_id=caller.workspace_id)
    return Page(items=[InvitationRead.model_validate(row) for row in rows], next_cursor=None)


@router.post("/invitations", status_code=status.HTTP_201_CREATED)
async def create_invitation(
    body: InvitationCreate, caller: MemberManager, parts: Parts
) -> InvitationCreated:
    """Invite an address, by mail where there are mail settings; the answer alone shows the link's token.

    Inviting an address again ends its earlier link.
    """
    check_may_grant(caller, body.role)
    await parts.limits.hit(INVITATIONS_PER_WORKSPACE, "invite", str(caller.workspace_id))
    email = accounts.normal_email(body.email)
    async with parts.database.sessions.begin() as session:
        row, token = await invitations.add_invitation(
            session,
            workspace_id=caller.workspace_id,
            email=email,
            role=body.role,
            invited_by=caller.account_id,
            expires_at=datetime.now(UTC) + LIFETIME,
        )
        workspace = await workspaces.lock_workspace(session, workspace_id=caller.workspace_id)
        details = {"email": email, "role": body.role}
        await audit.note(session, caller, "invitation.create", row.id, **details)
    mailed = await deliver(parts.mail, _letter(parts, email, workspace.name, token))
    read = InvitationRead.model_validate(row).model_dump()
    return InvitationCreated(**read, token=token, mailed=mailed)


@router.delete("/invitations/{invitation_id}", status_code=status.HTTP_204_NO_CONTENT)
async def withdraw_invitation(invitation_id: UUID, caller: MemberManager, session: Db) -> None:
    """From now on its link opens nothing."""
    email = await invitations.withdraw_invitation(
        session, workspace_id=caller.workspace_id, invitation_id=invitation_id
    )
    await audit.note(session, caller, "invitation.withdraw", invitation_id, email=email)


@router.post("/auth/invitations/look", dependencies=[FromOurPages])
@open_to_all
async def look_at_invitation(
    body: InvitationLook, request: Request, parts: Parts
) -> InvitationShown:
    """What a link leads to."""
    await parts.limits.hit(LINKS_PER_ADDRESS, "link", address_of(request))
    async with parts.database.sessions.begin() as session:
        found = _good(await invitations.find_invitation(session, secret=body.token))
    return InvitationShown.model_validate(found, from_attributes=True)


@router.post("/auth/invitations/accept", dependencies=[FromOurPages])
@open_to_all
async def accept_invitation(
    body: InvitationAccept, request: Request, response: Response, parts: Parts
) -> SessionRead:
    """Join, and be signed in: with the password of the account there is, or with a new account's."""
    await parts.limits.hit(LINKS_PER_ADDRESS, "link", address_of(request))
    async with parts.database.sessions.begin() as session:
        found = _good(await invitations.find_invitation(session, secret=body.token))
    proved = await _prove(parts, request, found, body) if found.has_account else None
    password_hash = "" if proved else await parts.passwords.hash(_new_password(body.password))
    async with parts.database.sessions.begin() as session:
        # Again, and locked: of two who hold the link, one joins.
        found = _good(await invitations.find_invitation(session, secret=body.token))
        if found.has_account != (proved is not None):
            raise Conflict("An account with this address was made meanwhile; open the link again.")
        account_id = (
            proved
            or (
                await accounts.add_person(
                    session,
                    email=found.email,
                    name=body.name or found.email.partition("@")[0],
                    password_hash=password_hash,
                )
            ).id
        )
        await members.add_member(
            session, workspace_id=found.workspace_id, account_id=account_id, role=found.role
        )
        await invitations.note_accepted(session, invitation_id=found.id)
        caller = Caller(account_id, found.workspace_id, frozenset())
        await audit.note(session, caller, "invitation.accept", found.id, role=found.role)
        token = await begin_session(session, request, account_id=account_id, method="invitation")
    return answer_session(request, response, parts, token)


async def _prove(
    parts: Services, request: Request, found: OpenInvitation, body: InvitationAccept
) -> UUID:
    return await prove_by_password(
        parts,
        email=found.email,
        password=body.password,
        code=body.code,
        address=address_of(request),
    )


def _good(found: OpenInvitation | None) -> OpenInvitation:
    if found is None:
        raise NotFound(
            "invitation",
            "",
            "This invitation is over, withdrawn or used up. Ask for a new one.",
        )
    return found


def _new_password(password: str) -> str:
    if len(password) < MIN_PASSWORD_CHARS:
        message = f"A password has at least {MIN_PASSWORD_CHARS} characters."
        raise Invalid(message, [Problem(code="too_short", message=message, field="/password")])
    return password


def _letter(parts: Services, email: str, workspace: str, token: str) -> Letter:
    link = f"{parts.settings.own_url}/join#{token}"
    return Letter(
        to=email,
        subject=f"Join {workspace} on Noria",
        text=(
            f"You are invited to the workspace {workspace} on Noria.\n\n"
            f"Join here, within {LIFETIME.days} days:\n{link}\n\n"
            "If you don't expect this, leave it be: nothing happens without the link."
        ),
    )
