"""`wait_until`: waits for a point in time."""

import re
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field

from noria.control.waiting import WaitOutput, wait_until_time
from noria.model import Model
from noria.node_type import ControlContext, Output, WaitUntil, control, ui

_WITH_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?([Zz]|[+-]\d\d:?\d\d)")


def _iso_8601(value: object) -> object:
    """Pydantic alone would take a bare number for seconds since 1970."""
    if isinstance(value, str) and not _WITH_OFFSET.fullmatch(value.strip()):
        raise ValueError(
            "write ISO 8601 with an offset, as 2026-05-01T09:00:00+02:00 or 2026-05-01T07:00:00Z"
        )
    if isinstance(value, (int, float)):
        raise ValueError(
            "a time is text in ISO 8601; for a number of milliseconds write "
            "new Date(value).toISOString()"
        )
    return value.strip() if isinstance(value, str) else value


class WaitUntilConfig(Model):
    """When."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"time": "2026-05-01T09:00:00Z"}]})

    time: Annotated[AwareDatetime, BeforeValidator(_iso_8601)] = Field(
        title="Time",
        description="ISO 8601 with an offset, as 2026-05-01T09:00:00+02:00.",
        json_schema_extra=ui(placeholder="2026-05-01T09:00:00+02:00"),
    )


@control(
    "wait_until",
    title="Wait until",
    icon="alarm-clock",
    key_field="time",
    output=WaitOutput,
    waits=True,
)
def wait_until(config: WaitUntilConfig, context: ControlContext) -> Output | WaitUntil:
    """Wait for a point in time; one that is past is not waited for.

    The offset is required, since a time without one means another moment on every machine. The run
    waits in Temporal, for up to ten years, and occupies no worker.
    """
    return wait_until_time(config.time, context.now)
