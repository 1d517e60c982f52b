"""Runs an author's JavaScript in the engine of expressions: the same walls, larger budgets.

The code is data to one fixed expression, which makes a function of it, calls its `main` and gathers
what it prints. So there is nothing in the guest that expressions don't have.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from pydantic import JsonValue

from noria.expressions.engine import EPOCH
from noria.expressions.instance import Engine, EngineTrap

FUEL = 10_000_000_000
"""About two seconds of one processor."""
RESULT_CHARS = 16 * 1024 * 1024
FIRST_LINE = 3
"""Of the code, as the engine counts: it writes two lines before the body of a function."""

_MAIN = """((input, printed) => {
  const shown = (value) => {
    if (typeof value === "string") return value;
    try { return JSON.stringify(value) ?? String(value); } catch { return String(value); }
  };
  const print = (...values) => { printed.push(values.map(shown).join(" ")); };
  const console = { log: print, info: print, warn: print, error: print, debug: print };
  try {
    const main = Function("console", '"use strict";' + item.code + "\\n;return main;")(console);
    const output = main(input);
    if (output === undefined) return { output: null, printed };
    if (typeof output === "symbol" || typeof output === "function") throw new TypeError("the result is a " + typeof output + ": JSON has no such value");
    if (output instanceof Promise) throw new TypeError("main is async, and light code can't wait: use the node type code.javascript_full");
    JSON.stringify(output);
    return { output, printed };
  } catch (error) {
    const known = error instanceof Error;
    return { error: { name: known ? String(error.name) : "Error", message: known ? String(error.message) : "the code threw " + shown(error), stack: known ? String(error.stack) : "" }, printed };
  }
})(item.input, [])"""
_PLACE = re.compile(r"<input>:(\d+):\d+")


class CodeError(Exception):
    """The code is wrong, or spent its budget."""

    def __init__(self, name: str, message: str, line: int | None, printed: tuple[str, ...]) -> None:
        super().__init__(message)
        self.name = name
        """Of the error in the code's own language, as `TypeError`."""
        self.line = line
        """From 1."""
        self.printed = printed


@dataclass(frozen=True)
class CodeResult:
    """What `main` gave, and what was printed on the way, by line."""

    output: JsonValue
    printed: tuple[str, ...]


def run_code(
    code: str, given: JsonValue, *, now: datetime, seed: str, fuel: int = FUEL
) -> CodeResult:
    """Call `main(given)` of the code.

    Raises:
        CodeError: It failed, or spent its budget.
    """
    request = {"task": "evaluate", "items": [{"source": _MAIN, "bare": True}], "seed": seed}
    try:
        answer, _ = Engine.shared().run(
            orjson.dumps(request),
            # Not orjson: code may hold half a character, and the input a large number.
            json.dumps({"item": {"code": code, "input": given}}).encode(),
            fuel=fuel,
            result_chars=RESULT_CHARS,
            now_ns=(now - EPOCH) // timedelta(microseconds=1) * 1_000,
        )
    except EngineTrap as trap:
        raise _spent(trap, fuel) from None
    reply: dict[str, Any] = orjson.loads(answer)
    if failure := reply.get("error"):
        # About the result, which the engine itself refused; what it quotes is our expression.
        message = str(failure["message"]).partition(" (in: ")[0]
        raise CodeError(failure["name"], message, None, ())
    result: dict[str, Any] = reply["values"][0]
    printed = tuple(result["printed"])
    if error := result.get("error"):
        line = _line(error["stack"], code)
        raise CodeError(error["name"], _words(error["message"]), line, printed)
    return CodeResult(result["output"], printed)


def _spent(trap: EngineTrap, fuel: int) -> CodeError:
    if trap.out_of_fuel:
        message = f"It did not finish within {fuel:,} instructions."
    else:
        message = "It needs more than 64 MB of memory, or calls itself too deeply."
    return CodeError("RangeError", message, None, ())


def _words(message: str) -> str:
    if message == "out of memory":
        return "it needs more than 64 MB of memory"
    return message


def _line(stack: str, code: str) -> int | None:
    """Of the first place in the code itself; the lines around it are ours."""
    last = code.count("\n") + 1
    for found in _PLACE.finditer(stack):
        line = int(found[1]) - FIRST_LINE + 1
        if 1 <= line <= last:
            return line
    return None
