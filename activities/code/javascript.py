"""`code.javascript`: a function in JavaScript, in the engine that expressions use."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache, partial

from pydantic import ConfigDict, Field, JsonValue

from activities.code.running import MAX_CODE_CHARS, CodeConfig, code_hints, failed, log_lines
from noria.context import NodeContext
from noria.expressions.code import CodeError, run_code
from noria.node_type import node

THREADS = 4
"""Of a process. Code that spends its whole budget holds one for two seconds."""


class JavascriptConfig(CodeConfig):
    """The code and its input."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "function main(input) {\n"
                    "  return input.items.filter((item) => item.total > 100);\n}",
                    "input": {"items": "{{ trigger.items }}"},
                }
            ]
        }
    )

    code: str = Field(
        default="function main(input) {\n  return input;\n}\n",
        max_length=MAX_CODE_CHARS,
        title="Code",
        description="JavaScript with a function `main(input)`, whose answer is the output.",
        json_schema_extra=code_hints("javascript"),
    )


@node("code.javascript", title="JavaScript", category="Code", icon="code", changes=False)
async def javascript(config: JavascriptConfig, context: NodeContext) -> JsonValue:
    """Run a function of your own, in JavaScript.

    It gets its input as JSON and gives JSON; what it prints with `console.log` is in the step's
    log. There are no files, no network, no modules and no waiting, and it may take about two
    seconds and 64 MB. `code.javascript_full` has TypeScript, `async` and larger limits.

    A repeat runs it again: it can reach nothing outside, so nothing is done twice.
    """
    work = partial(
        run_code, config.code, config.input, now=datetime.now(UTC), seed=context.idempotency_key
    )
    try:
        result = await asyncio.get_running_loop().run_in_executor(_threads(), work)
    except CodeError as error:
        log_lines(context, error.printed)
        raise failed(error.name, str(error), error.line) from None
    log_lines(context, result.printed)
    return result.output


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="code")
