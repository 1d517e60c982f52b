"""Which runs may be computed by who starts them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from noria.catalog import load_catalog
from noria.compile import compile_graph
from noria.pure_runs import (
    MAX_BYTES,
    MAX_CONFIG_BYTES,
    MAX_EXPRESSIONS,
    MAX_STEPS,
    PURE_TYPES,
    has_pure_steps,
    is_pure,
)
from noria.run import RunRequest, Snapshot


def request(node_type: str, config: dict[str, Any], **facts: Any) -> RunRequest:
    graph: Any = {
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "step", "type": node_type, "config": config},
            {"id": "end", "type": "end", "config": {"output": 1}},
        ],
        "edges": [{"from": "start", "to": "step"}, {"from": "step", "to": "end"}],
    }
    compiled = compile_graph(graph, load_catalog())
    assert compiled.plan is not None, compiled.problems
    named = {"run_id": "r", "workspace_id": "w", "workflow_id": "f", "workflow_name": "n"}
    return RunRequest(**named, version=1, plan=compiled.plan, **facts)


SET: dict[str, Any] = {"values": {"n": 1}}


def test_steps_that_end_at_once_are_pure() -> None:
    assert is_pure(request("set", SET))
    assert is_pure(request("respond", {"body": "{{ trigger.n }}"}))


def test_expressions_that_need_the_engine_are_left_to_workers() -> None:
    """They may take as long as their fuel lasts, and others would wait for them."""
    assert is_pure(request("set", {"values": {"n": "{{ trigger.n * 2 + 1 }}"}}))
    assert not is_pure(request("set", {"values": {"n": "{{ [1, 2].map(n => n * 2) }}"}}))


@pytest.mark.parametrize(
    ("node_type", "config"),
    [
        ("delay", {"seconds": 1}),
        ("wait_event", {"key": "k"}),
        ("http.request", {"url": "https://noria.example"}),
        ("workflow.run", {"workflow": "other", "input": {}}),
    ],
)
def test_steps_that_wait_call_or_start_are_not(node_type: str, config: dict[str, Any]) -> None:
    assert not is_pure(request(node_type, config))


@pytest.mark.parametrize(
    "facts",
    [
        {"breakpoints": ("step",)},
        {"start_at": datetime(2030, 1, 1, tzinfo=UTC)},
        {"snapshot": Snapshot()},
        {"snapshot_at": ({"$blob": "x"},)},
    ],
)
def test_runs_that_rest_or_go_on_are_not(facts: dict[str, Any]) -> None:
    assert not is_pure(request("set", SET, **facts))


def test_much_to_read_is_left_to_workers() -> None:
    assert is_pure(request("set", SET, input="x" * (MAX_BYTES - 10)))
    assert not is_pure(request("set", SET, input="x" * MAX_BYTES))
    assert not is_pure(request("set", SET, env={"text": "x" * MAX_BYTES}))


@pytest.mark.parametrize("value", [{"file": {"$blob": "k1"}}, 2**64, "\ud800"])
def test_what_is_large_behind_a_reference_or_no_common_json_is_left_to_workers(value: Any) -> None:
    assert not is_pure(request("set", SET, input={"v": [value]}))


def test_many_expressions_and_long_texts_are_left_to_workers() -> None:
    many = {f"n{number}": "{{ trigger.n }}" for number in range(MAX_EXPRESSIONS + 1)}

    assert not is_pure(request("set", {"values": many}))
    assert not is_pure(request("set", {"values": {"text": "x" * MAX_CONFIG_BYTES}}))


def test_many_steps_are_left_to_workers() -> None:
    plan = request("set", SET).plan
    long = plan.model_copy(update={"steps": plan.steps[1:2] * (MAX_STEPS + 1)})

    assert has_pure_steps(plan)
    assert not has_pure_steps(long)


def test_the_pure_types_are_steps_of_the_engine() -> None:
    assert all(load_catalog().get(name, 1).run is None for name in PURE_TYPES)
