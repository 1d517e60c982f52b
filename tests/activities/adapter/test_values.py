"""References opened and made; outputs that are none."""

import math
from datetime import timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest

from activities.adapter.values import Vault
from noria.blobs import BlobRef, is_blob
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.run import (
    Scope,
)
from tests.activities.adapter.bench import BIG, AnyConfig, Bench, giving, node_type
from tests.activities.calls import call
from tests.activities.fakes import MemoryBlobs
from tests.noria.test_depth import nested


async def test_references_that_expressions_read_are_opened(bench: Bench) -> None:
    async def measure(config: AnyConfig, _: NodeContext) -> Any:
        return len(config.value)

    ref = await bench.blobs.put("w1", orjson.dumps(BIG), "application/json")
    scope = Scope(steps={"a": {"status": "succeeded", "output": ref.to_json()}})

    result = await bench.run(
        node_type(measure),
        call(
            "test.node",
            {"value": ""},
            expressions={"/value": "{{ steps.a.output.text }}"},
            scope=scope,
        ),
    )

    assert result.output == 100_000
    shown = bench.sink.steps[0].input
    assert isinstance(shown, dict)
    assert BlobRef.model_validate(shown["value"]).size == 100_002


async def test_references_inside_other_values_are_opened_too(bench: Bench) -> None:
    async def echo(config: AnyConfig, _: NodeContext) -> Any:
        return config.value

    ref = await bench.blobs.put("w1", b"[1,2,3]", "application/json")
    scope = Scope(vars={"rows": {"list": [ref.to_json()]}})

    result = await bench.run(
        node_type(echo),
        call(
            "test.node",
            {"value": ""},
            expressions={"/value": "{{ vars.rows.list[0].length }}"},
            scope=scope,
        ),
    )

    assert result.output == 3


async def test_integers_beyond_64_bits_reach_the_expressions() -> None:
    scope = Scope(trigger={"n": 2**70})

    opened = await Vault(MemoryBlobs(), "w1").open_scope(scope)

    assert opened["trigger"] == {"n": 2**70}


async def test_many_small_values_stay_and_the_largest_are_stored() -> None:
    vault = Vault(MemoryBlobs(), "w1")
    values = {f"v{number}": "x" * 30_000 for number in range(3)} | {"small": 1}

    spilled = await vault.spill_each(values)
    kept = await vault.spill_each(dict.fromkeys(map(str, range(100)), "x" * 1_000))

    assert [is_blob(value) for value in spilled.values()] == [True, False, False, False]
    assert not any(is_blob(value) for value in kept.values())


async def test_files_are_passed_on_unopened(bench: Bench) -> None:
    async def echo(config: AnyConfig, _: NodeContext) -> Any:
        return config.value

    ref = await bench.blobs.put("w1", b"\x89PNG", "image/png")
    scope = Scope(vars={"picture": ref.to_json()})

    result = await bench.run(
        node_type(echo),
        call("test.node", {"value": ""}, expressions={"/value": "{{ vars.picture }}"}, scope=scope),
    )

    assert result.output == ref.to_json()


async def test_a_reference_of_another_workspace_is_not_found(bench: Bench) -> None:
    ref = await bench.blobs.put("w2", orjson.dumps(BIG), "application/json")
    scope = Scope(trigger=ref.to_json())

    error = await bench.failure(
        giving(1), call("test.node", expressions={"/value": "{{ trigger.text }}"}, scope=scope)
    )

    assert error.type == "not_found"
    assert error.non_retryable is True


async def test_more_than_expressions_can_hold_is_refused_before_it_is_read(bench: Bench) -> None:
    ref = await bench.blobs.put("w1", orjson.dumps(BIG), "application/json")
    scope = Scope(trigger=ref.to_json() | {"size": 50_000_000})

    error = await bench.failure(
        giving(1), call("test.node", expressions={"/value": "{{ trigger.text }}"}, scope=scope)
    )

    assert error.type == "too_large"


async def test_a_large_output_becomes_a_reference(bench: Bench) -> None:
    result = await bench.run(giving(BIG))

    ref = BlobRef.model_validate(result.output)
    assert orjson.loads(await bench.blobs.get("w1", ref.digest)) == BIG
    assert ref.media_type == "application/json"
    assert bench.sink.steps[-1].output == result.output


async def test_a_model_is_given_as_json_with_its_aliases(bench: Bench) -> None:
    ref = await bench.blobs.put("w1", b"x", "image/png")

    assert (await bench.run(giving(ref))).output == ref.to_json()


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (math.nan, "NaN"),
        ({"a": [1, math.inf]}, "NaN or an infinity"),
        ({"a": object()}, "not JSON"),
        ({1: 2}, "not JSON"),
        ({"a": uuid4()}, "not JSON"),
        ({"a": timedelta(1)}, "not JSON"),
        (b"bytes", "not JSON"),
        ("\ud800", "not JSON"),
        (2**70, "not JSON"),
        ("x" * 70_000_000, "more than"),
    ],
    ids=[
        "nan",
        "inf",
        "object",
        "int key",
        "uuid",
        "duration",
        "bytes",
        "surrogate",
        "int",
        "size",
    ],
)
async def test_outputs_that_are_not_json_fail_the_step(
    answer: Any, says: str, bench: Bench
) -> None:
    error = await bench.failure(giving(answer))

    assert error.type == "node_failed"
    assert error.non_retryable is True
    assert says in error.message


async def test_null_is_an_output(bench: Bench) -> None:
    assert (await bench.run(giving(None))).output is None
    assert (await bench.run(giving({"a": None}))).output == {"a": None}


async def test_output_that_holds_itself_fails_the_step(bench: Bench) -> None:
    circle: list[Any] = []
    circle.append(circle)

    assert "not JSON" in (await bench.failure(giving(circle))).message


async def test_output_nested_too_deeply_fails_the_step(bench: Bench) -> None:
    failure = await bench.failure(giving(nested(200)))

    assert failure.non_retryable
    assert "nested more than 128 levels deep" in failure.message


async def test_details_nested_too_deeply_are_left_out(bench: Bench) -> None:
    failure = await bench.failure(giving(NodeFailed("No.", details=nested(200))))

    assert failure.details[0]["details"] == "(left out: nested too deeply)"
