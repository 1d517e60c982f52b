"""Makes the engine's image: QuickJS with its context ready and the guest's script loaded, as one module.

The file of QuickJS imports 21 WASI functions and needs some milliseconds to set up a context. The image imports
nothing, so expressions have nothing to call, and starts with everything set up:

1. *Close* the module: each import becomes a function of its own that answers ENOSYS; the clock reads
   the global `now`, which the host sets.
2. Run the set-up once and write down the memory it leaves, as the image's initial memory.

The result depends on the two files alone, to the byte, and is what both wasmtime and the browser run.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import wasmtime

from noria.expressions import module as wasm
from noria.expressions.module import Export, Global, Module
from noria.expressions.stack_guard import guard

MEMORY_PAGES = 1_024
"""64 MB: the most that an instance may grow to."""
STACK_BYTES = 512 * 1024
"""The C stack: about 1,200 calls of a JavaScript function. QuickJS is linked with 64 KB, enough for 200."""
GC_THRESHOLD_BYTES = 16 * 1024 * 1024
"""Below this no time goes into collecting cycles: the instance is thrown away anyhow."""

EBADF, ENOSYS = 8, 52
STACK_POINTER = 0
"""Index of the global that holds the C stack's end, by the linker's convention."""

# All that the language promises and nothing that reaches outside, as Worker, std or os.
INTRINSICS = (
    "BaseObjects",
    "Eval",
    "RegExp",
    "JSON",
    "MapSet",
    "Promise",
    "BigInt",
    "TypedArrays",
    "Date",
)

FOR_THE_HOST = ("memory", "now", "malloc", "JS_NewStringLen", "JS_Call", "JS_ToCStringLen2")

JS_TAG_EXCEPTION = 6


GUEST_FILES = (
    "compiling.js",
    "splitting.js",
    "reading.js",
    "paths.js",
    "errors.js",
    "values.js",
    "chance.js",
    "main.js",
    "hardening.js",
)


def join_guest(sources: Sequence[str]) -> str:
    """The files of the guest, in the order of `GUEST_FILES`, as one script that evaluates to its `main`."""
    return "\n".join(['(() => {\n"use strict";', *sources, "return main;\n})();\n"])


@dataclass(frozen=True)
class _Ready:
    """What the set-up leaves behind."""

    memory: bytes
    stack_pointer: int
    stack_limit: int
    context: int
    main: int
    """The guest's function, as a JSValue."""
    mailbox: int
    """64 bytes: the item at work and the limit on results (u32), room for arguments and for a length."""


def build(quickjs: bytes, guest: str) -> bytes:
    """The image as a file. Takes about a second."""
    closed = _close(wasm.read(quickjs))
    return wasm.write(_freeze(closed, _set_up(wasm.write(closed), guest)))


def _close(module: Module) -> Module:
    """Replace each import by a function here, so that all indices stay as they are."""
    now = Global(wasm.I64, mutable=True, value=0)
    stack_limit = Global(wasm.I32, mutable=True, value=0)
    now_index = len(module.globals)
    stubs = [_stub(name, now_index) for name, _ in module.imports]
    closed = replace(
        module,
        imports=[],
        functions=[kind for _, kind in module.imports] + module.functions,
        bodies=[wasm.body(code) for code in stubs] + module.bodies,
        globals=[*module.globals, now, stack_limit],
        exports=[
            *module.exports,
            Export("now", wasm.EXPORTED_GLOBAL, now_index),
            Export("stack_pointer", wasm.EXPORTED_GLOBAL, STACK_POINTER),
            Export("stack_limit", wasm.EXPORTED_GLOBAL, now_index + 1),
        ],
        memory_pages=(module.memory_pages[0], MEMORY_PAGES),
    )
    return guard(closed, limit_global=now_index + 1, kind=dict(module.imports)["proc_exit"])


def _stub(name: str, now_index: int) -> bytes:
    match name:
        case "proc_exit":
            return b"\x00"  # unreachable
        case "clock_time_get":
            # *(i64*)argument2 = now; return 0
            return b"\x20\x02\x23" + wasm.unsigned(now_index) + b"\x37\x03\x00\x41\x00"
        case "environ_sizes_get":
            # An empty environment; without an answer the C library exits. *argument0 = *argument1 = 0
            return b"\x20\x00\x41\x00\x36\x02\x00\x20\x01\x41\x00\x36\x02\x00\x41\x00"
        case "fd_prestat_get":
            return b"\x41" + wasm.signed(EBADF)  # "no folder was given": any other answer exits
        case _:
            return b"\x41" + wasm.signed(ENOSYS)


