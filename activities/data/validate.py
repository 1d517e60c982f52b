"""`schema.validate`: checks a value against a JSON Schema."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.input_schema import check_input, check_schema
from noria.model import Model, PortName
from noria.node_type import Output, node, ui
from noria.ports import StaticPorts


class SchemaValidateConfig(Model):
    """The value and its schema."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"value": "{{ trigger }}", "schema": {"type": "object", "required": []}}]
        }
    )

    value: JsonValue = Field(
        title="Value", description="What to check.", json_schema_extra=ui(widget="json")
    )
    json_schema: dict[str, Any] = Field(
        alias="schema",
        title="Schema",
        description="JSON Schema, draft 2020-12.",
        json_schema_extra=ui(widget="json", expression="never"),
    )


class SchemaError(BaseModel):
    """One thing that is wrong."""

    path: str
    """JSON pointer into the value."""
    message: str


class SchemaValidateOutput(BaseModel):
    """The value, and what is wrong with it."""

    valid: bool
    value: JsonValue
    errors: list[SchemaError]
    """The first fifty."""


@node(
    "schema.validate",
    title="Validate",
    category="Data",
    icon="circle-check",
    ports=StaticPorts((PortName("valid"), PortName("invalid"))),
    quick=True,
    changes=False,
    output=SchemaValidateOutput,
    output_from={"value": "/schema"},
)
async def validate(config: SchemaValidateConfig, context: NodeContext) -> Any:
    """Check a value against a JSON Schema, and go on by `valid` or `invalid`.

    References to other documents are not followed. A repeat gives the same.
    """
    if wrong := check_schema(config.json_schema):
        raise NodeFailed(" ".join(problem.message for problem in wrong))
    errors: list[JsonValue] = [
        {"path": problem.field or "", "message": problem.message.replace("The input", "The value")}
        for problem in check_input(config.json_schema, config.value)
    ]
    return Output(
        {"valid": not errors, "value": config.value, "errors": errors},
        port=PortName("invalid" if errors else "valid"),
    )
