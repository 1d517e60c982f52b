"""What node types of full code share: their limits, and how they ask the code runner."""

from pydantic import Field, JsonValue

from activities.code.running import CodeConfig, failed, log_lines
from noria.code_work import CodeOrder, Language
from noria.context import NodeContext
from noria.node_type import ui

QUEUE = "code"


class FullCodeConfig(CodeConfig):
    """How long and how much. Each language adds the field `code`."""

    seconds: float = Field(
        default=60.0,
        gt=0,
        le=900,
        title="Time limit",
        description="Seconds that it may take, at most the time of the step itself.",
        json_schema_extra=ui(widget="duration", unit="s", order=3, advanced=True),
    )
    memory_mb: int = Field(
        default=512,
        ge=64,
        le=4096,
        title="Memory limit",
        description="Megabytes that it may use.",
        json_schema_extra=ui(unit="MB", order=4, advanced=True),
    )


async def run_full(
    language: Language, code: str, config: FullCodeConfig, context: NodeContext
) -> JsonValue:
    """
    Raises:
        NodeFailed: The code failed, or no code is run here.
        NodeUnavailable: The runner does not answer now.
    """
    seconds = min(config.seconds, context.timeout_s)
    order = CodeOrder(language, code, config.input, seconds, config.memory_mb)
    answer = await context.run_code(order)
    log_lines(context, answer.printed)
    if answer.fault is not None:
        raise failed(answer.fault.name, answer.fault.message, answer.fault.line)
    return answer.output
