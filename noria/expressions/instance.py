"""Runs the engine's image under wasmtime: one fresh instance per call, with fuel, 64 MB, and nothing to call outside.

Talks to wasmtime's C API past its Python classes: see `noria.expressions.native`.
"""

import hashlib
import os
import platform
import struct
import threading
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import ClassVar

import wasmtime

from noria import plan
from noria.expressions import image
from noria.expressions.cache import Cache, user_cache
from noria.expressions.module import PAGE_BYTES
from noria.expressions.native import Call, address_of, ffi

try:
    import resource
except ImportError:  # Windows
    resource = None

WASM_STACK_BYTES = 2 * 1024 * 1024
"""Of a thread's own stack, 8 MB by default on Linux: for what recurses without using the C stack in memory, as
parsing JSON."""

MEMORY_BYTES = image.MEMORY_PAGES * PAGE_BYTES
MAX_INSTANCES = max(16, 2 * (os.cpu_count() or 1))
"""At once, in a process; further calls wait."""
KEPT_BYTES = 2 * 1024 * 1024
"""Of memory that stays with a process between evaluations, for each instance."""

LIMIT_AT, ARGUMENTS_AT, LENGTH_AT = 4, 16, 32
"""Where in the mailbox."""
JS_UNDEFINED = 3 << 32


class EngineTrap(Exception):
    """The instance stopped in the middle; always a spent budget."""

    def __init__(self, item: int, *, out_of_fuel: bool) -> None:
        super().__init__(item)
        self.item = item
        """Index of the item at work."""
        self.out_of_fuel = out_of_fuel


@dataclass(frozen=True)
class EngineFiles:
    """What the browser runs."""

    wasm: bytes
    """The image: QuickJS with the guest loaded; it imports nothing."""
    guest: bytes
    """The guest's source, which is in the image already: to read, not to run."""


@cache
def _sources() -> tuple[bytes, str, str]:
    """QuickJS, the guest, and one hash over these and the code that makes the image of them."""
    quickjs = files("qjs-wasi-reactor").joinpath("qjs-wasi-reactor.wasm").read_bytes()
    here = files("noria.expressions")
    scripts = [here.joinpath("guest", name).read_text("utf-8") for name in image.GUEST_FILES]
    guest = image.join_guest(scripts)
    digest = hashlib.sha256(quickjs + guest.encode())
    for name in ("module.py", "stack_guard.py", "image.py"):
        digest.update(here.joinpath(name).read_bytes())
    return quickjs, guest, digest.hexdigest()


def engine_id() -> plan.Engine:
    return plan.Engine(wasm_sha256=_sources()[2], wasmtime=version("wasmtime"))


def _config() -> wasmtime.Config:
    config = wasmtime.Config()
    config.consume_fuel = True
    config.cranelift_nan_canonicalization = True
    config.wasm_threads = False
    config.max_wasm_stack = WASM_STACK_BYTES
    if _may_reserve():
        _use_pool(config)
    return config


def _use_pool(config: wasmtime.Config) -> None:
    """Let instances follow each other in the same memory, which wasmtime restores in between.

    Half of a small evaluation would else be page faults.
    """
    pool = ffi.wasmtime_pooling_allocation_config_new()
    for name in ("memories", "tables", "core_instances"):
        getattr(ffi, f"wasmtime_pooling_allocation_config_total_{name}_set")(pool, MAX_INSTANCES)
    ffi.wasmtime_pooling_allocation_config_max_memory_size_set(pool, MEMORY_BYTES)
    for name in ("linear_memory", "table"):
        keep = getattr(ffi, f"wasmtime_pooling_allocation_config_{name}_keep_resident_set")
        keep(pool, KEPT_BYTES)
    ffi.wasmtime_pooling_allocation_strategy_set(config.ptr(), pool)
    ffi.wasmtime_pooling_allocation_config_delete(pool)


def _may_reserve() -> bool:
    """Whether addresses are free: the pool takes 4 GB of them for each instance, though no memory.

    Asked beforehand, because wasmtime ends the process when it is refused them.
    """
    return resource is None or resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY


class Engine:
    """Compiled once per process; safe to use from any thread."""

    _shared: ClassVar["Engine | None"] = None
    _lock: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, cache: Cache) -> None:
        """Takes milliseconds when the cache is filled, else two seconds."""
        quickjs, guest, digest = _sources()
        wasm = cache.get(f"{digest}.wasm")
        if wasm is None:
            wasm = image.build(quickjs, guest)
            cache.put(f"{digest}.wasm", wasm)
        self.files = EngineFiles(wasm, guest.encode())
        self._engine = wasmtime.Engine(_config())
        self._room = threading.BoundedSemaphore(MAX_INSTANCES)
        self._prepared = wasmtime.Linker(self._engine).instantiate_pre(self._module(cache, digest))
        self._addresses = address_of(self._engine.ptr()), address_of(self._prepared.ptr())
        with self._call(fuel=1) as call:
            self._context, self._main, self._mailbox = (
                call.constant(name) for name in ("context", "main", "mailbox")
            )

    @classmethod
    def shared(cls) -> "Engine":
        """Call it when a process starts: workflow code must not wait for the compiler."""
        if cls._shared is None:
            with cls._lock:
                cls._shared = cls._shared or Engine(user_cache())
        return cls._shared

    def _module(self, cache: Cache, digest: str) -> wasmtime.Module:
        name = f"{digest}-{version('wasmtime')}-{platform.system()}-{platform.machine()}.cwasm"
        if code := cache.get(name):
            try:
                return wasmtime.Module.deserialize(self._engine, code)
            except wasmtime.WasmtimeError:
                pass  # of another processor or another build of wasmtime: compile again
        module = wasmtime.Module(self._engine, self.files.wasm)
        cache.put(name, bytes(module.serialize()))
        return module

    def run(
        self, request: bytes, scope: bytes, *, fuel: int, result_chars: int, now_ns: int
    ) -> tuple[bytes, int]:
        """The guest's answer and the fuel it took.

        Raises:
            EngineTrap: A budget is spent.
        """
        with self._room, self._call(fuel) as call:
            call.set_variable(b"now", now_ns)
            # Not in the request: reading another number there would take other fuel.
            call.write(self._mailbox + LIMIT_AT, result_chars.to_bytes(4, "little"))
            try:
                answer = self._ask(call, request, scope)
            except wasmtime.Trap as trap:
                out_of_fuel = trap.trap_code == wasmtime.TrapCode.OUT_OF_FUEL
                raise EngineTrap(call.word(self._mailbox), out_of_fuel=out_of_fuel) from None
            if answer is None:  # no memory left even to say so
                raise EngineTrap(call.word(self._mailbox), out_of_fuel=False)
            return answer, fuel - call.fuel_left()

    def _call(self, fuel: int) -> Call:
        return Call(*self._addresses, fuel, MEMORY_BYTES)

    def _ask(self, call: Call, request: bytes, scope: bytes) -> bytes | None:
        arguments = [call.string(self._context, data) for data in (request, scope)]
        if None in arguments:
            return None
        call.write(self._mailbox + ARGUMENTS_AT, struct.pack("<2Q", *arguments))
        result = call(
            b"JS_Call", self._context, self._main, JS_UNDEFINED, 2, self._mailbox + ARGUMENTS_AT
        )
        if result >> 32 == image.JS_TAG_EXCEPTION:
            return None
        length_at = self._mailbox + LENGTH_AT
        address = call(b"JS_ToCStringLen2", self._context, length_at, result, 0) & 0xFFFF_FFFF
        return call.read(address, call.word(length_at)) if address else None
