"""Domain events: what happened in a workspace, for all who want to hear of it.

An event is written with the change that it tells of, in one transaction, so there is none without the
other. It is then delivered at least once: who hears of it twice knows it by its `id`. Values of runs
are never in one; errors are, as people see them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

EventType = Literal[
    "workflow.published",
    "run.started",
    "run.succeeded",
    "run.failed",
    "run.cancelled",
    "step.failed",
    "approval.requested",
    "approval.reminded",
    "credential.expiring",
    "alert.raised",
    "alert.resolved",
]
Metric = Literal["failure_rate", "duration", "waiting"]
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)


MAX_MESSAGE_CHARS = 500


def _cut(text: str) -> str:
    return text.replace("\0", "")[:MAX_MESSAGE_CHARS]


class EventData(BaseModel):
    """What an event tells. Fields are only ever added; who reads one ignores those that it doesn't know."""

    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True)


class OfWorkflow(EventData):
    """About one workflow."""

    workflow_id: str
    workflow: str | None = None
    """Its name at the time of delivery; null when it is gone."""


class WorkflowPublished(OfWorkflow):
    """A draft was made the newest version of its workflow."""

    version: int
    """Its number, from 1."""


class EventError(EventData):
    """Why something failed."""

    type: str
    """A code, as `node_failed`."""
    message: Annotated[str, BeforeValidator(_cut)] = ""
    """For people; cut off after 500 characters."""
    node_id: str | None = None


class OfRun(OfWorkflow):
    """About one run. Test runs of drafts and sub-runs have no events."""

    run_id: str
    version: int | None = None
    """Of the workflow."""
    key: str | None = None
    """Business key."""
    started_at: datetime | None = None


class RunStarted(OfRun):
    """A run began: its first step may start."""


class RunEnded(OfRun):
    """A run came to its end."""

    finished_at: datetime | None = None


class RunFailed(RunEnded):
    """A run failed for good."""

    error: EventError | None = None


class StepFailed(OfRun):
    """A step failed for good: its attempts are spent. The run failed with it, or goes on as its policy says."""

    node_id: str | None = None
    iteration: str = ""
    """Indexes of the loops around it, the outermost first, as `3/0`."""
    error: EventError | None = None


class ApprovalRequested(OfWorkflow):
    """A run waits for a person's answer."""

    approval_id: str
    run_id: str
    node_id: str
    title: str
    assignees: list[str] = []
    """Emails of those who are asked; empty: everybody who may run workflows."""
    until: datetime | None = None
    """When the run goes on without an answer."""


class ApprovalReminded(ApprovalRequested):
    """A run still waits for a person's answer."""

    reminders: int
    """How often people were reminded of it, this time included."""


class CredentialExpiring(EventData):
    """A credential stops being good soon, and nothing renews it."""

    credential_id: str
    name: str
    type: str
    expires_at: datetime
    account_id: str | None = None
    """Of who made it, where nobody else may use it."""


class AlertRaised(OfWorkflow):
    """A workflow is beyond the limit of one of its alert rules."""

    alert_rule_id: str
    name: str
    metric: Metric
    threshold: float
    """Percent of the runs for `failure_rate`, else seconds."""
    value: float
    """What was measured, in the same unit."""
    runs: int
    """How many runs it was measured on."""
    window_s: int
    """Over how long."""


class AlertResolved(AlertRaised):
    """A workflow is within the limit of an alert rule again."""


DATA: Mapping[EventType, type[EventData]] = {
    "workflow.published": WorkflowPublished,
    "run.started": RunStarted,
    "run.succeeded": RunEnded,
    "run.failed": RunFailed,
    "run.cancelled": RunEnded,
    "step.failed": StepFailed,
    "approval.requested": ApprovalRequested,
    "approval.reminded": ApprovalReminded,
    "credential.expiring": CredentialExpiring,
    "alert.raised": AlertRaised,
    "alert.resolved": AlertResolved,
}
"""What each type of event tells."""

MEANINGS: Mapping[EventType, str] = {
    "workflow.published": "A workflow was published",
    "run.started": "A run began",
    "run.succeeded": "A run succeeded",
    "run.failed": "A run failed",
    "run.cancelled": "A run was cancelled",
    "step.failed": "A step failed",
    "approval.requested": "An approval is asked for",
    "approval.reminded": "An approval is still asked for",
    "credential.expiring": "A credential expires soon",
    "alert.raised": "An alert was raised",
    "alert.resolved": "An alert is over",
}


class DomainEventMessage(BaseModel):
    """An event as a webhook gets it."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    id: str
    """The same however often it is delivered."""
    type: EventType
    timestamp: datetime = Field(description="When it happened.")
    data: dict[str, object]
    """As the type says."""
    count: int = 1
    """How many like it this message stands for, where a quiet period gathers them; it is the newest."""


EVENTS_CHANNEL = "noria_domain_events"
"""On which PostgreSQL tells every API process that there were some."""


class DomainEventNews(BaseModel):
    """That something happened in a workspace, for open pages. It is kept nowhere."""

    model_config = ConfigDict(frozen=True)

    workspace_id: str
    types: frozenset[str]
