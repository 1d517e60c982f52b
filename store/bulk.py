"""Bulk actions: recording one, finding the runs it is for, and how far it is."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, exists, literal
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select, tuple_

from noria.bulk import APPLIES, BulkName
from noria.errors import Conflict, NotFound
from noria.run import RunStatus
from store.audit import Act, add_entry
from store.bulk_tables import BulkAction
from store.database import Session, time_of
from store.forks import RETRY_KEY
from store.paging import Page, page_of, read_cursor
from store.run_filter import RunFilter, Viewer
from store.sharing import RUN
from store.tables import Run, Workflow

MAX_REFUSALS = 100
"""Kept with the action; the audit trail has all of them."""


@dataclass(frozen=True)
class Target:
    """A run that an action is for."""

    run_id: UUID
    created_at: datetime


async def count_runs(
    session: Session, *, workspace_id: UUID, filters: RunFilter, action: BulkName
) -> dict[RunStatus, int]:
    """How many runs the action would be for, by status; those without any are left out."""
    query = (
        select(Run.status, func.count())
        .join(Workflow, col(Workflow.id) == Run.workflow_id)
        .where(Run.workspace_id == workspace_id, *_fitting(filters, action, None))
        .group_by(col(Run.status))
    )
    rows = await session.exec(query)
    return {RunStatus(status): count for status, count in rows}


def _fitting(
    filters: RunFilter, action: BulkName, asked_at: datetime | None
) -> list[ColumnElement[bool]]:
    """Without the runs to which the action can't be done, or could not when it was asked for."""
    wanted = {RunStatus(status) for status in filters.statuses} or set(RunStatus)
    statuses = tuple(sorted(wanted & APPLIES[action]))
    # No status at all must not mean any.
    met = replace(filters, statuses=statuses or ("none",)).conditions()
    if action == "retry":
        met.append(~_was_retried(asked_at))
    return met


def _was_retried(before: datetime | None) -> ColumnElement[bool]:
    """A run has one retry."""
    retry = aliased(Run)
    found = select(retry.id).where(
        retry.workspace_id == Run.workspace_id,
        retry.idempotency_key == literal(RETRY_KEY) + cast(Run.id, Text),
    )
    # A later one may be this action's own, of an attempt that died before it was counted.
    return exists(found.where(retry.created_at < before) if before else found)


async def add_action(session: Session, *, action: BulkAction) -> bool:
    """Insert it; False when the workspace has one with its idempotency key."""
    values = {
        name: value
        for name in BulkAction.model_fields
        if (value := getattr(action, name)) is not None
    }
    statement = (
        insert(BulkAction)
        .values(values)
        .on_conflict_do_nothing(index_elements=["workspace_id", "idempotency_key"])
        .returning(col(BulkAction.id))
    )
    return (await session.exec(statement)).first() is not None


async def find_by_key(
    session: Session, *, workspace_id: UUID, idempotency_key: str
) -> BulkAction | None:
    """The action that was asked for with the key."""
    query = select(BulkAction).where(
        BulkAction.workspace_id == workspace_id, BulkAction.idempotency_key == idempotency_key
    )
    return (await session.exec(query)).first()


async def get_action(
    session: Session, *, workspace_id: UUID, bulk_id: UUID, lock: bool = False
) -> BulkAction:
    """
    Raises:
        NotFound: No such action, or it belongs to another workspace.
    """
    query = select(BulkAction).where(
        BulkAction.workspace_id == workspace_id, BulkAction.id == bulk_id
    )
    found = (await session.exec(query.with_for_update() if lock else query)).first()
    if found is None:
        raise NotFound("bulk action", bulk_id)
    return found


async def list_actions(
    session: Session, *, workspace_id: UUID, cursor: str | None, limit: int
) -> Page[BulkAction]:
    """The newest first."""
    query = (
        select(BulkAction)
        .where(BulkAction.workspace_id == workspace_id)
        .order_by(col(BulkAction.created_at).desc(), col(BulkAction.id).desc())
        .limit(limit + 1)
    )
    if cursor:
        place = tuple_(col(BulkAction.created_at), col(BulkAction.id))
        query = query.where(place < read_cursor(cursor))
    rows = (await session.exec(query)).all()
    return page_of(rows, limit, lambda row: (row.created_at, row.id))


