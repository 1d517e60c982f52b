"""What runs inside the jail: the code in its language, and how its answer comes out.

An answer is JSON, `{"output": …}` or `{"error": {"name", "message", "line"}}`.
"""

import asyncio
import base64
import contextlib
import inspect
import json
import math
import os
import secrets
import sys
import traceback
from types import TracebackType
from typing import Any, NoReturn

RESULT = 3
"""The descriptor that the answer goes to."""
_FILE = "<code>"
_FLAGS = (
    "--quiet", "--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm",
    "--deny-read", "--deny-write", "--deny-net", "--deny-env", "--deny-run", "--deny-ffi",
    "--deny-sys", "--deny-import",
)  # fmt: skip
_DENO_ENVIRONMENT = {
    "HOME": "/nonexistent", "DENO_DIR": "/nonexistent", "NO_COLOR": "1", "TZ": "UTC",
    "DENO_NO_UPDATE_CHECK": "1", "DENO_NO_PROMPT": "1",
}  # fmt: skip
_DENO_MAIN = """\
const {{ code, input, mark }} = {given};
const said = (answer) => {{
  const data = new TextEncoder().encode("\\n" + mark + JSON.stringify(answer));
  for (let at = 0; at < data.length; ) at += Deno.stdout.writeSync(data.subarray(at));
  Deno.exit(0);
}};
const place = (stack) => /data:application\\/typescript[^:]*:(\\d+):\\d+/.exec(stack)?.[1];
try {{
  await import("data:application/typescript;base64," + code);
  const main = globalThis[Symbol.for("main")];
  if (typeof main !== "function") throw new ReferenceError("main is not defined");
  const output = await main(input);
  const json = output === undefined ? "null" : JSON.stringify(output);
  if (json === undefined) throw new TypeError("the result is not JSON: it is a " + typeof output);
  said({{ json }});
}} catch (error) {{
  const known = error instanceof Error;
  const line = known ? place(String(error.stack)) ?? place(String(error.message)) : undefined;
  const message = known ? String(error.message).split("\\n")[0].replace(/ at data:.*$/, "") : "the code threw " + String(error);
  said({{ error: {{ name: known ? error.name : "Error", message, line: line ? Number(line) : null }} }});
}}
"""


def run_python(code: str, given: Any) -> NoReturn:
    """Never comes back."""
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)
    try:
        answer = {"json": _call(code, given)}
    except BaseException as error:  # noqa: BLE001 - whatever the code raises is its author's
        answer = {"error": _told(error)}
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    data = json.dumps(answer).encode()
    while data:
        data = data[os.write(RESULT, data) :]
    os._exit(0)


def _call(code: str, given: Any) -> str:
    names: dict[str, Any] = {"__name__": "code"}
    exec(compile(code, _FILE, "exec"), names)  # noqa: S102 - what all of this is for
    main = names.get("main")
    if not callable(main):
        raise NameError("name 'main' is not defined: write a function main(input)")
    output = main(given)
    if inspect.iscoroutine(output):
        output = asyncio.run(output)
    return json.dumps(output, allow_nan=False)


def _told(error: BaseException) -> dict[str, Any]:
    name, message = type(error).__name__, str(error)
    if isinstance(error, MemoryError):
        message = message or "it needs more memory than it may have"
    line = error.lineno if isinstance(error, SyntaxError) else _line(error.__traceback__)
    if isinstance(error, SyntaxError):
        message = error.msg
    return {"name": name, "message": message[:2_000], "line": line}


def _line(trace: TracebackType | None) -> int | None:
    lines = [line for frame, line in traceback.walk_tb(trace) if frame.f_code.co_filename == _FILE]
    return lines[-1] if lines else None


def new_mark() -> str:
    """What the answer of a program begins with that has no descriptor for it."""
    return secrets.token_hex(16)


def deno_program(code: str, given: Any, mark: str) -> bytes:
    """What Deno reads and runs."""
    whole = f"{code}\n;globalThis[Symbol.for('main')] = typeof main === 'undefined' ? null : main;"
    text = {"code": base64.b64encode(whole.encode()).decode(), "input": given, "mark": mark}
    return _DENO_MAIN.format(given=json.dumps(text)).encode()


def run_deno(binary: int, memory_bytes: int) -> NoReturn:
    """Becomes Deno, which reads its program from standard input."""
    megabytes = math.floor(memory_bytes / 2**20 / 2)
    flags = [*_FLAGS, f"--v8-flags=--max-old-space-size={megabytes}"]
    os.execve(binary, ["deno", "run", *flags, "-"], _DENO_ENVIRONMENT)
