"""`start`: where every run begins."""

from pydantic import ConfigDict, Field, JsonValue

from noria.model import Model
from noria.node_type import ControlContext, Output, control, ui


class StartConfig(Model):
    """What a run may be started with."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {},
                {
                    "input_schema": {
                        "type": "object",
                        "required": ["order_id"],
                        "properties": {"order_id": {"type": "string"}},
                    }
                },
            ]
        }
    )

    input_schema: dict[str, JsonValue] = Field(
        default={},
        title="Input schema",
        description="JSON Schema (draft 2020-12) of the run's input. Empty: any input will do.",
        json_schema_extra=ui(widget="schema", expression="never"),
    )


@control("start", title="Start", icon="play")
def start(config: StartConfig, context: ControlContext) -> Output:
    """Begin the run with its input.

    A graph has exactly one. The input is checked against the schema before the run starts, and the
    form that asks for it is made from the schema. Later steps read it as `trigger`, as in
    `trigger.order_id`; it is the output of this step, too.
    """
    return Output(context.input)
