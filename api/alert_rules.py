"""Alert rules: limits for a workflow's failure rate, duration and waiting time."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, status

from api.access import Caller, Editor, Reader
from api.audit import note
from api.paging import CURSOR, LIMIT
from api.schemas.notices import AlertCreate, AlertRead, AlertUpdate
from api.schemas.shape import Page
from api.services import Db
from noria.errors import Invalid, Problem
from store import alert_rules, workflows
from store.alert_rules import NamedAlert
from store.database import Session, time_of
from store.ids import new_id
from store.notice_tables import AlertRule

MOST_PERCENT = 100

router = APIRouter(prefix="/alert-rules", tags=["notifications"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_alert_rule(body: AlertCreate, caller: Editor, session: Db) -> AlertRead:
    """Make a limit; it is measured every half minute, and raised and resolved by domain events."""
    _check(body.metric, body.threshold)
    await workflows.get_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=body.workflow_id
    )
    rule = AlertRule(
        id=new_id(),
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        paused_at=await time_of(session) if body.paused else None,
        **body.model_dump(exclude={"paused"}),
    )
    await alert_rules.add_alert(session, rule=rule)
    await note(session, caller, "alert_rule.create", rule.id, metric=body.metric)
    return await _read(session, caller, rule.id)


@router.get("")
async def list_alert_rules(
    caller: Reader,
    session: Db,
    workflow_id: UUID | None = None,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[AlertRead]:
    """The newest first, with how each stands."""
    page = await alert_rules.list_alerts(
        session,
        workspace_id=caller.workspace_id,
        workflow_id=workflow_id,
        cursor=cursor,
        limit=limit,
    )
    return Page(items=[_shown(each) for each in page.items], next_cursor=page.next_cursor)


@router.get("/{alert_id}")
async def read_alert_rule(alert_id: UUID, caller: Reader, session: Db) -> AlertRead:
    """A rule, with how it stands."""
    return await _read(session, caller, alert_id)


@router.patch("/{alert_id}")
async def update_alert_rule(
    alert_id: UUID, body: AlertUpdate, caller: Editor, session: Db
) -> AlertRead:
    """Change it; it is measured by the new limit from the next time on."""
    rule = (await _locked(session, caller, alert_id)).rule
    changes = body.model_dump(exclude_unset=True, exclude_none=True)
    _check(changes.get("metric", rule.metric), changes.get("threshold", rule.threshold))
    await alert_rules.change_alert(session, rule, changes)
    await note(session, caller, "alert_rule.update", alert_id, changed=sorted(changes))
    return await _read(session, caller, alert_id)


@router.post("/{alert_id}/pause")
async def pause_alert_rule(alert_id: UUID, caller: Editor, session: Db) -> AlertRead:
    """Measure nothing until it is resumed. Again is no error."""
    return await _hold(session, caller, alert_id, "pause")


@router.post("/{alert_id}/resume")
async def resume_alert_rule(alert_id: UUID, caller: Editor, session: Db) -> AlertRead:
    """Measure again. Again is no error."""
    return await _hold(session, caller, alert_id, "resume")


@router.delete("/{alert_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_alert_rule(alert_id: UUID, caller: Editor, session: Db) -> None:
    """Nobody is told that it is over."""
    rule = (await _locked(session, caller, alert_id)).rule
    await alert_rules.delete_alert(session, rule)
    await note(session, caller, "alert_rule.delete", alert_id, metric=rule.metric)


async def _hold(
    session: Session, caller: Caller, alert_id: UUID, act: Literal["pause", "resume"]
) -> AlertRead:
    rule = (await _locked(session, caller, alert_id)).rule
    if (rule.paused_at is None) == (act == "pause"):
        changes: dict[str, Any] = {"paused_at": None}
        if act == "pause":
            changes = {"paused_at": await time_of(session), "is_raised": False}
        await alert_rules.change_alert(session, rule, changes)
        await note(session, caller, f"alert_rule.{act}", alert_id)
    return await _read(session, caller, alert_id)


def _check(metric: str, threshold: float) -> None:
    if metric == "failure_rate" and threshold >= MOST_PERCENT:
        message = "A failure rate is in percent and can't go beyond 100: give less."
        raise Invalid(message, [Problem(code="threshold", message=message, field="/threshold")])


async def _locked(session: Session, caller: Caller, alert_id: UUID) -> NamedAlert:
    return await alert_rules.get_alert(
        session, workspace_id=caller.workspace_id, alert_id=alert_id, lock=True
    )


async def _read(session: Session, caller: Caller, alert_id: UUID) -> AlertRead:
    return _shown(
        await alert_rules.get_alert(session, workspace_id=caller.workspace_id, alert_id=alert_id)
    )


def _shown(found: NamedAlert) -> AlertRead:
    rule = found.rule
    shown = {
        name: getattr(rule, name)
        for name in AlertRead.model_fields
        if name not in ("paused", "workflow_name")
    }
    return AlertRead(**shown, paused=rule.paused_at is not None, workflow_name=found.workflow_name)
