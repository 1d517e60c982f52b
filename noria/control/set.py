"""`set`: computes values and gives them names."""

from pydantic import ConfigDict, Field, JsonValue

from noria.model import Model
from noria.node_type import ControlContext, Output, control, ui


class SetConfig(Model):
    """Values by name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"values": {}}]})

    values: dict[str, JsonValue] = Field(
        title="Values",
        description="Each name with its value; a value may be an expression.",
        json_schema_extra=ui(widget="key_value"),
    )


@control("set", title="Set", category="Data", icon="braces", quick=True)
def set_values(config: SetConfig, context: ControlContext) -> Output:
    """Compute values and give them names.

    The output is the object: `steps.<id>.output.<name>`. The values don't see each other; put one
    step after the other where they must. It costs no call to a worker.
    """
    return Output(dict(config.values))
