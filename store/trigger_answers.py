"""What a run has answered so far."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from noria.run import StepStatus
from store.database import Session
from store.tables import Step


async def find_answer(
    session: Session, *, workspace_id: UUID, run_id: UUID, node_ids: Sequence[str]
) -> Any:
    """Output of the first of these steps that succeeded; None: none has."""
    query = (
        select(Step.output)
        .where(
            Step.workspace_id == workspace_id,
            Step.run_id == run_id,
            col(Step.node_id).in_(node_ids),
            Step.status == StepStatus.SUCCEEDED.value,
        )
        .order_by(col(Step.finished_at), col(Step.seq))
        .limit(1)
    )
    return (await session.exec(query)).first()
