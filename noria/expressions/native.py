"""wasmtime's C API for one instance: about thirty calls for an expression, each of which counts.

Past the Python classes, which look an export up by walking all of them and convert every argument.
Addresses are plain integers here, and all calls but those that run a program hold the interpreter's
lock: they take a microsecond, and to give the lock away may cost a change of threads.
"""

import ctypes
from typing import Any, cast

import wasmtime
from wasmtime import _ffi  # private, but all that reaches the C API

# typeshed knows nothing of the C API, and the bindings are generated.
ffi = cast(Any, _ffi)

MAX_ARGUMENTS = 5
_SMALL_BYTES = 64 * 1024
"""Work on so much data is done before another thread would have the lock."""

_POINTER = ctypes.c_void_p
_SIZE = ctypes.c_size_t
_I64 = ctypes.c_int64


def _function(name: str, result: Any, *arguments: Any, holds_lock: bool = True) -> Any:
    kind = ctypes.PYFUNCTYPE if holds_lock else ctypes.CFUNCTYPE
    return kind(result, *arguments)((name, ffi.dll))


_store_new = _function("wasmtime_store_new", _POINTER, _POINTER, _POINTER, _POINTER)
_store_delete = _function("wasmtime_store_delete", None, _POINTER)
_store_context = _function("wasmtime_store_context", _POINTER, _POINTER)
_store_limiter = _function("wasmtime_store_limiter", None, _POINTER, _I64, _I64, _I64, _I64, _I64)
_set_fuel = _function("wasmtime_context_set_fuel", _POINTER, _POINTER, ctypes.c_uint64)
_get_fuel = _function("wasmtime_context_get_fuel", _POINTER, _POINTER, _POINTER)
_instantiate = _function(
    "wasmtime_instance_pre_instantiate", _POINTER, _POINTER, _POINTER, _POINTER, _POINTER
)
_export_get = _function(
    "wasmtime_instance_export_get",
    ctypes.c_bool,
    *(_POINTER, _POINTER, ctypes.c_char_p, _SIZE, _POINTER),
)
_global_get = _function("wasmtime_global_get", None, _POINTER, _POINTER, _POINTER)
_global_set = _function("wasmtime_global_set", _POINTER, _POINTER, _POINTER, _POINTER)
_memory_data = _function("wasmtime_memory_data", _POINTER, _POINTER, _POINTER)
_CALL = (_POINTER, _POINTER, _POINTER, _POINTER, _SIZE, _POINTER)
_call_briefly = _function("wasmtime_func_call_unchecked", *_CALL)
_call = _function("wasmtime_func_call_unchecked", *_CALL, holds_lock=False)


class _Scratch(ctypes.Structure):
    """What the C API writes to."""

    _fields_ = (
        ("instance", ffi.wasmtime_instance_t),
        ("found", ffi.wasmtime_extern_t),
        ("memory", ffi.wasmtime_extern_t),
        ("value", ffi.wasmtime_val_t),
        ("arguments", ffi.wasmtime_val_raw_t * MAX_ARGUMENTS),
        ("trap", ctypes.c_void_p),
        ("fuel", ctypes.c_uint64),
    )


_OFFSETS = {name: cast(int, getattr(_Scratch, name).offset) for name, *_ in _Scratch._fields_}
_OF = cast(int, ffi.wasmtime_extern_t.of.offset)


def address_of(pointer: Any) -> int:
    """Of what an object of wasmtime's Python classes stands for."""
    return cast(int, ctypes.cast(pointer, ctypes.c_void_p).value)


