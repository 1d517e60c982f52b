"""`fail`: ends the run as failed."""

from typing import Annotated

import orjson
from pydantic import BeforeValidator, ConfigDict, Field

from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import ControlContext, Outcome, control, ui
from noria.ports import NO_PORTS

MAX_CHARS = 10_000


def _as_text(value: object) -> object:
    """A message made of one expression may be any JSON value; long ones are cut."""
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text[:MAX_CHARS]


class FailConfig(Model):
    """What to say."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"message": "The order is not paid."}]}
    )

    message: Annotated[str, BeforeValidator(_as_text)] = Field(
        title="Message",
        description="What people read as the run's error.",
        min_length=1,
        json_schema_extra=ui(widget="textarea", multiline=True),
    )


@control("fail", title="Fail", icon="octagon-x", ports=NO_PORTS, key_field="message", quick=True)
def fail(config: FailConfig, context: ControlContext) -> Outcome:
    """End the run as failed.

    Steps still at work are cancelled. Use it on a path that should never be taken, or behind an
    error port once everything is put right.
    """
    raise NodeFailed(config.message)
