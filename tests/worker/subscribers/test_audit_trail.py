"""What nobody asked for is in the audit trail, in the platform's name."""

from datetime import UTC, datetime

from noria.domain_events import (
    AlertRaised,
    ApprovalRequested,
    CredentialExpiring,
    EventError,
    RunEnded,
    RunFailed,
)
from store.database import Database
from store.ids import new_id
from tests.worker.outbox_house import Temporal, audited, fresh, happen
from worker.relay import Relay


async def test_failures_requests_expiries_and_alerts_are_noted(database: Database) -> None:
    house = await fresh(database)
    workflow_id = str(house.workflow_id)
    error = EventError(type="node_failed", message="card 4711 was declined", node_id="charge")
    failed = RunFailed(workflow_id=workflow_id, run_id=str(house.run_id), version=1, error=error)
    asked = ApprovalRequested(
        workflow_id=workflow_id,
        approval_id="a-1",
        run_id=str(house.run_id),
        node_id="ask",
        title="Pay Ada?",
    )
    expiring = CredentialExpiring(
        credential_id=str(new_id()), name="shop", type="bearer", expires_at=datetime.now(UTC)
    )
    raised = AlertRaised(
        workflow_id=workflow_id, alert_rule_id="r-1", name="Failures", metric="failure_rate",
        threshold=20, value=50.5, runs=10, window_s=3_600,
    )  # fmt: skip
    await happen(database, house, "run.failed", failed)
    await happen(database, house, "approval.requested", asked)
    await happen(database, house, "credential.expiring", expiring)
    await happen(database, house, "alert.raised", raised)
    ended = RunEnded(workflow_id=workflow_id, run_id=str(house.run_id))
    await happen(database, house, "run.succeeded", ended)

    await Relay(database, Temporal()).sweep()

    entries = {entry.action: entry for entry in await audited(database)}
    assert {(entry.action, entry.target_type, entry.target_id) for entry in entries.values()} == {
        ("run.fail", "run", str(house.run_id)),
        ("approval.request", "approval", "a-1"),
        ("credential.expire", "credential", expiring.credential_id),
        ("alert_rule.raise", "alert_rule", "r-1"),
    }
    assert entries["run.fail"].details == {
        "workflow_id": workflow_id,
        "version": 1,
        "error": "node_failed",
        "node_id": "charge",
    }
    assert entries["alert_rule.raise"].details == {
        "name": "Failures",
        "workflow_id": workflow_id,
        "metric": "failure_rate",
        "threshold": 20.0,
        "value": 50.5,
    }


async def test_no_text_of_a_run_gets_into_the_trail(database: Database) -> None:
    house = await fresh(database)
    error = EventError(type="node_failed", message="card 4711 was declined")
    failed = RunFailed(workflow_id=str(house.workflow_id), run_id=str(house.run_id), error=error)
    asked = ApprovalRequested(
        workflow_id=str(house.workflow_id), approval_id="a-1", run_id=str(house.run_id),
        node_id="ask", title="Pay card 4711?", assignees=["4711@noria.example"],
    )  # fmt: skip
    await happen(database, house, "run.failed", failed)
    await happen(database, house, "approval.requested", asked)

    await Relay(database, Temporal()).sweep()

    details = [entry.details for entry in await audited(database)]
    assert len(details) == 2
    assert "4711" not in str(details)
