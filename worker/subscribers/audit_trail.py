"""Entries of the audit trail for what nobody asked for: what people do is written with their act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from noria.domain_events import EventType
from store import audit
from store.audit import Act
from store.database import Session
from worker.subscribers.heard import Heard


@dataclass(frozen=True)
class _Entry:
    action: str
    id_field: str
    """Of the event's data: what it happened to."""
    details: tuple[str, ...]
    """Fields of the event's data that hold names, numbers and ids only."""


_ENTRIES: Mapping[EventType, _Entry] = {
    "run.failed": _Entry("run.fail", "run_id", ("workflow_id", "version")),
    "approval.requested": _Entry(
        "approval.request", "approval_id", ("run_id", "node_id", "workflow_id")
    ),
    "credential.expiring": _Entry("credential.expire", "credential_id", ("name", "expires_at")),
    "alert.raised": _Entry(
        "alert_rule.raise", "alert_rule_id", ("name", "workflow_id", "metric", "threshold", "value")
    ),
    "alert.resolved": _Entry(
        "alert_rule.resolve", "alert_rule_id", ("name", "workflow_id", "metric", "value")
    ),
}


async def write_entries(session: Session, events: Sequence[Heard]) -> None:
    """In the name of the platform. Runs that go well are listed, not audited."""
    acts = [
        _act(event, entry) for event in events if (entry := _ENTRIES.get(event.type)) is not None
    ]
    await audit.add_entries(session, acts)


def _act(event: Heard, entry: _Entry) -> Act:
    data = event.told
    details = {name: data[name] for name in entry.details if data[name] is not None}
    if error := data.get("error"):
        details |= {"error": error["type"], "node_id": error["node_id"]}
    return Act(
        workspace_id=event.workspace_id,
        account_id=None,
        action=entry.action,
        target_type=entry.action.partition(".")[0],
        target_id=data[entry.id_field],
        details=details,
    )
