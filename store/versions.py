"""Versions: published graphs with their plans."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from noria.errors import Invalid, NotFound
from noria.plan import Plan
from store.database import Session
from store.paging import Page
from store.tables import Account, Version, Workflow


@dataclass(frozen=True)
class VersionRow:
    """A version as it is read; `graph` is empty in lists."""

    workflow_id: UUID
    version: int
    created_at: datetime
    published_by: str | None
    graph: dict[str, Any]


async def publish(
    session: Session,
    *,
    workflow: Workflow,
    graph_hash: bytes,
    plan: Plan,
    account_id: UUID | None,
) -> tuple[int, bool]:
    """Make the draft of a locked workflow its newest version, unless it is that already.

    Returns:
        The version's number, and whether it is new.
    """
    latest = workflow.latest_version
    if latest is not None:
        query = select(Version.graph_hash, col(Version.plan)).where(
            Version.workspace_id == workflow.workspace_id,
            Version.workflow_id == workflow.id,
            Version.number == latest,
        )
        latest_hash, latest_plan = (await session.exec(query)).one()
        # A plan of another expression engine has to be made anew.
        if latest_hash == graph_hash and latest_plan == plan.model_dump(mode="json"):
            return latest, False
    number = (latest or 0) + 1
    version = Version(
        workspace_id=workflow.workspace_id,
        workflow_id=workflow.id,
        number=number,
        graph=workflow.draft_graph,
        graph_hash=graph_hash,
        plan=plan.model_dump(mode="json"),
        account_id=account_id,
    )
    session.add(version)
    workflow.latest_version = number
    return number, True


async def get_plan(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, number: int
) -> dict[str, Any]:
    """
    Raises:
        NotFound: No such version, or it belongs to another workspace.
    """
    query = select(col(Version.plan)).where(
        Version.workspace_id == workspace_id,
        Version.workflow_id == workflow_id,
        Version.number == number,
    )
    plan = (await session.exec(query)).first()
    if plan is None:
        raise NotFound("version", number)
    return plan


async def get_version(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, number: int
) -> VersionRow:
    """
    Raises:
        NotFound: No such version, or it belongs to another workspace.
    """
    query = (
        select(Version, Account.email)
        .outerjoin(Account, col(Account.id) == Version.account_id)
        .where(
            Version.workspace_id == workspace_id,
            Version.workflow_id == workflow_id,
            Version.number == number,
        )
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound("version", number)
    version, email = row
    return VersionRow(workflow_id, number, version.created_at, email, version.graph)


async def list_versions(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, cursor: str | None, limit: int
) -> Page[VersionRow]:
    """The newest first; the cursor is the number of the last one seen."""
    query = (
        select(Version.number, Version.created_at, Account.email)
        .outerjoin(Account, col(Account.id) == Version.account_id)
        .where(Version.workspace_id == workspace_id, Version.workflow_id == workflow_id)
        .order_by(col(Version.number).desc())
        .limit(limit + 1)
    )
    if cursor:
        query = query.where(Version.number < _number(cursor))
    rows = [
        VersionRow(workflow_id, number, created_at, email, {})
        for number, created_at, email in await session.exec(query)
    ]
    more = len(rows) > limit
    return Page(rows[:limit], str(rows[limit - 1].version) if more else None)


def _number(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 10):
        raise Invalid(f"{cursor!r} is not a cursor; take `next_cursor` of the page before.")
    return int(cursor)
