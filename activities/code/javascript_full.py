"""`code.javascript_full`: a function in TypeScript or JavaScript, in a sandbox of its own."""

from pydantic import ConfigDict, Field, JsonValue

from activities.code.full import QUEUE, FullCodeConfig, run_full
from activities.code.running import MAX_CODE_CHARS, code_hints
from noria.context import NodeContext
from noria.node_type import node


class JavascriptFullConfig(FullCodeConfig):
    """The code, its input and its limits."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "type Order = { total: number };\n\n"
                    "async function main(input: { orders: Order[] }) {\n"
                    "  return input.orders.reduce((sum, order) => sum + order.total, 0);\n}\n",
                    "input": {"orders": "{{ trigger.orders }}"},
                }
            ]
        }
    )

    code: str = Field(
        default="function main(input) {\n  return input;\n}\n",
        max_length=MAX_CODE_CHARS,
        title="Code",
        description="TypeScript or JavaScript with a function `main(input)`, whose answer is the output.",
        json_schema_extra=code_hints("typescript"),
    )


@node("code.javascript_full", title="JavaScript, full", category="Code", icon="code", queue=QUEUE)
async def javascript_full(config: JavascriptFullConfig, context: NodeContext) -> JsonValue:
    """Run a function of your own, in TypeScript or JavaScript, in Deno.

    `main` may be `async`; types are read past, not checked. The code runs in a sandbox of its own,
    in a process without secrets: no network, no other processes, no files, no packages, nothing of
    any other run. What it prints is in the step's log. Fetch what it needs with a step before, and
    send what it makes with a step after it.

    A repeat runs it again: it can reach nothing outside, so nothing is done twice.
    """
    return await run_full("typescript", config.code, config, context)
