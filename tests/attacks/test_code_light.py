"""Groups A and B of the attack catalogue against light code: what reaches nothing by construction."""

import asyncio
import os
from pathlib import Path

import psutil
import pytest

from activities.code.javascript import javascript
from activities.code.python import python
from noria.errors import NodeFailed
from noria.expressions.code import CodeError, run_code
from tests.activities.nodes import NOON, run


async def js(code: str, given: object = None) -> object:
    return await run(javascript, {"code": code, "input": given})


def bounded(body: str) -> None:
    """With a fraction of what a step has, so that the test is over soon."""
    code = f"function main(input) {{ {body} }}"
    run_code(code, None, now=NOON, seed="s", fuel=500_000_000)


async def py(code: str, given: object = None) -> object:
    return await run(python, {"code": code, "input": given})


@pytest.mark.parametrize(
    "reach",
    [
        "this.constructor.constructor('return process')()",
        "(() => {}).constructor('return require')()",
        "console.log.constructor('return process.env')()",
        "input.constructor.constructor('return globalThis.process.env')()",
    ],
)
async def test_A1_A2_the_function_constructor_reaches_no_host(reach: str) -> None:
    with pytest.raises(NodeFailed, match="ReferenceError|TypeError"):
        await js(f"function main(input) {{ return {reach}; }}", {})


async def test_A3_the_global_object_has_nothing_of_the_host() -> None:
    names = ["std", "os", "fetch", "process", "require", "WebAssembly", "Deno", "Worker"]
    code = f"const main = () => {names}.map((name) => typeof globalThis[name])"

    assert await js(code) == ["undefined"] * len(names)


@pytest.mark.parametrize("code", ["import fs from 'fs'", "const main = () => import('fs')"])
async def test_A4_there_are_no_modules(code: str) -> None:
    with pytest.raises(NodeFailed):
        await js(code)


@pytest.mark.parametrize(
    "body",
    [
        "while (true) {}",
        "for (;;) { try { throw 1 } catch {} }",
        "return /(a+)+$/.test('a'.repeat(40) + 'b')",
    ],
)
def test_A5_to_A7_what_never_ends_is_ended(body: str) -> None:
    with pytest.raises(CodeError, match="instructions|memory"):
        bounded(body)


@pytest.mark.parametrize(
    "body",
    [
        "let a = 'x'; for (;;) a += a",
        "const a = []; for (;;) a.push(new Array(10000).fill(a.length))",
        "return new ArrayBuffer(2 ** 31)",
        "return 'x'.repeat(2 ** 20).replaceAll('x', 'y'.repeat(1000))",
        "const f = () => f(); return f()",
        "let a = []; for (let i = 0; i < 200000; i++) a = [a]; return a",
    ],
)
def test_A8_to_A10_bombs_cost_a_step_and_no_worker(body: str) -> None:
    before = psutil.Process().memory_info().rss
    with pytest.raises(CodeError):
        bounded(body)

    assert psutil.Process().memory_info().rss - before < 2**28


async def test_A12_what_code_changes_is_gone_for_the_next() -> None:
    with pytest.raises(NodeFailed):
        await js("function main() { Object.prototype.polluted = 1; return 1 }")

    assert await js("const main = () => ({}).polluted ?? 'clean'") == "clean"


@pytest.mark.parametrize("key", ["__proto__", "constructor", "toString"])
async def test_A13_awkward_keys_of_the_input_are_plain(key: str) -> None:
    given = {key: {"isAdmin": True}}

    assert await js("const main = (i) => [Object.keys(i), ({}).isAdmin ?? null]", given) == [
        [key],
        None,
    ]
    assert await py("def main(input):\n    return list(input)", given) == [key]


async def test_A18_what_code_gives_is_never_rendered() -> None:
    assert await js("const main = () => '{' + '{ 6 * 7 }}'") == "{{ 6 * 7 }}"


async def test_A16_a_long_program_is_refused() -> None:
    with pytest.raises(AssertionError):  # the config has a problem, so nothing is run
        await js("//" + "x" * 2**20)


@pytest.mark.parametrize(
    "expression",
    [
        "open('/etc/passwd').read()",
        "__import__('os').environ",
        "().__class__.__base__.__subclasses__()",
        "'{0.__class__}'.format(input)",
        "globals()['__builtins__']",
        "getattr(input, '__cl' + 'ass__')",
        "eval('__import__(\"os\")')",
    ],
)
async def test_B1_B2_light_python_sees_no_file_and_no_environment(expression: str) -> None:
    with pytest.raises(NodeFailed):
        await py(f"def main(input):\n    return str({expression})", {})


async def test_B2_the_interpreter_has_no_environment_to_leak() -> None:
    await py("def main(input):\n    return 1")

    children = [c for c in psutil.Process().children() if Path(c.exe()).name == "monty"]
    assert children
    assert all(child.environ() == {} for child in children)
    assert os.environ


@pytest.mark.parametrize("module", ["socket", "subprocess", "ctypes", "urllib.request", "mmap"])
async def test_B4_B7_light_python_has_no_module_that_reaches_out(module: str) -> None:
    with pytest.raises(NodeFailed, match="Module|Import|supported"):
        await py(f"import {module}\ndef main(input):\n    return 1")


@pytest.mark.parametrize(
    "body",
    ["return 'a' * 10 ** 10", "return 9 ** 9 ** 9", "a = []\n    while True:\n        a.append('x' * 10 ** 6)"],
)  # fmt: skip
async def test_B8_memory_bombs_end_at_the_limit(body: str) -> None:
    with pytest.raises(NodeFailed, match="Memory|Overflow|memory"):
        await py(f"def main(input):\n    {body}")


async def test_B10_B11_a_flood_and_a_loop_that_catches_everything_are_ended() -> None:
    flood = "def main(input):\n    while True:\n        print('x' * 1000)"
    loop = "def main(input):\n    while True:\n        try:\n            while True:\n                pass\n        except BaseException:\n            pass"

    flooded, looped = await asyncio.gather(py(flood), py(loop), return_exceptions=True)

    assert isinstance(flooded, NodeFailed)
    assert isinstance(looped, NodeFailed)
    assert "TimeoutError" in str(looped)


async def test_B15_what_is_not_json_is_an_error_of_the_step() -> None:
    with pytest.raises(NodeFailed):
        await py("def main(input):\n    return object")
    with pytest.raises(NodeFailed):
        await js("const main = () => Symbol('x')")
