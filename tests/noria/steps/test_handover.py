"""A snapshot that is too large for Temporal: values by reference, and the rest in pages."""

from datetime import UTC, datetime

from pydantic import JsonValue

from noria.model import NodeId
from noria.node_type import Each, Repeat
from noria.run import (
    IterationEnd,
    LoopState,
    Scope,
    Snapshot,
    StepKey,
    StepState,
    StepStatus,
    Undo,
)
from noria.steps.handover import (
    PIECE_BYTES,
    PIECES_A_PAGE,
    pack,
    unpack,
    values_of,
    with_references,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
REFERENCE: JsonValue = {"$blob": "0" * 64, "size": 9}
SNAPSHOT = Snapshot(
    states={
        StepKey("a"): StepState(status=StepStatus.SUCCEEDED, output="of a"),
        StepKey("b"): StepState(status=StepStatus.SUCCEEDED, output=REFERENCE),
    },
    vars={"rate": "of rate", "other": 1},
    loops={
        StepKey("each"): LoopState(
            outcome=Each(()),
            since=NOW,
            under_way={7: {"item": "of 7", "index": 7, "key": "seven"}},
            ends={2: IterationEnd("result", "of 2", key="two")},
        ),
        StepKey("again"): LoopState(outcome=Repeat(0, max_iterations=5), since=NOW, prev="of prev"),
    },
    undos=(
        Undo(
            node_id=NodeId("free"),
            iteration="3",
            scope=Scope(steps={"book": {"status": "succeeded", "output": "of book"}}),
        ),
    ),
)


def test_every_value_that_may_be_large_can_be_a_reference() -> None:
    values = {path: value for path, value in values_of(SNAPSHOT).items() if value is not None}
    light = with_references(SNAPSHOT, dict.fromkeys(values, REFERENCE))

    assert {value for value in values.values() if isinstance(value, str)} == {
        "of a", "of rate", "of 7", "of 2", "of prev", "of book",
    }  # fmt: skip
    assert b'"of ' not in light.model_dump_json().encode()
    assert light.loops[StepKey("each")].under_way == {
        7: {"item": REFERENCE, "index": 7, "key": "seven"}
    }
    assert light.loops[StepKey("each")].ends[2].key == "two"
    assert with_references(SNAPSHOT, {}) == SNAPSHOT


def test_a_snapshot_is_read_from_its_pages_as_it_was() -> None:
    noise = "".join(chr(32 + at * at % 89) + str(at) for at in range(150_000))
    large = SNAPSHOT.model_copy(update={"vars": {"noise": noise}})
    pages = pack(large)

    assert unpack(piece for page in pages for piece in page) == large
    assert len(pages) > 1
    assert all(len(page) <= PIECES_A_PAGE for page in pages)
    assert all(len(piece) <= PIECE_BYTES for page in pages for piece in page)
