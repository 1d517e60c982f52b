"""`approval`: waits for a person's answer."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from noria.control.waiting import LONGEST_WAIT
from noria.input_schema import SchemaField
from noria.model import Model, PortName
from noria.node_type import Ask, ControlContext, control, ui
from noria.ports import StaticPorts
from noria.waits import TIMEOUT, ApprovalAsked

APPROVED = PortName("approved")
REJECTED = PortName("rejected")
MAX_ASSIGNEES = 100
MIN_REMINDER_S = 1.0
_EMAIL = re.compile(r"[^@\s\x00]+@[^@\s\x00]+")
_TEXT = r"^[^\x00]*$"


def _listed(value: object) -> object:
    """An expression may give several emails in one text, with commas between."""
    return (
        [part for part in re.split(r"[,;\s]+", value) if part] if isinstance(value, str) else value
    )


def _emails(values: list[str]) -> list[str]:
    wrong = [value for value in values if not _EMAIL.fullmatch(value)]
    if wrong:
        raise ValueError(f"{', '.join(map(repr, wrong))} is no email address: name people by email")
    return list(dict.fromkeys(value.lower() for value in values))


class ApprovalConfig(Model):
    """What to ask whom."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"title": "Refund {{ trigger.order_id }}?"}]}
    )

    title: str = Field(
        title="Title",
        description="The question, in one line.",
        min_length=1,
        max_length=300,
        pattern=_TEXT,
    )
    description: str = Field(
        default="",
        title="Description",
        description="What people need to know to answer it.",
        max_length=20_000,
        pattern=_TEXT,
        json_schema_extra=ui(widget="textarea", multiline=True),
    )
    assignees: Annotated[list[str], BeforeValidator(_listed), AfterValidator(_emails)] = Field(
        default=[],
        title="Assignees",
        description="Emails of those who may answer. None: everybody who may run workflows.",
        max_length=MAX_ASSIGNEES,
        json_schema_extra=ui(placeholder="ann@example.com, bob@example.com"),
    )
    form: SchemaField = Field(
        default={},
        title="Form",
        description="JSON Schema (draft 2020-12) of what is filled in besides. Empty: nothing.",
        json_schema_extra=ui(widget="schema", expression="never"),
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
    remind_every_s: float | None = Field(
        default=None,
        title="Remind every",
        description="Seconds after which those who are asked are reminded, again and again: at most "
        "100 times.",
        ge=MIN_REMINDER_S,
        le=LONGEST_WAIT.total_seconds(),
        allow_inf_nan=False,
        json_schema_extra=ui(widget="duration", unit="s"),
    )


class ApprovalOutput(BaseModel):
    """What was answered."""

    decision: Literal["approved", "rejected", "timeout"]
    by: str | None
    """Email."""
    comment: str
    data: JsonValue
    """What was filled into the form."""


@control(
    "approval",
    title="Approval",
    icon="user-check",
    ports=StaticPorts((APPROVED, REJECTED, TIMEOUT)),
    key_field="title",
    output=ApprovalOutput,
    waits=True,
)
def approval(config: ApprovalConfig, context: ControlContext) -> Ask:
    """Ask people, and wait for the first answer.

    Open approvals are listed at `GET /api/v1/approvals`. They are answered there, or by a signed link
    that needs no sign-in. To escalate, lead the port `timeout` to another approval that asks somebody
    else. The run waits in Temporal and occupies no worker.
    """
    asked = ApprovalAsked(
        title=config.title,
        description=config.description,
        form=config.form,
        assignees=tuple(config.assignees),
    )
    return Ask(asked, config.timeout_s, config.remind_every_s)
