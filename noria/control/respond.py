"""`respond`: answers the request that a webhook started the run with."""

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator

from noria.model import Model
from noria.node_type import ControlContext, Output, control, ui

RESPOND = "respond"
_NAME = re.compile(r"[A-Za-z0-9-]{1,100}")
_VALUE = re.compile(r"[\x20-\x7e]{0,4000}")
OURS = frozenset(
    {
        "connection", "content-encoding", "content-length", "content-security-policy", "date",
        "keep-alive", "server", "set-cookie", "strict-transport-security", "trailer",
        "transfer-encoding", "upgrade", "x-content-type-options", "x-frame-options",
    }
)  # fmt: skip
"""Headers that protect our own address: no run sets them."""


class RespondConfig(Model):
    """What is answered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{}, {"status": 201, "body": {"id": "{{ steps.save.output.id }}"}}]
        }
    )

    status: int = Field(
        default=200,
        title="Status",
        description="HTTP status, from 200 to 599.",
        ge=200,
        le=599,
    )
    headers: dict[str, Annotated[str, Field(coerce_numbers_to_str=True)]] = Field(
        default={},
        title="Headers",
        description="As `Content-Type`. Cookies and headers that guard the address are refused.",
        max_length=50,
        json_schema_extra=ui(widget="key_value"),
    )
    body: JsonValue = Field(
        default=None,
        title="Body",
        description="Text is sent as it is, any other value as JSON, a blob as its bytes.",
        json_schema_extra=ui(widget="json"),
    )

    @field_validator("headers")
    @classmethod
    def _sendable(cls, headers: dict[str, str]) -> dict[str, str]:
        for name, value in headers.items():
            if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
                raise ValueError(f"{name!r} is no header of one line of ASCII text")
            if name.lower() in OURS:
                raise ValueError(f"the header {name!r} is not a run's to set")
        return headers


class RespondOutput(BaseModel):
    """The answer."""

    status: int
    headers: dict[str, str]
    body: JsonValue


@control(
    RESPOND,
    title="Respond",
    icon="reply",
    category="Flow",
    key_field="status",
    output=RespondOutput,
    quick=True,
    changes=True,
)
def respond(config: RespondConfig, context: ControlContext) -> Output:
    """Answer the request that a webhook started this run with.

    The webhook's trigger must be set to answer by the run. The first such step that ends gives the
    answer; the run goes on behind it. Where nobody waits for an answer, the step does nothing.
    A repeat answers nothing: who asked has the first answer.
    """
    return Output({"status": config.status, "headers": {**config.headers}, "body": config.body})
