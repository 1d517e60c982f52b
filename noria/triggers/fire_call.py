"""What Temporal is told of a trigger whose time has come, and of its schedule."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from noria.triggers.schedule import ScheduleConfig


class FireCall(BaseModel):
    """The one argument of `FireWorkflow` and of its activity."""

    model_config = ConfigDict(frozen=True)

    trigger_id: str
    workspace_id: str
    due: datetime | None = None
    """The time that the schedule fired for; the workflow sets it."""
    fired_at: datetime | None = None
    """When it did, which is later where the time was caught up with or asked for anew."""


class ScheduleOrder(BaseModel):
    """How Temporal is to keep a trigger's schedule."""

    model_config = ConfigDict(frozen=True)

    trigger_id: str
    workspace_id: str
    name: str
    config: ScheduleConfig
    paused: bool
    one_at_a_time: bool = False
    """A time is left out while the one before is still at work."""
