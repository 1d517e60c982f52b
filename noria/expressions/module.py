"""Reads and writes the binary form of a WebAssembly module, as far as `image` needs it.

Not a general tool: it knows modules with one memory, function imports only, and no passive data,
and says so when it meets another.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

HEADER = b"\0asm\1\0\0\0"

TYPE, IMPORT, FUNCTION, MEMORY, GLOBAL, EXPORT, CODE, DATA = 1, 2, 3, 5, 6, 7, 10, 11
CUSTOM = 0
EXPORTED_FUNCTION, EXPORTED_MEMORY, EXPORTED_GLOBAL = 0, 2, 3
I32, I64 = 0x7F, 0x7E
PAGE_BYTES = 65_536

# A run of zeros shorter than this is cheaper inside a segment than a new segment around it.
MIN_GAP_BYTES = 32


def unsigned(value: int) -> bytes:
    """LEB128, as all counts and indices."""
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        if not value:
            return bytes([*out, byte])
        out.append(byte | 0x80)


def signed(value: int) -> bytes:
    """Signed LEB128, as the operand of `i32.const` and `i64.const`."""
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        if (value == 0 and not byte & 0x40) or (value == -1 and byte & 0x40):
            return bytes([*out, byte])
        out.append(byte | 0x80)


def constant(kind: int, value: int) -> bytes:
    """An initializer expression: the constant as two's complement of its type."""
    bits = 32 if kind == I32 else 64
    wrapped = (value + (1 << (bits - 1))) % (1 << bits) - (1 << (bits - 1))
    return bytes([0x41 if kind == I32 else 0x42]) + signed(wrapped) + b"\x0b"


def vector(items: Sequence[bytes]) -> bytes:
    return unsigned(len(items)) + b"".join(items)


def text(name: str) -> bytes:
    encoded = name.encode()
    return unsigned(len(encoded)) + encoded


@dataclass(frozen=True)
class Export:
    """A name that the host may look up."""

    name: str
    kind: int
    index: int


@dataclass(frozen=True)
class Global:
    """A global with a constant to start from."""

    kind: int
    mutable: bool
    value: int


@dataclass
class Module:
    """The parts that `image` changes; all other sections are kept as they are."""

    imports: list[tuple[str, int]]
    """Name of the imported function, and its type's index."""
    functions: list[int]
    """Type index of each function defined here."""
    globals: list[Global]
    exports: list[Export]
    bodies: list[bytes]
    """Code of each function, with its size in front."""
    memory_pages: tuple[int, int | None]
    """Smallest and largest size."""
    data: list[tuple[int, bytes]]
    """Address and bytes."""
    kept: dict[int, bytes] = field(default_factory=dict[int, bytes])

    def export_index(self, name: str) -> int:
        return next(export.index for export in self.exports if export.name == name)


