"""Approvals: asking people, and their answers. The first answer counts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import any_, col, func, literal, or_, select, tuple_
from sqlmodel.sql.expression import Select

from noria.domain_events import ApprovalReminded, ApprovalRequested
from noria.errors import Conflict, NotFound
from store import outbox
from store.database import Session, time_of
from store.event_waits import ENDED, Wake
from store.paging import Page, page_of, read_cursor
from store.tables import Run, Workflow
from store.waiting_tables import Approval

Status = Literal["open", "approved", "rejected", "closed"]
"""`closed`: nobody answered in time, or the run was stopped."""


@dataclass(frozen=True)
class ApprovalRow:
    """An approval, and who asks."""

    approval: Approval
    workflow_id: UUID
    workflow_name: str
    run_status: str

    @property
    def status(self) -> Status:
        if self.approval.decision == "approved":
            return "approved"
        if self.approval.decision == "rejected":
            return "rejected"
        is_over = self.approval.closed_at is not None or self.run_status in ENDED
        return "closed" if is_over else "open"


@dataclass(frozen=True)
class ApprovalFilter:
    """Which approvals of a workspace to list; None leaves a condition out."""

    is_open: bool = False
    """Only those that can still be answered."""
    run_id: UUID | None = None
    assignee: str | None = None
    """Only those that this email may answer."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """To be met all."""
        found: list[ColumnElement[bool]] = []
        if self.is_open:
            found.append(col(Approval.closed_at).is_(None))
            found.append(col(Approval.decision).is_(None))
            found.append(col(Run.status).not_in(ENDED))
        if self.run_id:
            found.append(col(Approval.run_id) == self.run_id)
        if self.assignee:
            anybody = func.cardinality(col(Approval.assignees)) == 0
            found.append(or_(anybody, literal(self.assignee) == any_(col(Approval.assignees))))
        return found


@dataclass(frozen=True)
class Given:
    """A person's answer."""

    decision: Literal["approved", "rejected"]
    by: str
    """Email."""
    via: Literal["api", "link", "slack"]
    comment: str = ""
    data: Any = None


async def open_approval(session: Session, *, approval: Approval) -> bool:
    """Whether it is answered already; to open it twice is to open it once."""
    values = approval.model_dump(exclude={"created_at"})
    opened = await session.exec(
        insert(Approval).values(values).on_conflict_do_nothing().returning(col(Approval.id))
    )
    if opened.first() is not None:
        asked = ApprovalRequested(**await _asking(session, approval))
        await outbox.add_event(
            session, workspace_id=approval.workspace_id, type="approval.requested", data=asked
        )
    query = select(Approval.decision).where(
        Approval.workspace_id == approval.workspace_id, Approval.id == approval.id
    )
    return (await session.exec(query)).first() is not None


async def _asking(session: Session, approval: Approval) -> dict[str, Any]:
    """What people are told who are asked, also by a test run: it waits all the same."""
    query = select(Run.workflow_id).where(
        Run.workspace_id == approval.workspace_id, Run.id == approval.run_id
    )
    return {
        "workflow_id": str((await session.exec(query)).one()),
        "approval_id": str(approval.id),
        "run_id": str(approval.run_id),
        "node_id": approval.node_id,
        "title": approval.title,
        "assignees": approval.assignees,
        "until": approval.until,
    }


async def get_approval(session: Session, *, workspace_id: UUID, approval_id: UUID) -> ApprovalRow:
    """
    Raises:
        NotFound: No such approval, or it belongs to another workspace.
    """
    query = _select(workspace_id).where(Approval.id == approval_id)
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound("approval", approval_id)
    return ApprovalRow(*row)


async def list_approvals(
    session: Session, *, workspace_id: UUID, filters: ApprovalFilter, cursor: str | None, limit: int
) -> Page[ApprovalRow]:
    """The newest first."""
    query = (
        _select(workspace_id)
        .where(*filters.conditions())
        .order_by(col(Approval.created_at).desc(), col(Approval.id).desc())
    )
    if cursor:
        query = query.where(
            tuple_(col(Approval.created_at), col(Approval.id)) < read_cursor(cursor)
        )
    rows = [ApprovalRow(*row) for row in await session.exec(query.limit(limit + 1))]
    return page_of(rows, limit, lambda row: (row.approval.created_at, row.approval.id))