class _Instance:
    """Calls by name; slow and short-lived."""

    def __init__(self, binary: bytes) -> None:
        config = wasmtime.Config()
        config.wasm_threads = False
        config.cranelift_nan_canonicalization = True
        config.cranelift_opt_level = "none"  # runs for a millisecond, so compile fast
        engine = wasmtime.Engine(config)
        self.store = wasmtime.Store(engine)
        instance = wasmtime.Instance(self.store, wasmtime.Module(engine, binary), [])
        self.exports = instance.exports(self.store)

    @property
    def memory(self) -> wasmtime.Memory:
        return cast(wasmtime.Memory, self.exports["memory"])

    def set_global(self, name: str, value: int) -> None:
        cast(wasmtime.Global, self.exports[name]).set_value(self.store, value)

    def call(self, name: str, *arguments: int) -> int:
        return cast(wasmtime.Func, self.exports[name])(self.store, *arguments)

    def put(self, data: bytes) -> int:
        """The address of a NUL-terminated copy."""
        address = self.call("malloc", len(data) + 1)
        self.memory.write(self.store, data + b"\0", address)
        return address

    def read(self, address: int, size: int) -> bytes:
        return bytes(self.memory.read(self.store, address, address + size))


def _set_up(closed: bytes, guest: str) -> _Ready:
    instance = _Instance(closed)
    instance.call("_initialize")
    bottom = instance.call("malloc", STACK_BYTES)
    top = (bottom + STACK_BYTES) & ~15
    instance.set_global("stack_pointer", top)
    instance.set_global("stack_limit", bottom)
    runtime = instance.call("JS_NewRuntime")
    instance.call("JS_SetGCThreshold", runtime, GC_THRESHOLD_BYTES)
    context = instance.call("JS_NewContextRaw", runtime)
    for name in INTRINSICS:
        instance.call(f"JS_AddIntrinsic{name}", context)

    source = guest.encode()
    code = instance.put(source)
    main = instance.call("JS_Eval", context, code, len(source), instance.put(b"guest"), 0)
    if (main >> 32) & 0xFFFF_FFFF == JS_TAG_EXCEPTION:
        raise ValueError(f"The guest does not load: {_exception(instance, context)}")
    instance.call("free", code)

    # The guest writes the number of the item it is at into the first word.
    mailbox_slot = instance.call("malloc", 8)
    name = instance.put(b"mailbox")
    buffer = instance.call("JS_GetPropertyStr", context, main, name)
    mailbox = instance.call("JS_GetArrayBuffer", context, mailbox_slot, buffer)
    memory = bytearray(instance.read(0, instance.memory.data_len(instance.store)))
    memory[bottom:top] = bytes(top - bottom)  # what is left on the stack means nothing
    return _Ready(bytes(memory), top, bottom, context, main, mailbox)


def _exception(instance: _Instance, context: int) -> str:
    error = instance.call("JS_GetException", context)
    address = instance.call("JS_ToCStringLen2", context, 0, error, 0)
    return instance.read(address, 500).split(b"\0")[0].decode(errors="replace")


def _freeze(closed: Module, ready: _Ready) -> Module:
    """The image: the memory as it is now, and what the host needs by name."""
    constants = {
        "context": Global(wasm.I32, mutable=False, value=ready.context),
        "main": Global(wasm.I64, mutable=False, value=ready.main),
        "mailbox": Global(wasm.I32, mutable=False, value=ready.mailbox),
    }
    first = len(closed.globals)
    named = [
        Export(name, wasm.EXPORTED_GLOBAL, first + offset) for offset, name in enumerate(constants)
    ]
    variables = list(closed.globals)
    for name, value in (("stack_pointer", ready.stack_pointer), ("stack_limit", ready.stack_limit)):
        index = closed.export_index(name)
        variables[index] = replace(variables[index], value=value)
    return replace(
        closed,
        globals=[*variables, *constants.values()],
        exports=[*(export for export in closed.exports if export.name in FOR_THE_HOST), *named],
        memory_pages=(len(ready.memory) // wasm.PAGE_BYTES, MEMORY_PAGES),
        data=wasm.segments(ready.memory),
    )
