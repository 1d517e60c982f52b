"""Forgets runs that ended longer ago than their workflow keeps them. Looks at all workspaces."""

from datetime import timedelta
from typing import cast

from sqlalchemy import CursorResult, delete
from sqlmodel import col, func, select

from store.database import Session
from store.tables import Run, WorkflowSettings

AT_ONCE = 1_000


async def delete_expired(session: Session, *, limit: int = AT_ONCE) -> int:
    """Delete at most so many runs with their steps; gives how many.

    Blobs stay: several runs may hold the same one.
    """
    age = col(WorkflowSettings.retention_days) * timedelta(days=1)
    expired = (
        select(Run.id)
        .join(WorkflowSettings, col(WorkflowSettings.workflow_id) == Run.workflow_id)
        .where(
            col(WorkflowSettings.retention_days).is_not(None),
            col(Run.finished_at) < func.now() - age,
        )
        .limit(limit)
    )
    deleted = await session.exec(delete(Run).where(col(Run.id).in_(expired)))
    return cast(CursorResult[object], deleted).rowcount
