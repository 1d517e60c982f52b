"""Makes an overflow of the C stack a trap.

QuickJS has its own check compiled out on WASI, and a C stack inside WebAssembly memory has no guard page: deep
recursion would quietly write over other data. So each `global.set` of the stack pointer becomes a call of a
function that looks first.
"""

import re

from noria.expressions import module as wasm
from noria.expressions.module import Module

_LEB = rb"[\x80-\xff]*[\x00-\x7f]"

# The linker pads indices with zeros, to five bytes.
_SET_STACK_POINTER = re.compile(rb"\x24\x80*\x00")

# Any instruction but `br_table`, whose length depends on a count, and `global.set 0`. Read from the start of a
# function, so that an operand is never taken for an instruction. Not possessive: `*+` over a group
# stops too early in Python up to 3.11.4, which Debian 12 has.
_OTHERS = re.compile(
    rb"(?:"
    rb"[\x00\x01\x05\x0b\x0f\x1a\x1b\x45-\xc4\xd1]"  # no operand
    rb"|[\x02-\x04\x0c\x0d\x10\x12\x20-\x23\x25\x26\x3f-\x42\xd0\xd2]" + _LEB + rb"|"  # one
    rb"\x24(?!\x80*\x00)" + _LEB + rb"|"  # another global
    rb"[\x11\x13\x28-\x3e]" + _LEB + _LEB + rb"|"  # two: indirect calls, loads and stores
    rb"\x43.{4}|\x44.{8}"  # floats
    rb"|\xfc(?:[\x00-\x07]|[\x09\x0b\x0d\x0f-\x11]"
    + _LEB
    + rb"|[\x08\x0a\x0c\x0e]"
    + _LEB
    + _LEB
    + rb"))*",
    re.DOTALL,
)
_BR_TABLE = 0x0E


def guard(module: Module, limit_global: int, kind: int) -> Module:
    """Add the check; `kind` is the index of the type `(i32) -> ()`."""
    check = len(module.imports) + len(module.functions)
    call = b"\x10" + wasm.unsigned(check)
    # if (argument < limit) trap; stack_pointer = argument
    code = b"\x20\x00\x23" + wasm.unsigned(limit_global) + b"\x49\x04\x40\x00\x0b\x20\x00\x24\x00"
    module.bodies = [_checked(body, call) for body in module.bodies] + [wasm.body(code)]
    module.functions = [*module.functions, kind]
    return module


def _checked(body: bytes, call: bytes) -> bytes:
    if not _SET_STACK_POINTER.search(body):
        return body
    reader = wasm.Reader(body)
    reader.unsigned()
    start = reader.at
    for _ in range(reader.unsigned()):
        reader.unsigned()
        reader.byte()
    code = body[start : reader.at] + _replace(body, reader.at, call)
    return wasm.unsigned(len(code)) + code


def _replace(body: bytes, at: int, call: bytes) -> bytes:
    out: list[bytes] = []
    while at < len(body):
        run = _OTHERS.match(body, at)
        assert run is not None  # it may match nothing, but it matches
        out.append(run.group())
        at = run.end()
        if found := _SET_STACK_POINTER.match(body, at):
            out.append(call)
            at = found.end()
        elif at < len(body):
            end = _after_br_table(body, at)
            out.append(body[at:end])
            at = end
    return b"".join(out)


def _after_br_table(body: bytes, at: int) -> int:
    reader = wasm.Reader(body)
    reader.at = at
    if (found := reader.byte()) != _BR_TABLE:
        raise ValueError(f"The module has the unknown instruction {found:#x}.")
    for _ in range(reader.unsigned() + 1):
        reader.unsigned()
    return reader.at
