"""A snapshot that is too large for Temporal: which of its values go by reference, and the rest packed.

Pure: not the storing, which is the workflow's.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from pydantic import JsonValue

from noria.blobs import is_blob
from noria.run import LoopState, Record, Snapshot, StepKey, Undo
from noria.steps.undo_values import undo_values, with_undo_value

Path = tuple[str, ...]
"""Where in a snapshot a value is."""

MAX_REQUEST_BYTES = 1_500_000
"""As JSON. Temporal refuses a payload of 2 MB, and the workflow task that sends it repeats for ever."""
MAX_PACKED_BYTES = 8_000_000
"""Of a packed snapshot, which the new history holds once: Temporal ends a run at 50 MB of it."""
PIECE_BYTES = 60_000
"""Larger items of a page would be references."""
PIECES_A_PAGE = 4
_LEVEL = 1
R = TypeVar("R", bound=Record)
_Found = dict[tuple[str, str], dict[Path, JsonValue]]
"""References by the first two parts of their paths, and by the rest."""
_FACTS = ("item", "prev")
"""Of an iteration: what may be large, and may be a reference."""


def pack(snapshot: Snapshot) -> list[list[str]]:
    """The pages to store; each is read in one go."""
    data = zlib.compress(snapshot.model_dump_json().encode(), _LEVEL)
    text = b64encode(data).decode()
    pieces = [text[at : at + PIECE_BYTES] for at in range(0, len(text), PIECE_BYTES)]
    return [pieces[at : at + PIECES_A_PAGE] for at in range(0, len(pieces), PIECES_A_PAGE)]


def unpack(pieces: Iterable[str]) -> Snapshot:
    """Of all pages, in order."""
    return Snapshot.model_validate_json(zlib.decompress(b64decode("".join(pieces))))


def packed_size(pages: Iterable[Iterable[str]]) -> int:
    """Bytes."""
    return sum(len(piece) for page in pages for piece in page)


def values_of(snapshot: Snapshot) -> dict[Path, JsonValue]:
    """All that may be replaced by a reference, and is none yet."""
    return {path: value for path, value in _values(snapshot) if not is_blob(value)}


def _values(snapshot: Snapshot) -> Iterator[tuple[Path, JsonValue]]:
    yield from ((("states", key), state.output) for key, state in snapshot.states.items())
    yield from ((("vars", name), value) for name, value in snapshot.vars.items())
    for key, loop in snapshot.loops.items():
        yield ("prev", key), loop.prev
        yield from ((("ends", key, str(at)), end.value) for at, end in loop.ends.items())
        for at, facts in loop.under_way.items():
            yield from ((("facts", key, str(at), n), facts[n]) for n in _FACTS if n in facts)
    for at, undo in enumerate(snapshot.undos):
        for (part, name), value in undo_values(undo.scope).items():
            yield ("undos", str(at), part, name), value


def with_references(snapshot: Snapshot, references: Mapping[Path, JsonValue]) -> Snapshot:
    """The same with these in place of the values."""
    found: _Found = {}
    for (kind, name, *rest), reference in references.items():
        found.setdefault((kind, name), {})[tuple(rest)] = reference
    return snapshot.model_copy(
        update={
            "states": {
                key: _replaced(state, "output", found.get(("states", key)))
                for key, state in snapshot.states.items()
            },
            "vars": {
                name: found.get(("vars", name), {(): value})[()]
                for name, value in snapshot.vars.items()
            },
            "loops": {key: _loop(key, loop, found) for key, loop in snapshot.loops.items()},
            "undos": tuple(
                _undo(undo, found.get(("undos", str(at)), {}))
                for at, undo in enumerate(snapshot.undos)
            ),
        }
    )


def _replaced(record: R, field: str, reference: Mapping[Path, JsonValue] | None) -> R:
    return record.model_copy(update={field: reference[()]}) if reference else record


def _loop(key: StepKey, loop: LoopState, found: _Found) -> LoopState:
    ends = dict(loop.ends)
    under_way = {at: dict(facts) for at, facts in loop.under_way.items()}
    for (at,), reference in found.get(("ends", key), {}).items():
        ends[int(at)] = replace(ends[int(at)], value=reference)
    for (at, name), reference in found.get(("facts", key), {}).items():
        under_way[int(at)][name] = reference
    kept = loop.model_copy(update={"ends": ends, "under_way": under_way})
    return _replaced(kept, "prev", found.get(("prev", key)))


def _undo(undo: Undo, found: Mapping[Path, JsonValue]) -> Undo:
    scope = undo.scope
    for (part, name), reference in found.items():
        scope = with_undo_value(scope, (part, name), reference)
    return undo.model_copy(update={"scope": scope})
