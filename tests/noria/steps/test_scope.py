"""What an expression is sent is enough for what it reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from noria.model import ERROR, OUT, NodeId
from noria.plan import Reads
from noria.run import ErrorInfo, Scope, StepState, StepStatus
from noria.steps.loops import each_loop, repeat_loop
from noria.steps.scope import build_scope, cut, holds_blobs

BLOB: dict[str, JsonValue] = {"$blob": "0" * 64, "size": 1}
KEYS = st.sampled_from(["a", "b", "c"])
VALUES = st.recursive(
    st.none() | st.integers(0, 3),
    lambda inner: st.dictionaries(KEYS, inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=12,
)
PATHS = st.lists(st.lists(KEYS, max_size=4).map(tuple), max_size=4)


def follow(value: JsonValue, path: tuple[str, ...]) -> JsonValue:
    """As `?.` would."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


@given(VALUES, PATHS)
def test_every_path_that_is_read_gives_the_same(
    value: JsonValue, paths: list[tuple[str, ...]]
) -> None:
    kept = cut(value, paths)

    assert [follow(kept, path) for path in paths] == [follow(value, path) for path in paths]


def test_what_is_not_read_is_not_sent() -> None:
    value: JsonValue = {"body": {"total": 1, "rest": "…"}, "headers": {}}

    assert cut(value, [("body", "total")]) == {"body": {"total": 1}}


def test_a_missing_path_keeps_what_is_there_instead() -> None:
    assert cut({"body": {"sum": 1}}, [("body", "total")]) == {"body": {"sum": 1}}


def test_a_reference_is_kept_whole() -> None:
    assert cut({"output": BLOB}, [("output", "total")]) == {"output": BLOB}


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        (None, {"status": "queued"}),
        (
            StepState(status=StepStatus.SUCCEEDED, port=OUT, output=None),
            {"status": "succeeded", "attempt": 1, "port": "out", "output": None},
        ),
        (
            StepState(status=StepStatus.SKIPPED, attempt=0),
            {"status": "skipped", "attempt": 0},
        ),
        (
            StepState(status=StepStatus.FAILED, port=OUT, output=0),
            {"status": "failed", "attempt": 1, "port": "out", "output": 0},
        ),
        (
            StepState(status=StepStatus.FAILED, port=ERROR),
            {"status": "failed", "attempt": 1, "port": "error"},
        ),
    ],
    ids=["open", "succeeded", "skipped", "continued", "error port"],
)
def test_a_step_shows_what_it_has(state: StepState | None, facts: JsonValue) -> None:
    node_id = NodeId("a")

    scope = build_scope(
        Reads(steps={node_id: ((),)}),
        states={node_id: state} if state else {},
        variables={},
        env={},
        trigger=None,
        run={},
    )

    assert scope.steps == {"a": facts}


def test_an_error_is_data() -> None:
    state = StepState(
        status=StepStatus.FAILED, port=ERROR, error=ErrorInfo(type="timeout", message="late")
    )

    scope = build_scope(
        Reads(steps={NodeId("a"): (("error", "type"),)}),
        states={NodeId("a"): state},
        variables={},
        env={},
        trigger=None,
        run={},
    )

    assert scope.steps == {"a": {"error": {"type": "timeout"}}}


@pytest.mark.parametrize(
    ("reads", "found"),
    [
        (Reads(vars=("big",)), True),
        (Reads(vars=("small",)), False),
        (Reads(vars=("*",)), True),
        (Reads(trigger=(("a",),)), True),
        (Reads(steps={NodeId("a"): (("output",),)}), True),
        (Reads(steps={NodeId("a"): (("status",),)}), False),
    ],
)
def test_references_are_noticed_only_where_they_are_read(reads: Reads, found: bool) -> None:
    scope = build_scope(
        reads,
        states={NodeId("a"): StepState(status=StepStatus.SUCCEEDED, port=OUT, output=BLOB)},
        variables={"big": BLOB, "small": 1},
        env={},
        trigger=BLOB,
        run={},
    )

    assert holds_blobs(scope) is found


def test_references_within_gathered_values_are_seen() -> None:
    nested: list[JsonValue] = [1, {"a": [BLOB]}]

    assert holds_blobs(Scope(steps={"loop": {"output": nested}}))
    assert holds_blobs(Scope(inside={"item": BLOB}))
    assert not holds_blobs(Scope(steps={"loop": {"output": [1, {"a": ["$blob"]}]}}))


def test_a_step_in_a_loop_reads_its_iteration_and_no_more() -> None:
    loop = each_loop({"a": 1, "b": 2}, 3, None, repeat_loop({"n": 7}, 0, None))

    scope = build_scope(
        Reads(inside={"item": (("a",),), "index": ((),), "loop": (("outer", "prev"),)}),
        states={},
        variables={},
        env={},
        trigger=None,
        run={},
        loop=loop,
    )

    assert scope.inside == {"item": {"a": 1}, "index": 3, "loop": {"outer": {"prev": {"n": 7}}}}
