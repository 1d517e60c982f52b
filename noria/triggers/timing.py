"""Which triggers Temporal keeps the time of, and how."""

from typing import Any

from noria.triggers.fire_call import ScheduleOrder
from noria.triggers.registry import load_trigger_types
from noria.triggers.schedule import ScheduleConfig

POLL_CATCH_UP_S = 60


def timed_types() -> tuple[str, ...]:
    """Those of which Temporal keeps a schedule."""
    return tuple(
        name for name, each in load_trigger_types().items() if each.source in ("schedule", "poll")
    )


def is_polled(type_name: str) -> bool:
    """Whether a worker asks for news at each of its times."""
    known = load_trigger_types().get(type_name)
    return known is not None and known.source == "poll"


def is_pulled(type_name: str) -> bool:
    """Whether workers get its messages themselves: nobody sends one again that started no run."""
    known = load_trigger_types().get(type_name)
    return known is not None and known.source in ("poll", "consumer")


def make_order(
    *,
    trigger_id: str,
    workspace_id: str,
    type_name: str,
    name: str,
    config: dict[str, Any],
    paused: bool,
) -> ScheduleOrder:
    """What Temporal is told of such a trigger."""
    polled = is_polled(type_name)
    timing = (
        ScheduleConfig(kind="interval", every_s=int(config["every_s"]), catch_up_s=POLL_CATCH_UP_S)
        if polled
        else ScheduleConfig.model_validate(config)
    )
    return ScheduleOrder(
        trigger_id=trigger_id,
        workspace_id=workspace_id,
        name=name,
        config=timing,
        paused=paused,
        one_at_a_time=polled,
    )
