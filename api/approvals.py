"""Approvals: what runs ask people, answering them, and links for people who don't sign in."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, status

from api.access import Caller, Manager, Reader, Runner
from api.approval_links import Link, sign_link
from api.approval_page import PATH
from api.approving import check_may_answer, give_answer, may_answer
from api.audit import note, refusals_noted
from api.paging import CURSOR, LIMIT
from api.schemas.shape import Page
from api.schemas.waits import (
    DAY_SECONDS,
    MAX_LINK_SECONDS,
    AnswerCreate,
    ApprovalRead,
    LinkCreate,
    LinkRead,
)
from api.services import Db, Parts
from noria.errors import Conflict, Invalid, Problem
from store import accounts, approvals
from store.approvals import ApprovalFilter, ApprovalRow, Given
from store.database import Session

router = APIRouter(prefix="/approvals", tags=["approvals"])


@router.get("")
async def list_approvals(  # noqa: PLR0913 - one argument per query parameter
    caller: Reader,
    session: Db,
    open: Annotated[bool, Query(description="Only those that can still be answered.")] = True,
    mine: Annotated[bool, Query(description="Only those that you may answer.")] = False,
    run_id: UUID | None = None,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[ApprovalRead]:
    """What runs of this workspace wait for people to answer, the newest first."""
    email = await accounts.email_of(session, account_id=caller.account_id)
    page = await approvals.list_approvals(
        session,
        workspace_id=caller.workspace_id,
        filters=ApprovalFilter(
            is_open=open, run_id=run_id, assignee=accounts.normal_email(email) if mine else None
        ),
        cursor=cursor,
        limit=limit,
    )
    items = [_shown(row, caller, email) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


@router.get("/{approval_id}")
async def read_approval(approval_id: UUID, caller: Reader, session: Db) -> ApprovalRead:
    """What is asked, and what was answered."""
    return await _read(session, caller, approval_id)


@router.post("/{approval_id}/answer")
async def answer_approval(
    approval_id: UUID, body: AnswerCreate, caller: Runner, parts: Parts
) -> ApprovalRead:
    """Approve or reject, as one of those who are asked. The first answer counts.

    To send the same answer again changes nothing.
    """
    async with parts.database.sessions.begin() as session:
        email = await accounts.email_of(session, account_id=caller.account_id)
    await give_answer(
        parts,
        workspace_id=caller.workspace_id,
        approval_id=approval_id,
        account_id=caller.account_id,
        given=Given(body.decision, email, "api", body.comment, body.data),
    )
    async with parts.database.sessions.begin() as session:
        return await _read(session, caller, approval_id)


@router.post("/{approval_id}/links", status_code=status.HTTP_201_CREATED)
async def create_link(
    approval_id: UUID,
    body: LinkCreate,
    caller: Manager,
    parts: Parts,
    session: Db,
    request: Request,
) -> LinkRead:
    """Make a link that answers without signing in: send it to that person, and to nobody else."""
    async with refusals_noted(parts, caller, "approval.link", approval_id):
        row = await approvals.get_approval(
            session, workspace_id=caller.workspace_id, approval_id=approval_id
        )
        now = datetime.now(UTC)
        expires_at = body.expires_at or now + timedelta(days=7)
        if not now < expires_at <= now + timedelta(seconds=MAX_LINK_SECONDS):
            days = MAX_LINK_SECONDS // DAY_SECONDS
            message = f"A link is good for at most {days} days, and not for a time that is past."
            raise Invalid(message, [Problem(code="expiry", message=message, field="/expires_at")])
        if row.status != "open":
            raise Conflict(f"Nobody can answer this approval any more: it is {row.status}.")
        email = accounts.normal_email(body.email)
        check_may_answer(row, email)
        link = Link(caller.workspace_id, approval_id, email, expires_at.replace(microsecond=0))
    await note(
        session,
        caller,
        "approval.link",
        approval_id,
        **{"for": link.email, "expires_at": link.expires_at.isoformat()},
    )
    token = sign_link(parts.settings.token_key, link)
    url = f"{str(request.base_url).rstrip('/')}{PATH}?{urlencode({'link': token})}"
    return LinkRead(url=url, expires_at=link.expires_at)


async def _read(session: Session, caller: Caller, approval_id: UUID) -> ApprovalRead:
    email = await accounts.email_of(session, account_id=caller.account_id)
    row = await approvals.get_approval(
        session, workspace_id=caller.workspace_id, approval_id=approval_id
    )
    return _shown(row, caller, email)


def _shown(row: ApprovalRow, caller: Caller, email: str) -> ApprovalRead:
    approval = row.approval
    can = row.status == "open" and "run" in caller.permissions and may_answer(row, email)
    return ApprovalRead.model_validate(
        {
            **approval.model_dump(exclude={"workspace_id", "decision", "closed_at"}),
            "status": row.status,
            "workflow_id": row.workflow_id,
            "workflow_name": row.workflow_name,
            "may_answer": can,
        }
    )
