"""`code.python_full`: a function in Python, in a sandbox of its own."""

from pydantic import ConfigDict, JsonValue

from activities.code.full import QUEUE, FullCodeConfig, run_full
from activities.code.running import FIRST_PYTHON, PythonCode
from noria.context import NodeContext
from noria.node_type import node


class PythonFullConfig(FullCodeConfig):
    """The code, its input and its limits."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "import statistics\n\ndef main(input):\n"
                    "    return statistics.median(input['totals'])\n",
                    "input": {"totals": "{{ trigger.totals }}"},
                }
            ]
        }
    )

    code: PythonCode = FIRST_PYTHON


@node("code.python_full", title="Python, full", category="Code", icon="code", queue=QUEUE)
async def python_full(config: PythonFullConfig, context: NodeContext) -> JsonValue:
    """Run a function of your own, in CPython with its whole standard library.

    `main` may be `async`. The code runs in a sandbox of its own, in a process without secrets: no
    network, no other processes, no files but Python's own, nothing of any other run. What it
    prints is in the step's log. Fetch what it needs with a step before, and send what it makes
    with a step after it.

    A repeat runs it again: it can reach nothing outside, so nothing is done twice.
    """
    return await run_full("python", config.code, config, context)
