"""`delay`: lets some time pass."""

from datetime import timedelta

from pydantic import ConfigDict, Field

from noria.control.waiting import LONGEST_WAIT, WaitOutput, wait_until_time
from noria.model import Model
from noria.node_type import ControlContext, Output, WaitUntil, control, ui


class DelayConfig(Model):
    """How long."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"seconds": 60}]})

    seconds: float = Field(
        title="Seconds",
        description="How long to wait: 0 up to ten years.",
        ge=0,
        le=LONGEST_WAIT.total_seconds(),
        allow_inf_nan=False,
        json_schema_extra=ui(widget="duration", unit="s"),
    )


@control(
    "delay",
    title="Delay",
    icon="timer",
    key_field="seconds",
    output=WaitOutput,
    waits=True,
)
def delay(config: DelayConfig, context: ControlContext) -> Output | WaitUntil:
    """Wait for some seconds.

    The run waits in Temporal and occupies no worker, so that it may wait for years and outlives any
    restart.
    """
    return wait_until_time(context.now + timedelta(seconds=config.seconds), context.now)
