"""How runs of a workflow are started and kept."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, func, select

from store.database import Session
from store.tables import NORMAL_PRIORITY, WorkflowSettings


@dataclass(frozen=True)
class Settings:
    """None: no limit. Seconds and counts are above 0."""

    max_concurrent_runs: int | None = None
    rate_runs: int | None = None
    """At most so many starts in `rate_seconds`; both or none."""
    rate_seconds: float | None = None
    run_timeout_seconds: float | None = None
    retention_days: int | None = None
    priority: int = NORMAL_PRIORITY
    """From 1, the most urgent, to 5."""

    @property
    def limits_starts(self) -> bool:
        return self.max_concurrent_runs is not None or self.rate_runs is not None


async def find_settings(session: Session, *, workspace_id: UUID, workflow_id: UUID) -> Settings:
    """Those of the workflow, or the defaults."""
    query = select(WorkflowSettings).where(
        WorkflowSettings.workspace_id == workspace_id, WorkflowSettings.workflow_id == workflow_id
    )
    row = (await session.exec(query)).first()
    if row is None:
        return Settings()
    return Settings(
        max_concurrent_runs=row.max_concurrent_runs,
        rate_runs=row.rate_runs,
        rate_seconds=row.rate_seconds,
        run_timeout_seconds=row.run_timeout_seconds,
        retention_days=row.retention_days,
        priority=row.priority,
    )


async def save_settings(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, settings: Settings
) -> None:
    """Replace them. The workflow must be one of the workspace."""
    values = vars(settings)
    statement = insert(WorkflowSettings).values(
        workspace_id=workspace_id, workflow_id=workflow_id, **values
    )
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=[col(WorkflowSettings.workflow_id)],
            set_={**values, "updated_at": func.now(), "rate_used_until": None},
        )
    )
