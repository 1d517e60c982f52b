"""`wait_event`: waits until the outside tells that something has happened."""

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from noria.control.waiting import LONGEST_WAIT
from noria.model import OUT, Model
from noria.node_type import Ask, ControlContext, control, ui
from noria.ports import StaticPorts
from noria.waits import MAX_KEY_CHARS, TIMEOUT, EventAsked


def _as_text(value: object) -> object:
    """A key made of one expression may be a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class WaitEventConfig(Model):
    """For which event, and how long."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"key": "order-{{ trigger.order_id }}:paid"}]}
    )

    key: Annotated[str, BeforeValidator(_as_text)] = Field(
        title="Key",
        description="What the event is sent with. Make it one that only this run waits for.",
        min_length=1,
        max_length=MAX_KEY_CHARS,
        pattern=r"^[^\x00]*$",
        json_schema_extra=ui(placeholder="order-{{ trigger.order_id }}:paid"),
    )
    timeout_s: float | None = Field(
        default=None,
        title="Timeout",
        description="Seconds after which the step ends by its port `timeout`: up to ten years. "
        "Unset: it waits until the run ends.",
        gt=0,
        le=LONGEST_WAIT.total_seconds(),
        allow_inf_nan=False,
        json_schema_extra=ui(widget="duration", unit="s"),
    )


@control(
    "wait_event",
    title="Wait for event",
    icon="antenna",
    ports=StaticPorts((OUT, TIMEOUT)),
    key_field="key",
    waits=True,
)
def wait_event(config: WaitEventConfig, context: ControlContext) -> Ask:
    """Wait until somebody sends an event with this key.

    Events are sent with `POST /api/v1/events` and a `payload`, which is the output of this step. Each
    event goes to one step, once: to the one that has waited longest for its key, or, if none waits
    yet, to the first that does. The run waits in Temporal and occupies no worker.
    """
    return Ask(EventAsked(key=config.key), config.timeout_s)
