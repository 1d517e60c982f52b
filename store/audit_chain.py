"""The chain of the audit trail: whether it is whole, and how old entries leave it.

A link's hash is the SHA-256 of the hash before it and of its entry, written out as netstrings
(`4:done,`; `-,` for nothing). PostgreSQL writes links, in a trigger; here they are computed anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Row, TextClause, text
from sqlmodel import col, select

from store.audit_tables import AuditAnchor, AuditLink
from store.database import Session
from store.tables import Workspace

BEGIN = bytes(32)
PAGE = 2_000
AT_ONCE = 5_000
"""Entries that one call deletes at most."""


@dataclass(frozen=True)
class Point:
    """A place in a chain, which proves all before it."""

    seq: int
    hash: bytes

    def __str__(self) -> str:
        """As the command prints and takes it: `42:9f86d0…`."""
        return f"{self.seq}:{self.hash.hex()}"


@dataclass(frozen=True)
class Report:
    """What a check found."""

    entries: int
    """Of the chain that are there and right, up to the first that is not."""
    head: Point
    """The last one that is right."""
    deleted_until: int = 0
    """Up to this place entries were deleted, as an anchor tells."""
    wrong: str | None = None
    """The first thing that is not as it was written; None: the chain is whole."""


@dataclass(frozen=True)
class _Found:
    """A link with its entry, which may be gone."""

    seq: int
    prev_hash: bytes
    hash: bytes
    fields: Sequence[str | None] | None


_LINKS = text("""
    SELECT l.seq, l.prev_hash, l.hash, l.entry_id, e.id, e.workspace_id, e.account_id, e.action,
           e.target_type, e.target_id, e.result, e.details::text AS details, e.address, e.at
    FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id
    WHERE l.workspace_id = :workspace_id AND l.seq > :after
    ORDER BY l.seq LIMIT :limit
""")
_LOOSE = text("""
    SELECT e.id FROM audit_entry e LEFT JOIN audit_link l ON l.entry_id = e.id
    WHERE e.workspace_id = :workspace_id AND l.entry_id IS NULL LIMIT 1
""")
_FIRST_KEPT = text("""
    SELECT min(l.seq) FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id
    WHERE l.workspace_id = :workspace_id AND l.seq <= :last AND e.at >= :before
""")

_EXPIRED = text("""
    SELECT w.id FROM workspace w CROSS JOIN LATERAL (
        SELECT entry_id FROM audit_link WHERE workspace_id = w.id ORDER BY seq LIMIT 1
    ) first JOIN audit_entry e ON e.id = first.entry_id
    WHERE e.at < :before LIMIT :limit
""")

_DELETIONS = (
    text(
        "DELETE FROM audit_entry e USING audit_link l WHERE l.entry_id = e.id "
        "AND l.workspace_id = :workspace_id AND l.seq <= :seq"
    ),
    text("DELETE FROM audit_link WHERE workspace_id = :workspace_id AND seq <= :seq"),
)


def link_hash(prev_hash: bytes, fields: Sequence[str | None]) -> bytes:
    """Of an entry in its place: the same as the trigger's."""
    written = "".join(
        "-," if field is None else f"{len(field.encode())}:{field}," for field in fields
    )
    return sha256(prev_hash + written.encode()).digest()


