"""`code.python`: a function in a small Python, in an interpreter that reaches nothing."""

import asyncio
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import orjson
from pydantic import ConfigDict, JsonValue

from activities.code.running import FIRST_PYTHON, CodeConfig, PythonCode, failed, log_lines
from noria.context import NodeContext
from noria.errors import NodeFailed, NodeUnavailable
from noria.node_type import node

if TYPE_CHECKING:
    from pydantic_monty import AsyncMonty, ResourceLimits

SECONDS = 3.0
MEMORY_BYTES = 64 * 1024 * 1024
PRINTED_BYTES = 256 * 1024
RESULT_CHARS = 16 * 1024 * 1024
PROCESSES = 4
SESSIONS = 500
"""Of one interpreter process, after which another takes its place."""
_CODE = "<python-input-0>"
"""What the interpreter calls the first thing that it is given."""
_ANSWER = "import json\njson.dumps(main(input), allow_nan=False)"


class PythonConfig(CodeConfig):
    """The code and its input."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "def main(input):\n"
                    "    return [item for item in input['items'] if item['total'] > 100]\n",
                    "input": {"items": "{{ trigger.items }}"},
                }
            ]
        }
    )

    code: PythonCode = FIRST_PYTHON


@node("code.python", title="Python", category="Code", icon="code", changes=False)
async def python(config: PythonConfig, context: NodeContext) -> JsonValue:
    """Run a function of your own, in a small Python.

    It gets its input as JSON and gives JSON; what it prints is in the step's log. The interpreter
    has the language without generators and inheritance, and of the standard library `json`, `re`,
    `datetime`, `math`, `hashlib`, `base64`, `csv`, `decimal`, `random`, `itertools`, `functools`
    and `collections`. There are no files, no network and no packages, and it may take three
    seconds and 64 MB. `code.python_full` has all of Python and larger limits.

    A repeat runs it again: it can reach nothing outside, so nothing is done twice.
    """
    import pydantic_monty as monty

    printed = monty.CollectString(max_bytes=PRINTED_BYTES)
    limits: ResourceLimits = {"max_feed_duration_secs": SECONDS, "max_memory": MEMORY_BYTES}
    pool = await _pool()
    try:
        async with pool.checkout(limits=limits, os_policy={"sleep": "zero"}) as session:
            await session.feed_run(config.code, print_callback=printed)
            given = {"input": config.input}
            answer = await session.feed_run(_ANSWER, inputs=given, print_callback=printed)
    except (monty.MontySyntaxError, monty.MontyRuntimeError) as error:
        name, message = type(error.exception()).__name__, str(error.exception())
        lines = [frame.line for frame in error.traceback() if frame.filename == _CODE]
        raise failed(name, message, lines[-1] if lines else None) from None
    except monty.MontyConversionError as error:
        raise NodeFailed(f"The input can't be given to Python: {error}") from None
    except monty.MontyCrashedError as error:
        if error.timed_out:
            raise failed("TimeoutError", f"It took longer than {SECONDS:g} s.", None) from None
        raise NodeUnavailable(f"The interpreter ended in the middle: {error}") from None
    finally:
        log_lines(context, printed.output.splitlines())
    if len(answer) > RESULT_CHARS:
        raise NodeFailed(
            f"The output has {len(answer):,} characters; {RESULT_CHARS:,} are the most."
        )
    return orjson.loads(answer)


_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, "AsyncMonty"] = WeakKeyDictionary()


async def _pool() -> "AsyncMonty":
    """One for each process, made when the first step needs it; its processes have no environment."""
    import pydantic_monty as monty

    loop = asyncio.get_running_loop()
    if loop not in _pools:
        pool = monty.AsyncMonty(
            min_processes=0, max_processes=PROCESSES, max_checkouts_per_worker=SESSIONS
        )
        _pools[loop] = pool
        await pool.__aenter__()
    return _pools[loop]
