"""`form`: a page with a form; what is filled in starts a run, whose result the page shows."""

from typing import Literal

from pydantic import BaseModel, Field, JsonValue

from noria.input_schema import SchemaField
from noria.model import Model
from noria.node_type import ui
from noria.triggers.trigger_type import TriggerType
from noria.triggers.webhook import PATH_PATTERN

_NEVER = ui(expression="never")


class FormConfig(Model):
    """A page of Noria with a form: who fills it in starts a run and sees its result.

    The fields come from a JSON Schema. The page needs no script and takes nothing from other sites.
    A form that is sent twice starts one run.
    """

    path: str = Field(
        default="",
        title="Path",
        description="Behind /forms/. Empty: a random one, which nobody can guess.",
        pattern=rf"(^$)|({PATH_PATTERN})",
        json_schema_extra=ui(placeholder="random", expression="never"),
    )
    title: str = Field(
        title="Title",
        min_length=1,
        max_length=200,
        json_schema_extra=ui(placeholder="Report a fault", expression="never"),
    )
    description: str = Field(
        default="",
        title="Description",
        max_length=4_000,
        json_schema_extra=ui(widget="textarea", multiline=True, expression="never"),
    )
    fields: SchemaField = Field(
        default={},
        title="Fields",
        description="JSON Schema (draft 2020-12) of what is filled in.",
        json_schema_extra=ui(widget="schema", expression="never"),
    )
    audience: Literal["public", "members"] = Field(
        default="members",
        title="Who may fill it in",
        description="`public`: whoever knows the address. `members`: those who may start runs.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    button: str = Field(
        default="Send", title="Button", min_length=1, max_length=50, json_schema_extra=_NEVER
    )
    shows: Literal["output", "message"] = Field(
        default="message",
        title="Afterwards it shows",
        description="`message`: thanks. `output`: how the run goes, and its output.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    message: str = Field(
        default="Thank you, it has arrived.",
        title="Thanks",
        max_length=1_000,
        json_schema_extra=ui(expression="never", show_if={"shows": "message"}),
    )
    per_minute: int = Field(
        default=60,
        title="Times a minute",
        description="More are refused by each process of the API.",
        ge=1,
        le=100_000,
        json_schema_extra=ui(expression="never", advanced=True),
    )


class FormMessage(BaseModel):
    """What was filled in."""

    data: JsonValue
    """As the fields' schema says."""
    submitted_at: str


def in_words(config: FormConfig) -> str:
    """One line for people."""
    who = "whoever knows the address" if config.audience == "public" else "members"
    return f"“{config.title}”, for {who}"


FORM = TriggerType(
    name="form",
    title="Form",
    icon="list",
    config=FormConfig,
    source="address",
    output=FormMessage,
    words=in_words,
)