class Reader:
    """Walks through bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def signed(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value - (1 << shift) if byte & 0x40 else value

    def text(self) -> str:
        return self.take(self.unsigned()).decode()

    def items(self) -> Iterator[int]:
        return iter(range(self.unsigned()))

    def constant(self) -> int:
        self.expect(self.byte(), (0x41, 0x42), "a constant initializer")
        value = self.signed()
        self.expect(self.byte(), (0x0B,), "the end of an initializer")
        return value

    def limits(self) -> tuple[int, int | None]:
        flag = self.byte()
        self.expect(flag, (0, 1), "memory limits without sharing")
        return self.unsigned(), self.unsigned() if flag else None

    @staticmethod
    def expect(found: int, wanted: tuple[int, ...], what: str) -> None:
        if found not in wanted:
            raise ValueError(f"The module has byte {found:#x} where {what} was expected.")


def _sections(wasm: bytes) -> dict[int, bytes]:
    if not wasm.startswith(HEADER):
        raise ValueError(f"Not a WebAssembly module: it starts with {wasm[:8]!r}.")
    reader = Reader(wasm)
    reader.at = len(HEADER)
    sections: dict[int, bytes] = {}
    while reader.at < len(wasm):
        number = reader.byte()
        content = reader.take(reader.unsigned())
        # Names and debug information: a quarter of the file, of no use to a run.
        if number != CUSTOM:
            sections[number] = content
    return sections


def _read_imports(content: bytes) -> list[tuple[str, int]]:
    reader = Reader(content)
    imports: list[tuple[str, int]] = []
    for _ in reader.items():
        reader.text()
        name = reader.text()
        reader.expect(reader.byte(), (EXPORTED_FUNCTION,), "an imported function")
        imports.append((name, reader.unsigned()))
    return imports


def _read_globals(content: bytes) -> list[Global]:
    reader = Reader(content)
    return [Global(reader.byte(), reader.byte() == 1, reader.constant()) for _ in reader.items()]


def _read_exports(content: bytes) -> list[Export]:
    reader = Reader(content)
    return [Export(reader.text(), reader.byte(), reader.unsigned()) for _ in reader.items()]


def _read_bodies(content: bytes) -> list[bytes]:
    reader = Reader(content)
    bodies: list[bytes] = []
    for _ in reader.items():
        size = reader.unsigned()
        bodies.append(unsigned(size) + reader.take(size))
    return bodies


def _read_data(content: bytes) -> list[tuple[int, bytes]]:
    reader = Reader(content)
    data: list[tuple[int, bytes]] = []
    for _ in reader.items():
        reader.expect(reader.unsigned(), (0,), "an active data segment")
        address = reader.constant()
        data.append((address, reader.take(reader.unsigned())))
    return data


def read(wasm: bytes) -> Module:
    """
    Raises:
        ValueError: Not a module, or of a shape that this does not know.
    """
    sections = _sections(wasm)
    functions = Reader(sections.pop(FUNCTION))
    memory = Reader(sections.pop(MEMORY))
    return Module(
        imports=_read_imports(sections.pop(IMPORT, b"\0")),
        functions=[functions.unsigned() for _ in functions.items()],
        globals=_read_globals(sections.pop(GLOBAL)),
        exports=_read_exports(sections.pop(EXPORT)),
        bodies=_read_bodies(sections.pop(CODE)),
        memory_pages=[memory.limits() for _ in memory.items()][0],
        data=_read_data(sections.pop(DATA)),
        kept=sections,
    )


def write(module: Module) -> bytes:
    """The module as a file; a module with imports can't be written."""
    if module.imports:
        raise ValueError(f"The module still imports {module.imports[0][0]!r}.")
    smallest, largest = module.memory_pages
    limits = bytes([largest is not None]) + unsigned(smallest)
    sections: Mapping[int, bytes] = module.kept | {
        FUNCTION: vector([unsigned(kind) for kind in module.functions]),
        MEMORY: vector([limits + (unsigned(largest) if largest is not None else b"")]),
        GLOBAL: vector(
            [bytes([g.kind, g.mutable]) + constant(g.kind, g.value) for g in module.globals]
        ),
        EXPORT: vector(
            [text(e.name) + bytes([e.kind]) + unsigned(e.index) for e in module.exports]
        ),
        CODE: vector(module.bodies),
        DATA: vector(
            [
                b"\0" + constant(I32, address) + unsigned(len(content)) + content
                for address, content in module.data
            ]
        ),
    }
    return HEADER + b"".join(
        bytes([number]) + unsigned(len(content)) + content
        for number, content in sorted(sections.items())
    )


def body(code: bytes) -> bytes:
    """A function without locals."""
    whole = b"\0" + code + b"\x0b"
    return unsigned(len(whole)) + whole


def segments(memory: bytes) -> list[tuple[int, bytes]]:
    """The parts of a memory that are not zero."""
    found: list[tuple[int, bytes]] = []
    at = 0
    gap = bytes(MIN_GAP_BYTES)
    while at < len(memory):
        end = memory.find(gap, at)
        end = len(memory) if end < 0 else end
        if end > at:
            found.append((at, memory[at:end]))
        at = end
        while at < len(memory) and memory[at] == 0:
            at += 1
    return found
