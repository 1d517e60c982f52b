"""The audit trail: who did what to what in a workspace, and how it went.

It grows only. Details say how (`{"node_id": "charge"}`) and never hold values of a run or a secret.
"""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select, tuple_

from store.audit_tables import AuditEntry, AuditLink
from store.database import Session
from store.ids import new_id
from store.paging import Page, page_of, read_cursor
from store.tables import Account

Result = Literal["done", "refused", "failed"]
"""`refused`: it could not apply, and nothing changed. `failed`: whether it was done is not known."""


caller_address: ContextVar[str | None] = ContextVar("caller_address", default=None)
"""From where a request came, for the entries that are written while it is answered."""


@dataclass(frozen=True)
class Act:
    """One thing that somebody did."""

    workspace_id: UUID
    account_id: UUID | None
    """None: the platform itself, as for a limit."""
    action: str
    """Of what on what, as `run.pause`."""
    target_type: str
    target_id: str
    result: Result = "done"
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Names, numbers and ids only."""


@dataclass(frozen=True)
class AuditFilter:
    """Which entries of a workspace to list; None leaves a condition out."""

    action: str | None = None
    target_type: str | None = None
    target_id: str | None = None
    account_id: UUID | None = None
    result: Result | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Before this."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """To be met all."""
        wanted = (
            (AuditEntry.action, self.action),
            (AuditEntry.target_type, self.target_type),
            (AuditEntry.target_id, self.target_id),
            (AuditEntry.account_id, self.account_id),
            (AuditEntry.result, self.result),
        )
        met = [col(column) == value for column, value in wanted if value is not None]
        if self.since is not None:
            met.append(col(AuditEntry.at) >= self.since)
        if self.until is not None:
            met.append(col(AuditEntry.at) < self.until)
        return met


@dataclass(frozen=True)
class EntryRow:
    """An entry as it is listed, with whose it is."""

    id: UUID
    seq: int | None
    """Its place in the workspace's chain: see `store.audit_chain`."""
    hash: bytes | None
    action: str
    target_type: str
    target_id: str
    result: Result
    details: Mapping[str, Any]
    address: str | None
    at: datetime
    account_id: UUID | None
    account: Account | None


async def add_entry(session: Session, act: Act) -> None:
    """In the caller's transaction: what is undone with it was never done."""
    await add_entries(session, [act])


async def add_entries(session: Session, acts: Sequence[Act]) -> None:
    """Several at once, as of a bulk act."""
    session.add_all(
        AuditEntry(
            id=new_id(),
            workspace_id=act.workspace_id,
            account_id=act.account_id,
            action=act.action,
            target_type=act.target_type,
            target_id=act.target_id,
            result=act.result,
            details=dict(act.details) or None,
            address=caller_address.get(),
        )
        for act in acts
    )
    await session.flush()


async def find_done(
    session: Session, *, workspace_id: UUID, action: str, target_id: str, request_id: str
) -> Mapping[str, Any] | None:
    """Details of what was done to this by the request that came with this `request_id`."""
    filters = AuditFilter(
        action=action, target_type=action.partition(".")[0], target_id=target_id, result="done"
    )
    query = select(AuditEntry).where(
        AuditEntry.workspace_id == workspace_id,
        *filters.conditions(),
        col(AuditEntry.details)["request_id"].as_string() == request_id,
    )
    entry = (await session.exec(query)).first()
    return entry.details if entry else None


async def list_entries(
    session: Session, *, workspace_id: UUID, filters: AuditFilter, cursor: str | None, limit: int
) -> Page[EntryRow]:
    """The newest first."""
    query = (
        select(AuditEntry, Account, AuditLink)
        .outerjoin(Account, col(Account.id) == AuditEntry.account_id)
        .outerjoin(AuditLink, col(AuditLink.entry_id) == AuditEntry.id)
        .where(AuditEntry.workspace_id == workspace_id, *filters.conditions())
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .limit(limit + 1)
    )
    if cursor:
        query = query.where(tuple_(col(AuditEntry.at), col(AuditEntry.id)) < read_cursor(cursor))
    rows = [_row(*found) for found in await session.exec(query)]
    return page_of(rows, limit, lambda row: (row.at, row.id))


def _row(entry: AuditEntry, account: Account | None, link: AuditLink | None) -> EntryRow:
    return EntryRow(
        id=entry.id,
        seq=link.seq if link else None,
        hash=link.hash if link else None,
        action=entry.action,
        target_type=entry.target_type,
        target_id=entry.target_id,
        result=entry.result,  # pyright: ignore[reportArgumentType] - the table holds no other
        details=entry.details or {},
        address=entry.address,
        at=entry.at,
        account_id=entry.account_id,
        account=account,
    )