async def answer(session: Session, *, workspace_id: UUID, approval_id: UUID, given: Given) -> Wake:
    """Write an answer beside the approval; then wake the run.

    The same answer by the same person again is no conflict.

    Raises:
        NotFound: No such approval, or it belongs to another workspace.
        Conflict: It was answered, or nobody waits any more.
    """
    query = (
        select(Approval, Run.status)
        .join(Run, col(Run.id) == Approval.run_id)
        .where(Approval.workspace_id == workspace_id, Approval.id == approval_id)
        .with_for_update(of=Approval)
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound("approval", approval_id)
    approval, run_status = row
    if approval.decision is None:
        if approval.closed_at is not None or run_status in ENDED:
            raise Conflict("Nobody waits for this answer any more: the run went on without it.")
        approval.decision = given.decision
        approval.answered_by = given.by
        approval.answered_via = given.via
        approval.answered_at = await time_of(session)
        approval.comment = given.comment
        approval.data = given.data
    elif not _is_same(approval, given):
        raise Conflict(
            f"It was {approval.decision} before, by {approval.answered_by}.",
            {"decision": approval.decision, "answered_by": approval.answered_by},
        )
    return Wake(approval.id, approval.run_id)


async def take_answer(
    session: Session, *, workspace_id: UUID, approval_id: UUID, gives_up: bool
) -> Approval | None:
    """The answer, which closes the approval; to ask again gives it again.

    With `gives_up` it is closed also when nobody answered.
    """
    query = (
        select(Approval)
        .where(Approval.workspace_id == workspace_id, Approval.id == approval_id)
        .with_for_update()
    )
    approval = (await session.exec(query)).first()
    if approval is None:
        return None
    if approval.closed_at is None and (gives_up or approval.decision is not None):
        approval.closed_at = await time_of(session)
    return approval if approval.decision is not None else None


async def remind(session: Session, *, workspace_id: UUID, approval_id: UUID, number: int) -> None:
    """Tell people for the n-th time that they are asked; again, or after an answer, tells nobody."""
    query = (
        select(Approval)
        .where(Approval.workspace_id == workspace_id, Approval.id == approval_id)
        .with_for_update()
    )
    approval = (await session.exec(query)).first()
    if approval is None or approval.reminders >= number:
        return
    if approval.decision is not None or approval.closed_at is not None:
        return
    approval.reminders = number
    approval.reminded_at = await time_of(session)
    told = ApprovalReminded(**await _asking(session, approval), reminders=number)
    await outbox.add_event(session, workspace_id=workspace_id, type="approval.reminded", data=told)


async def list_untaken(session: Session, *, older_than: timedelta, limit: int = 100) -> list[Wake]:
    """Answers that their run did not take: it was not woken."""
    query = (
        select(Approval.id, Approval.run_id)
        .join(Run, col(Run.id) == Approval.run_id)
        .where(
            col(Approval.closed_at).is_(None),
            col(Approval.answered_at) < func.now() - older_than,
            col(Run.status).not_in(ENDED),
        )
        .order_by(col(Approval.answered_at))
        .limit(limit)
    )
    return [Wake(*row) for row in await session.exec(query)]


def _is_same(approval: Approval, given: Given) -> bool:
    before = (approval.decision, approval.answered_by, approval.comment, approval.data)
    return before == (given.decision, given.by, given.comment, given.data)


def _select(workspace_id: UUID) -> Select[Approval, UUID, str, str]:
    return (
        select(Approval, Workflow.id, Workflow.name, Run.status)
        .join(Run, col(Run.id) == Approval.run_id)
        .join(Workflow, col(Workflow.id) == Run.workflow_id)
        .where(Approval.workspace_id == workspace_id)
    )
