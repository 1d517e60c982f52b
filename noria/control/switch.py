"""`switch`: takes the path whose value it is."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from noria.model import PORT_PATTERN, Model, PortName
from noria.node_type import ControlContext, Output, control, ui
from noria.ports import ConfigPorts


class SwitchCase(Model):
    """One path and its value."""

    port: PortName = Field(
        title="Port",
        description="Name of the path: small letters, digits and underscores.",
        pattern=PORT_PATTERN,
    )
    equals: JsonValue = Field(
        title="Equals", description="The path is taken when the value is this, of the same type."
    )


class SwitchConfig(Model):
    """The cases are tried from the top."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "value": "{{ trigger.status }}",
                    "cases": [{"port": "paid", "equals": "paid"}],
                    "default": "other",
                }
            ]
        }
    )

    value: JsonValue = Field(title="Value", description="What to look at.")
    cases: list[SwitchCase] = Field(
        title="Cases",
        description="The first that equals the value is taken.",
        min_length=1,
        max_length=50,
        json_schema_extra=ui(widget="cases", expression="never"),
    )
    default: PortName = Field(
        title="Otherwise",
        description="The port that is taken when no case equals the value.",
        pattern=PORT_PATTERN,
        json_schema_extra=ui(expression="never"),
    )


class SwitchOutput(BaseModel):
    """Which path was taken, and for which value."""

    port: str
    value: JsonValue


@control(
    "switch",
    title="Switch",
    icon="list-tree",
    ports=ConfigPorts(("/cases/*/port", "/default")),
    key_field="value",
    output=SwitchOutput,
    quick=True,
)
def switch(config: SwitchConfig, context: ControlContext) -> Output:
    """Take the first path whose value equals the one looked at, else the default.

    Equal are values of the same type: `1` is not `"1"`, `0` is not `false`; `1` and `1.0` are the
    same number. Objects are equal when all their properties are, in any order. The cases are plain
    values; where they have to be computed, use `branch`.
    """
    taken = next((case.port for case in config.cases if is_equal(case.equals, config.value)), None)
    port = taken or config.default
    return Output({"port": port, "value": config.value}, port=port)


def is_equal(one: JsonValue, other: JsonValue) -> bool:
    """As JSON: Python alone takes `True` for `1`."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_equal, one, other))
    return one == other
