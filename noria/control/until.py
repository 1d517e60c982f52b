"""`until`: runs its body, at least once, until a condition holds."""

from pydantic import ConfigDict, Field, JsonValue

from noria.control.while_ import RepeatConfig
from noria.node_type import ControlContext, Repeat, control, ui


class UntilConfig(RepeatConfig):
    """When to stop."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"condition": "loop.prev.status == 'done'"}]}
    )

    condition: JsonValue = Field(
        title="Condition",
        description="Looked at after each iteration: the loop ends when this is true.",
        json_schema_extra=ui(expression="only", placeholder="loop.prev.status == 'done'"),
    )


@control(
    "until",
    title="Until",
    category="Loops",
    icon="rotate-cw",
    key_field="condition",
    inner={"next": "after", "condition": "after"},
)
def until_loop(config: UntilConfig, context: ControlContext) -> Repeat:
    """Run the body until the condition is true, which is looked at after each iteration.

    The condition reads the steps of the body, and `loop.prev` as the iteration leaves it. The output
    is the last `loop.prev`.
    """
    return Repeat(config.initial, config.max_iterations, until=True)
