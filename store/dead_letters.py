"""Dead letters: what failed for good, until a person retries or discards it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select, tuple_, update

from noria.errors import Conflict, NotFound
from store.database import Session, time_of
from store.dead_letter_tables import DeadLetter
from store.light import light_run
from store.paging import Page, page_of, read_cursor
from store.tables import Run, Workflow


@dataclass(frozen=True)
class LetterFilter:
    """Which letters of a workspace; None leaves a condition out."""

    status: str | None = None
    workflow_id: UUID | None = None
    error_type: str | None = None
    node_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    trigger_id: UUID | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """To be met all."""
        equal = (
            (DeadLetter.status, self.status),
            (DeadLetter.workflow_id, self.workflow_id),
            (DeadLetter.error_type, self.error_type),
            (DeadLetter.node_id, self.node_id),
            (DeadLetter.trigger_id, self.trigger_id),
        )
        found = [col(column) == value for column, value in equal if value]
        if self.since:
            found.append(col(DeadLetter.created_at) >= self.since)
        if self.until:
            found.append(col(DeadLetter.created_at) < self.until)
        return found


@dataclass(frozen=True)
class NamedLetter:
    """A letter with its run, if it is of one, and its workflow's name."""

    letter: DeadLetter
    run: Run | None
    workflow_name: str | None


async def list_letters(
    session: Session, *, workspace_id: UUID, filters: LetterFilter, cursor: str | None, limit: int
) -> Page[NamedLetter]:
    """The newest first."""
    query = (
        _select(workspace_id)
        .where(*filters.conditions())
        .order_by(col(DeadLetter.created_at).desc(), col(DeadLetter.id).desc())
        .limit(limit + 1)
    )
    if cursor:
        place = tuple_(col(DeadLetter.created_at), col(DeadLetter.id))
        query = query.where(place < read_cursor(cursor))
    rows = [NamedLetter(*row) for row in await session.exec(query)]
    return page_of(rows, limit, lambda row: (row.letter.created_at, row.letter.id))


async def get_letter(session: Session, *, workspace_id: UUID, letter_id: UUID) -> NamedLetter:
    """
    Raises:
        NotFound: No such letter, or it belongs to another workspace.
    """
    row = (await session.exec(_select(workspace_id).where(DeadLetter.id == letter_id))).first()
    if row is None:
        raise NotFound("dead letter", letter_id)
    return NamedLetter(*row)


async def discard(
    session: Session, *, workspace_id: UUID, filters: LetterFilter, account_id: UUID | None
) -> int:
    """Close the open letters that match; how many there were."""
    now = await time_of(session)
    statement = (
        update(DeadLetter)
        .where(
            col(DeadLetter.workspace_id) == workspace_id,
            col(DeadLetter.status) == "open",
            *filters.conditions(),
        )
        .values(status="discarded", account_id=account_id, closed_at=now)
        .returning(col(DeadLetter.id))
    )
    return len((await session.exec(statement)).all())


async def discard_one(
    session: Session, *, workspace_id: UUID, letter_id: UUID, account_id: UUID | None
) -> bool:
    """Close a letter; False for one that is closed, which stays as it is."""
    statement = (
        update(DeadLetter)
        .where(
            col(DeadLetter.workspace_id) == workspace_id,
            col(DeadLetter.id) == letter_id,
            col(DeadLetter.status) == "open",
        )
        .values(status="discarded", account_id=account_id, closed_at=func.now())
        .returning(col(DeadLetter.id))
    )
    return (await session.exec(statement)).first() is not None


async def note_retry(session: Session, *, run_id: UUID, retry: Run) -> None:
    """A run is being retried: its letter, open or discarded, is closed by that."""
    statement = (
        update(DeadLetter)
        .where(
            col(DeadLetter.workspace_id) == retry.workspace_id,
            col(DeadLetter.run_id) == run_id,
        )
        .values(
            status="retried",
            retry_run_id=retry.id,
            account_id=retry.account_id,
            closed_at=func.now(),
        )
    )
    await session.exec(statement)


async def close_resent(
    session: Session, *, workspace_id: UUID, letter_id: UUID, account_id: UUID | None
) -> DeadLetter:
    """Close an event's letter because the event is sent again, in this transaction.

    Raises:
        NotFound: No such letter, or it belongs to another workspace.
        Conflict: It is closed already, or of a run.
    """
    query = (
        select(DeadLetter)
        .where(DeadLetter.workspace_id == workspace_id, DeadLetter.id == letter_id)
        .with_for_update()
    )
    letter = (await session.exec(query)).first()
    if letter is None:
        raise NotFound("dead letter", letter_id)
    if letter.kind != "event":
        raise Conflict(f"This letter is of a {letter.kind}: retry it.")
    if letter.status != "open":
        raise Conflict(f"This letter is {letter.status} already.")
    letter.status, letter.account_id = "retried", account_id
    letter.closed_at = await time_of(session)
    return letter


def _select(workspace_id: UUID):
    return (
        select(DeadLetter, Run, Workflow.name)
        .outerjoin(Run, col(Run.id) == DeadLetter.run_id)
        .outerjoin(Workflow, col(Workflow.id) == DeadLetter.workflow_id)
        .where(DeadLetter.workspace_id == workspace_id)
        .options(*light_run())
    )