async def next_targets(session: Session, action: BulkAction, limit: int) -> Sequence[Target]:
    """The runs to deal with next, the newest first; none made after the action was asked for."""
    filters = filter_of(action.filter)
    if action.account_id is not None:
        # The worker sees all; who asked for it, only what they may run.
        whom = Viewer(action.workspace_id, action.account_id, RUN)
        filters = replace(filters, open_to=whom)
    query = (
        select(Run.id, Run.created_at)
        .join(Workflow, col(Workflow.id) == Run.workflow_id)
        .where(
            Run.workspace_id == action.workspace_id,
            col(Run.created_at) <= action.created_at,
            *_fitting(filters, _name(action), action.created_at),
        )
        .order_by(col(Run.created_at).desc(), col(Run.id).desc())
        .limit(limit)
    )
    if action.last_created_at and action.last_run_id:
        place = (action.last_created_at, action.last_run_id)
        query = query.where(tuple_(col(Run.created_at), col(Run.id)) < place)
    return [Target(run_id, created_at) for run_id, created_at in await session.exec(query)]


async def note_target(
    session: Session,
    *,
    workspace_id: UUID,
    bulk_id: UUID,
    target: Target,
    refusal: str | None,
    details: dict[str, Any],
) -> bool:
    """Count a run that was dealt with, and say so in its audit trail; False: stop here."""
    action = await get_action(session, workspace_id=workspace_id, bulk_id=bulk_id, lock=True)
    action.last_created_at, action.last_run_id = target.created_at, target.run_id
    if refusal is None:
        action.done += 1
    else:
        action.refused += 1
        told = {"run_id": str(target.run_id), "reason": refusal[:500]}
        action.refusals = [*(action.refusals or []), told][:MAX_REFUSALS]
    act = Act(
        workspace_id=workspace_id,
        account_id=action.account_id,
        action=f"run.{action.action}",
        target_type="run",
        target_id=str(target.run_id),
        result="done" if refusal is None else "refused",
        details={"bulk_id": str(bulk_id), **details},
    )
    await add_entry(session, act)
    return action.status == "running"


async def set_status(
    session: Session, *, workspace_id: UUID, bulk_id: UUID, status: str
) -> BulkAction:
    """Move it on; one that has ended stays as it is."""
    action = await get_action(session, workspace_id=workspace_id, bulk_id=bulk_id, lock=True)
    if action.finished_at is None:
        action.status = status
        if status in ("succeeded", "cancelled"):
            action.finished_at = await time_of(session)
        await session.flush()
    return action


async def stop(session: Session, *, workspace_id: UUID, bulk_id: UUID) -> tuple[BulkAction, bool]:
    """Leave the rest alone; False when it was stopped before.

    Raises:
        NotFound: No such action, or it belongs to another workspace.
        Conflict: It has ended, and nothing is left to stop.
    """
    action = await get_action(session, workspace_id=workspace_id, bulk_id=bulk_id, lock=True)
    if action.status == "cancelled":
        return action, False
    if action.finished_at is not None:
        raise Conflict(
            "The bulk action has ended: nothing is left to stop.",
            {"bulk_status": action.status},
        )
    return await set_status(
        session, workspace_id=workspace_id, bulk_id=bulk_id, status="cancelled"
    ), True


def filter_json(filters: RunFilter) -> dict[str, Any]:
    """For the action's row; what is not asked for is left out."""
    return {name: value for name, value in asdict(filters).items() if value not in (None, ())}


def filter_of(stored: dict[str, Any]) -> RunFilter:
    """The other direction of `filter_json`, after JSON has made texts of ids and times."""
    return RunFilter(**{name: _READ.get(name, _same)(value) for name, value in stored.items()})


def _same(value: Any) -> Any:
    return value


def _ids(texts: Sequence[str]) -> tuple[UUID, ...]:
    return tuple(map(UUID, texts))


_READ: dict[str, Callable[[Any], Any]] = {
    "workflow_id": UUID,
    "parent_run_id": UUID,
    "since": datetime.fromisoformat,
    "until": datetime.fromisoformat,
    "statuses": tuple,
    "run_ids": _ids,
    "triggers": tuple,
}


def _name(action: BulkAction) -> BulkName:
    return action.action  # pyright: ignore[reportReturnType] - the table holds no other
