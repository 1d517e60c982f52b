"""Records as short as a test can say them."""

from datetime import UTC, datetime
from typing import Any

from noria.model import NodeId
from noria.run import RunStatus, RunUpdate, StepRecord, StepStatus

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def step(node_id: str = "a", status: str = "running", **fields: Any) -> StepRecord:
    known: dict[str, Any] = {"run_id": "r1", "workspace_id": "w1"}
    return StepRecord(node_id=NodeId(node_id), status=StepStatus(status), **(known | fields))


def run(status: str = "running", run_id: str = "r1", **fields: Any) -> RunUpdate:
    return RunUpdate(run_id=run_id, workspace_id="w1", status=RunStatus(status), **fields)