async def check_chain(
    session: Session, *, workspace_id: UUID, known: Point | None = None
) -> Report:
    """Compute every link anew.

    Args:
        session: Sees one state of the rows: give it a transaction of its own.
        workspace_id: Whose chain.
        known: A place that was noted earlier, somewhere else. Without one, a chain whose end was
            cut off or that was written anew as a whole can't be told from a whole one.
    """
    anchor = await _anchor(session, workspace_id)
    head, entries = anchor, 0
    seen = known is None or known.seq <= anchor.seq
    while page := await _links(session, workspace_id, head.seq):
        for link in page:
            wrong = _fault(head, link)
            if wrong is not None:
                return Report(entries, head, anchor.seq, wrong)
            head, entries = Point(link.seq, link.hash), entries + 1
            if known is not None and known.seq == head.seq:
                seen = True
                if known != head:
                    wrong = f"entry {head.seq} is not the one that was noted"
                    return Report(entries, head, anchor.seq, wrong)
    if not seen and known is not None:
        return Report(entries, head, anchor.seq, f"the chain ends before entry {known.seq}")
    loose = (await _run(session, _LOOSE, workspace_id=workspace_id)).first()
    wrong = None if loose is None else f"the entry with the id {loose.id} is in no chain"
    return Report(entries, head, anchor.seq, wrong)


async def delete_old(session: Session, *, workspace_id: UUID, days: int) -> int:
    """Delete entries that are older, from the chain's beginning, and leave an anchor that says so.

    Gives how many went: at most `AT_ONCE`, so call it until it gives fewer.
    """
    before = datetime.now(UTC) - timedelta(days=days)
    begin = (await _anchor(session, workspace_id)).seq
    last = begin + AT_ONCE
    found = await _run(session, _FIRST_KEPT, workspace_id=workspace_id, last=last, before=before)
    kept: int | None = found.scalar()
    query = select(AuditLink).where(
        AuditLink.workspace_id == workspace_id,
        col(AuditLink.seq) <= (last if kept is None else kept - 1),
    )
    end = (await session.exec(query.order_by(col(AuditLink.seq).desc()).limit(1))).first()
    if end is None:
        return 0
    gone = end.seq - begin
    session.add(AuditAnchor(workspace_id=workspace_id, seq=end.seq, hash=end.hash, entries=gone))
    await session.flush()
    for statement in _DELETIONS:
        await _run(session, statement, workspace_id=workspace_id, seq=end.seq)
    return gone


async def workspaces(session: Session) -> Sequence[UUID]:
    """All that there are."""
    return (await session.exec(select(Workspace.id).order_by(col(Workspace.id)))).all()


async def expired_workspaces(session: Session, *, days: int, limit: int = 100) -> Sequence[UUID]:
    """Some whose chains begin with an entry that is older."""
    before = datetime.now(UTC) - timedelta(days=days)
    return list((await _run(session, _EXPIRED, before=before, limit=limit)).scalars())


async def _run(session: Session, statement: TextClause, **values: Any) -> CursorResult[Any]:
    return await (await session.connection()).execute(statement, values)


async def _anchor(session: Session, workspace_id: UUID) -> Point:
    query = select(AuditAnchor).where(AuditAnchor.workspace_id == workspace_id)
    found = (await session.exec(query.order_by(col(AuditAnchor.seq).desc()).limit(1))).first()
    return Point(0, BEGIN) if found is None else Point(found.seq, found.hash)


async def _links(session: Session, workspace_id: UUID, after: int) -> Sequence[_Found]:
    rows = await _run(session, _LINKS, workspace_id=workspace_id, after=after, limit=PAGE)
    return [_found(row) for row in rows]


def _found(row: Row[Any]) -> _Found:
    if row.id is None:
        return _Found(row.seq, row.prev_hash, row.hash, None)
    fields = (
        str(row.seq),
        str(row.id),
        str(row.workspace_id),
        None if row.account_id is None else str(row.account_id),
        row.action,
        row.target_type,
        row.target_id,
        row.result,
        row.details,
        row.address,
        row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    )
    return _Found(row.seq, row.prev_hash, row.hash, fields)


def _fault(head: Point, link: _Found) -> str | None:
    if link.seq != head.seq + 1:
        return f"the link of entry {head.seq + 1} is gone"
    if link.fields is None:
        return f"entry {link.seq} is gone"
    if link.prev_hash != head.hash:
        return f"the link of entry {link.seq} does not follow the one before"
    if link.hash != link_hash(head.hash, link.fields):
        return f"entry {link.seq} was changed"
    return None
