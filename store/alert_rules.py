"""Alert rules, and what they are measured by. Measuring looks at all workspaces: for the worker."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, func, select, tuple_
from sqlmodel.sql.expression import Select

from noria.domain_events import AlertRaised, AlertResolved, Metric
from noria.errors import NotFound
from store import outbox
from store.database import Session
from store.notice_tables import AlertRule
from store.paging import Page, page_of, read_cursor
from store.tables import Workflow

LOCK = 0x6E6F726965
"""As `store.sweep.LOCK`, of this work alone."""

_RUNS = """
    FROM run WHERE workspace_id = :workspace_id AND workflow_id = :workflow_id
        AND version IS NOT NULL AND coalesce(relation, '') NOT IN ('call', 'item')
"""
# What still goes on counts once it is beyond the limit: what never ends would never be told of.
_MEASURES: Mapping[Metric, Any] = {
    "failure_rate": text(f"""
        SELECT count(*), 100.0 * count(*) FILTER (WHERE status = 'failed') / nullif(count(*), 0)
        {_RUNS} AND status IN ('succeeded', 'failed')
            AND finished_at > now() - make_interval(secs => :window_s)
    """),
    "duration": text(f"""
        SELECT count(*), percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM
            coalesce(finished_at, now()) - started_at))
        {_RUNS} AND started_at IS NOT NULL AND (
            finished_at > now() - make_interval(secs => :window_s)
            OR status NOT IN ('succeeded', 'failed', 'cancelled')
                AND started_at < now() - make_interval(secs => :threshold)
        )
    """),  # noqa: S608 - our own text
    "waiting": text(f"""
        SELECT count(*), percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM
            coalesce(started_at, now()) - created_at))
        {_RUNS} AND (
            started_at > now() - make_interval(secs => :window_s)
            OR status = 'queued' AND created_at < now() - make_interval(secs => :threshold)
        )
    """),  # noqa: S608 - our own text
}


class Measured(NamedTuple):
    """How a workflow stands."""

    runs: int
    value: float | None


class NamedAlert(NamedTuple):
    """A rule, and what it is about."""

    rule: AlertRule
    workflow_name: str


async def add_alert(session: Session, *, rule: AlertRule) -> None:
    session.add(rule)
    await session.flush()
    await session.refresh(rule)


async def get_alert(
    session: Session, *, workspace_id: UUID, alert_id: UUID, lock: bool = False
) -> NamedAlert:
    """
    Raises:
        NotFound: No such rule, or it belongs to another workspace.
    """
    query = _query(workspace_id).where(AlertRule.id == alert_id)
    found = (await session.exec(query.with_for_update(of=AlertRule) if lock else query)).first()
    if found is None:
        raise NotFound("alert rule", alert_id)
    return NamedAlert(*found)


async def list_alerts(
    session: Session,
    *,
    workspace_id: UUID,
    workflow_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> Page[NamedAlert]:
    """The newest first."""
    query = (
        _query(workspace_id)
        .order_by(col(AlertRule.created_at).desc(), col(AlertRule.id).desc())
        .limit(limit + 1)
    )
    if workflow_id is not None:
        query = query.where(AlertRule.workflow_id == workflow_id)
    if cursor:
        query = query.where(
            tuple_(col(AlertRule.created_at), col(AlertRule.id)) < read_cursor(cursor)
        )
    rows = [NamedAlert(*found) for found in await session.exec(query)]
    return page_of(rows, limit, lambda row: (row.rule.created_at, row.rule.id))


async def change_alert(session: Session, rule: AlertRule, changes: Mapping[str, Any]) -> None:
    """Of a locked one."""
    for name, value in changes.items():
        setattr(rule, name, value)
    rule.updated_at = (await session.exec(select(func.now()))).one()
    await session.flush()


async def delete_alert(session: Session, rule: AlertRule) -> None:
    await session.delete(rule)
    await session.flush()


async def try_lock(session: Session) -> bool:
    """False when another worker is at it; held to the end of the transaction."""
    return (await session.exec(select(func.pg_try_advisory_xact_lock(LOCK)))).one()


async def list_active(session: Session) -> Sequence[UUID]:
    """Of all workspaces, those that are not paused."""
    query = (
        select(AlertRule.id).where(col(AlertRule.paused_at).is_(None)).order_by(col(AlertRule.id))
    )
    return (await session.exec(query)).all()


async def check_alert(session: Session, *, alert_id: UUID) -> bool:
    """Measure, and raise or resolve it with the event that tells of it; gives whether that changed.

    In its quiet period it is resolved, but not raised again.
    """
    query = select(AlertRule).where(AlertRule.id == alert_id, col(AlertRule.paused_at).is_(None))
    rule = (await session.exec(query.with_for_update(skip_locked=True))).first()
    if rule is None:
        return False
    runs, value = await _measure(session, rule)
    now, was = (await session.exec(select(func.now()))).one(), rule.is_raised
    rule.checked_at, rule.runs = now, runs
    rule.value = value if runs >= rule.min_runs else None
    is_beyond = rule.value is not None and rule.value > rule.threshold
    if was and not is_beyond:
        rule.is_raised = False
    elif is_beyond and not was and not _is_quiet(rule, now):
        rule.is_raised, rule.raised_at = True, now
    if rule.is_raised != was:
        await _tell(session, rule)
    await session.flush()
    return rule.is_raised != was


async def _measure(session: Session, rule: AlertRule) -> Measured:
    values = {
        "workspace_id": rule.workspace_id,
        "workflow_id": rule.workflow_id,
        "window_s": rule.window_s,
        "threshold": rule.threshold,
    }
    measure = _MEASURES[rule.metric]  # pyright: ignore[reportArgumentType] - the table holds no other
    # Parameters that a statement does not name are left out.
    named = {name: value for name, value in values.items() if f":{name}" in measure.text}
    found: Any = (await (await session.connection()).execute(measure, named)).one()
    return Measured(found[0], None if found[1] is None else float(found[1]))


def _is_quiet(rule: AlertRule, now: Any) -> bool:
    return rule.raised_at is not None and (now - rule.raised_at).total_seconds() < rule.quiet_s


async def _tell(session: Session, rule: AlertRule) -> None:
    model = AlertRaised if rule.is_raised else AlertResolved
    told = model(
        workflow_id=str(rule.workflow_id),
        alert_rule_id=str(rule.id),
        name=rule.name,
        metric=rule.metric,  # pyright: ignore[reportArgumentType] - the table holds no other
        threshold=rule.threshold,
        value=round(rule.value or 0.0, 3),
        runs=rule.runs,
        window_s=rule.window_s,
    )
    await outbox.add_event(
        session,
        workspace_id=rule.workspace_id,
        type="alert.raised" if rule.is_raised else "alert.resolved",
        data=told,
    )


def _query(workspace_id: UUID) -> Select[AlertRule, str]:
    return (
        select(AlertRule, Workflow.name)
        .join(Workflow, col(Workflow.id) == AlertRule.workflow_id)
        .where(AlertRule.workspace_id == workspace_id)
    )