class Call:
    """A store with one instance in it; closed at once, since it may hold all the memory it may have."""

    def __init__(self, engine: int, prepared: int, fuel: int, memory_bytes: int) -> None:
        """`engine` and `prepared` are addresses.

        Raises:
            WasmtimeError: There is no instance to be had.
        """
        self._scratch = _Scratch()
        at = ctypes.addressof(self._scratch)
        self._found = at + _OFFSETS["found"]
        self._arguments = at + _OFFSETS["arguments"]
        self._trap = at + _OFFSETS["trap"]
        self._memory = at + _OFFSETS["memory"] + _OF
        self._instance = at + _OFFSETS["instance"]
        self._store = _store_new(engine, None, None)
        try:
            _store_limiter(self._store, memory_bytes, -1, 1, 1, 1)
            self._context = _store_context(self._store)
            _raise(_set_fuel(self._context, fuel), None)
            error = _instantiate(prepared, self._context, self._instance, self._trap)
            _raise(error, self._scratch.trap)
            self._export(b"memory", at + _OFFSETS["memory"])
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Call":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing of the instance is left."""
        _store_delete(self._store)

    def _export(self, name: bytes, to: int) -> None:
        is_there = _export_get(self._context, self._instance, name, len(name), to)
        assert is_there, name

    def constant(self, name: str) -> int:
        self._export(name.encode(), self._found)
        value = self._scratch.value
        _global_get(self._context, self._found + _OF, ctypes.addressof(value))
        return value.of.i64 if value.kind == ffi.WASMTIME_I64.value else value.of.i32

    def set_variable(self, name: bytes, number: int) -> None:
        """Of 64 bits."""
        self._export(name, self._found)
        value = self._scratch.value
        value.kind = ffi.WASMTIME_I64.value
        value.of.i64 = number
        error = _global_set(self._context, self._found + _OF, ctypes.addressof(value))
        assert not error

    def __call__(self, name: bytes, *arguments: int, is_brief: bool = False) -> int:
        """The result as 64 bits without a sign.

        Raises:
            wasmtime.Trap: Out of fuel or of stack.
        """
        self._export(name, self._found)
        slots = self._scratch.arguments
        for at, argument in enumerate(arguments):
            slots[at].i64 = argument
        run = _call_briefly if is_brief else _call
        error = run(self._context, self._found + _OF, self._arguments, MAX_ARGUMENTS, self._trap)
        if error or self._scratch.trap:
            _raise(error, self._scratch.trap)
        return slots[0].i64 & 0xFFFF_FFFF_FFFF_FFFF

    def _address(self, at: int) -> int:
        """In this process; memory moves when it grows."""
        return cast(int, _memory_data(self._context, self._memory)) + at

    def write(self, at: int, data: bytes) -> None:
        ctypes.memmove(self._address(at), data, len(data))

    def read(self, at: int, size: int) -> bytes:
        return ctypes.string_at(self._address(at), size)

    def word(self, at: int) -> int:
        return int.from_bytes(self.read(at, 4), "little")

    def string(self, context: int, data: bytes) -> int | None:
        """A JavaScript string, as a JSValue; None when there is no memory for it."""
        is_brief = len(data) <= _SMALL_BYTES
        address = self(b"malloc", len(data) + 1, is_brief=is_brief) & 0xFFFF_FFFF
        if address == 0:
            return None
        self.write(address, data + b"\0")
        return self(b"JS_NewStringLen", context, address, len(data), is_brief=is_brief)

    def fuel_left(self) -> int:
        at = ctypes.addressof(self._scratch) + _OFFSETS["fuel"]
        _raise(_get_fuel(self._context, at), None)
        return cast(int, self._scratch.fuel)


def _raise(error: int | None, trap: int | None) -> None:
    """What the C API gave instead of a result, if it did."""
    if error:
        raise _owning(wasmtime.WasmtimeError, ffi.wasmtime_error_t, error)
    if trap:
        raise _owning(wasmtime.Trap, ffi.wasm_trap_t, trap)


def _owning(kind: Any, structure: Any, address: int) -> Exception:
    pointer = cast(Any, ctypes.POINTER)(structure)
    return kind._from_ptr(ctypes.cast(address, pointer))
