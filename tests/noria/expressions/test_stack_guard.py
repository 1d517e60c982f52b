"""Rewriting WebAssembly code."""

import pytest
import wasmtime

from noria.expressions import module as wasm
from noria.expressions.module import Export, Global, Module
from noria.expressions.stack_guard import guard

I32 = wasm.I32
TYPES = wasm.vector([b"\x60" + wasm.vector([bytes([I32])]) + wasm.vector([])])


def move_to(stack_pointer_code: bytes) -> Module:
    """One function that sets the stack pointer to its argument, above a limit of 100."""
    return Module(
        imports=[],
        functions=[0],
        globals=[Global(I32, True, 500), Global(I32, True, 100)],
        exports=[Export("move", 0, 0), Export("stack_pointer", 3, 0)],
        bodies=[wasm.body(stack_pointer_code)],
        memory_pages=(1, 1),
        data=[],
        kept={wasm.TYPE: TYPES},
    )


# The bytes 24 00 also as the operand of a constant, in a br_table and for another global.
CODES = {
    "short": b"\x20\x00\x24\x00",
    "padded": b"\x20\x00\x24\x80\x80\x80\x80\x00",
    "operand": b"\x41\x24\x1a\x41\x00\x1a\x20\x00\x24\x00",
    "br_table": b"\x02\x40\x41\x00\x0e\x01\x00\x00\x0b\x20\x00\x24\x00",
    "float": b"\x43\x24\x00\x24\x00\x1a\x44\x24\x00\x24\x00\x24\x00\x24\x00\x1a\x20\x00\x24\x00",
}


@pytest.mark.parametrize("code", CODES.values(), ids=CODES.keys())
def test_a_stack_below_its_limit_is_a_trap(code: bytes) -> None:
    engine = wasmtime.Engine()
    binary = wasm.write(guard(move_to(code), limit_global=1, kind=0))
    store = wasmtime.Store(engine)
    exports = wasmtime.Instance(store, wasmtime.Module(engine, binary), []).exports(store)
    move, pointer = exports["move"], exports["stack_pointer"]
    assert isinstance(move, wasmtime.Func)
    assert isinstance(pointer, wasmtime.Global)

    move(store, 100)

    assert pointer.value(store) == 100
    with pytest.raises(wasmtime.Trap):
        move(store, 99)
    assert pointer.value(store) == 100


def test_an_unknown_instruction_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown instruction 0xfd"):
        guard(move_to(b"\xfd\x00\x20\x00\x24\x00"), limit_global=1, kind=0)


def test_a_module_is_read_as_it_was_written() -> None:
    module = guard(move_to(CODES["short"]), limit_global=1, kind=0)
    module.data = [(8, b"text")]

    assert wasm.write(wasm.read(wasm.write(module))) == wasm.write(module)


@pytest.mark.parametrize("number", [0, 1, 63, 64, 127, 128, 300, 2**31 - 1, -1, -64, -65, -(2**31)])
def test_numbers_are_read_as_they_were_written(number: int) -> None:
    assert wasm.Reader(wasm.constant(wasm.I32, number)).constant() == number
    assert wasm.Reader(wasm.constant(wasm.I64, number << 20)).constant() == number << 20


def test_segments_leave_zeros_out() -> None:
    memory = bytes(100) + b"ab" + bytes(5) + b"c" + bytes(200) + b"d"

    assert wasm.segments(memory) == [(100, b"ab" + bytes(5) + b"c"), (308, b"d")]
