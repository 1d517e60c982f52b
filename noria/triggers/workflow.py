"""`workflow`: the end of another workflow's run starts a run, as that of an error workflow."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field, JsonValue

from noria.model import Model
from noria.node_type import ui
from noria.triggers.trigger_type import TriggerType

Ending = Literal["succeeded", "failed", "cancelled"]
MAX_DEPTH = 5
"""Runs that started one another by such triggers: what is longer is taken for a loop."""


class WorkflowConfig(Model):
    """A run of another workflow ends, and a run of this one starts.

    That is how an error workflow hears of failures. Test runs, sub-runs and runs of this very
    workflow start nothing; and of runs that start one another this way, the chain ends after five.
    """

    on: list[Ending] = Field(
        default=["failed"],
        title="When a run has",
        min_length=1,
        max_length=3,
        json_schema_extra=ui(expression="never"),
    )
    workflows: list[str] = Field(
        default=[],
        title="Of these workflows",
        description="Names or ids. None: any other workflow of the workspace.",
        max_length=100,
        json_schema_extra=ui(expression="never"),
    )


class EndedRun(BaseModel):
    """The run that ended."""

    id: str
    workflow_id: str
    workflow: str
    """Its workflow's name."""
    version: int
    status: Ending
    key: str | None
    input: JsonValue
    output: JsonValue
    error: dict[str, Any] | None
    """`type`, `message` and `node_id`."""
    started_at: datetime | None
    finished_at: datetime


class WorkflowMessage(BaseModel):
    """What ended, and how."""

    run: EndedRun
    depth: int
    """1, unless that run was itself started by the end of another."""


def in_words(config: WorkflowConfig) -> str:
    """One line for people."""
    whose = ", ".join(config.workflows) or "any other workflow"
    return f"When a run of {whose} has {' or '.join(config.on)}"


WORKFLOW = TriggerType(
    name="workflow",
    title="Workflow",
    icon="workflow",
    config=WorkflowConfig,
    source="run",
    output=WorkflowMessage,
    words=in_words,
)
