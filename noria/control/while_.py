"""`while`: runs its body as long as a condition holds."""

from pydantic import ConfigDict, Field, JsonValue

from noria.model import Model
from noria.node_type import ControlContext, Repeat, control, ui

MAX_ITERATIONS = 1_000_000


class RepeatConfig(Model):
    """What `while` and `until` share."""

    initial: JsonValue = Field(
        default=None, title="Initial", description="What `loop.prev` is in the first iteration."
    )
    next: JsonValue = Field(
        default=None,
        title="Next",
        description="What `loop.prev` is in the next iteration, from the steps of the body. "
        "Unset: the output of the last step of the body that ran.",
    )
    max_iterations: int = Field(
        default=1_000,
        title="Most iterations",
        description="The loop fails when it has not ended by then.",
        ge=1,
        le=MAX_ITERATIONS,
        json_schema_extra=ui(expression="never"),
    )


class WhileConfig(RepeatConfig):
    """When to go on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"condition": "loop.prev.next_page != null", "initial": {"next_page": 1}}]
        }
    )

    condition: JsonValue = Field(
        title="Condition",
        description="Looked at before each iteration: the loop goes on while this is true.",
        json_schema_extra=ui(expression="only", placeholder="loop.index < 10"),
    )


@control(
    "while",
    title="While",
    category="Loops",
    icon="refresh-cw",
    key_field="condition",
    inner={"condition": "before", "next": "after"},
)
def while_loop(config: WhileConfig, context: ControlContext) -> Repeat:
    """Run the body as long as the condition is true, which is looked at before each iteration.

    `loop.prev` carries what one iteration leaves for the next, and `loop.index` counts from 0. The
    output is the last `loop.prev`: the initial one when the condition is false from the start.
    """
    return Repeat(config.initial, config.max_iterations)
