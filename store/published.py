"""Published workflows as others call them: by name, with what they take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from store.database import Session
from store.tables import Version, Workflow


@dataclass(frozen=True)
class Published:
    """A workflow's newest version."""

    workflow_id: UUID
    name: str
    version: int
    input_schema: dict[str, Any] | None
    """Of its start node; None: it takes anything."""


async def list_published(
    session: Session, *, workspace_id: UUID, limit: int
) -> Sequence[Published]:
    """By name; archived ones are left out."""
    columns: tuple[Any, ...] = (
        col(Workflow.id),
        col(Workflow.name),
        col(Version.number),
        col(Version.plan)["input_schema"],
    )
    query = (
        select(*columns)
        .join(Version, col(Version.workflow_id) == col(Workflow.id))
        .where(
            col(Workflow.workspace_id) == workspace_id,
            col(Workflow.archived_at).is_(None),
            col(Version.workspace_id) == workspace_id,
            col(Version.number) == col(Workflow.latest_version),
        )
        .order_by(col(Workflow.name), col(Workflow.id))
        .limit(limit)
    )
    rows = await (await session.connection()).execute(query)
    return [Published(*row) for row in rows]
