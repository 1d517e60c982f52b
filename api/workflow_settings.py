"""Limits of a workflow: how many of its runs go on, how fast they start, how long they are kept."""

from uuid import UUID

from fastapi import APIRouter

from api.access import Editor, Reader
from api.schemas.workflow_settings import RateRead, WorkflowSettingsRead, WorkflowSettingsWrite
from api.services import Db, Parts
from store import audit, starting, workflow_settings, workflows
from store import line as store_line
from store.audit import Act
from store.database import Session
from store.tables import NORMAL_PRIORITY
from store.workflow_settings import Settings

router = APIRouter(prefix="/workflows/{workflow_id}/settings", tags=["workflows"])


@router.get("")
async def read_workflow_settings(
    workflow_id: UUID, caller: Reader, session: Db
) -> WorkflowSettingsRead:
    """Its limits, and how many runs wait for them."""
    await workflows.get_workflow(session, workspace_id=caller.workspace_id, workflow_id=workflow_id)
    return await _read(session, caller.workspace_id, workflow_id)


@router.put("")
async def save_workflow_settings(
    workflow_id: UUID, body: WorkflowSettingsWrite, caller: Editor, parts: Parts
) -> WorkflowSettingsRead:
    """Replace all of them. Runs that go on keep their timeout; those in line go by the new limits."""
    settings = Settings(
        max_concurrent_runs=body.max_concurrent_runs,
        rate_runs=body.rate.runs if body.rate else None,
        rate_seconds=body.rate.per_s if body.rate else None,
        run_timeout_seconds=body.run_timeout_s,
        retention_days=body.retention_days,
        priority=body.priority or NORMAL_PRIORITY,
    )
    async with parts.database.sessions.begin() as session:
        await workflows.lock_workflow(
            session, workspace_id=caller.workspace_id, workflow_id=workflow_id
        )
        await workflow_settings.save_settings(
            session,
            workspace_id=caller.workspace_id,
            workflow_id=workflow_id,
            settings=settings,
        )
        act = Act(
            workspace_id=caller.workspace_id,
            account_id=caller.account_id,
            action="workflow.settings",
            target_type="workflow",
            target_id=str(workflow_id),
            details=body.model_dump(mode="json", exclude_none=True),
        )
        await audit.add_entry(session, act)
    await starting.let_go(parts, [workflow_id])
    async with parts.database.sessions.begin() as session:
        return await _read(session, caller.workspace_id, workflow_id)


async def _read(session: Session, workspace_id: UUID, workflow_id: UUID) -> WorkflowSettingsRead:
    found = await workflow_settings.find_settings(
        session, workspace_id=workspace_id, workflow_id=workflow_id
    )
    rate = None
    if found.rate_runs is not None and found.rate_seconds is not None:
        rate = RateRead(runs=found.rate_runs, per_s=found.rate_seconds)
    return WorkflowSettingsRead(
        max_concurrent_runs=found.max_concurrent_runs,
        rate=rate,
        run_timeout_s=found.run_timeout_seconds,
        retention_days=found.retention_days,
        priority=found.priority,
        in_line=await store_line.count(session, workflow_id=workflow_id),
    )
