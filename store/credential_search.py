"""Finds the workflows whose graphs may name a credential."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Text, cast
from sqlmodel import and_, col, or_, select

from store.database import Session
from store.paging import like
from store.tables import Version, Workflow


@dataclass(frozen=True)
class Naming:
    """A workflow in whose graphs a name stands somewhere, perhaps as something else."""

    workflow_id: UUID
    workflow_name: str
    draft_graph: dict[str, Any]
    version: int | None
    version_graph: dict[str, Any] | None


async def workflows_naming(session: Session, *, workspace_id: UUID, name: str) -> Sequence[Naming]:
    """By name of the workflow; archived ones too, whose runs may go on."""
    wanted = like(orjson.dumps(name).decode())
    query = (
        select(Workflow, Version)
        .outerjoin(
            Version,
            and_(
                col(Version.workspace_id) == workspace_id,
                col(Version.workflow_id) == Workflow.id,
                col(Version.number) == Workflow.latest_version,
            ),
        )
        .where(
            Workflow.workspace_id == workspace_id,
            or_(
                cast(col(Workflow.draft_graph), Text).like(wanted),
                cast(col(Version.graph), Text).like(wanted),
            ),
        )
        .order_by(Workflow.name, col(Workflow.id))
    )
    return [_naming(*row) for row in await session.exec(query)]


def _naming(workflow: Workflow, version: Version | None) -> Naming:
    return Naming(
        workflow.id,
        workflow.name,
        workflow.draft_graph,
        version.number if version else None,
        version.graph if version else None,
    )
