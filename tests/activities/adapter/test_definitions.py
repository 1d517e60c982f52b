"""The activities that a worker offers."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from temporalio.exceptions import ApplicationError

from activities.adapter.definitions import make_activities
from noria.blobs import BlobRef
from noria.item_calls import StoreCall
from noria.node_type import NodeType
from noria.run import (
    Projection,
    RunStatus,
    RunUpdate,
    Scope,
)
from tests.activities.adapter.bench import BIG, Bench, giving
from tests.activities.calls import call


def activities_of(bench: Bench, *types: NodeType[Any]) -> dict[str, Callable[..., Any]]:
    made = make_activities(bench.tools(*types))
    return {getattr(item, "__temporal_activity_definition").name: item for item in made}


async def test_there_is_an_activity_for_each_node_type_and_each_local_call(bench: Bench) -> None:
    names = list(activities_of(bench, giving(1)))

    assert names == [
        "test.node",
        "noria.project",
        "noria.finish_run",
        "noria.evaluate",
        "noria.store",
        "noria.items",
        "noria.gather",
        "noria.split",
        "noria.batch",
        "noria.collect",
        "noria.open_wait",
        "noria.close_wait",
        "noria.remind",
        "noria.prepare_run",
        "noria.record_item_run",
    ]


@pytest.mark.parametrize("name", ["noria.project", "noria.finish_run"])
async def test_rows_of_the_workflow_are_written(name: str, bench: Bench) -> None:
    projection = Projection(run=RunUpdate(run_id="r1", workspace_id="w1", status=RunStatus.FAILED))

    await bench.environment.run(activities_of(bench)[name], projection)

    assert bench.sink.written == [projection]


async def test_refused_rows_are_not_sent_for_ever(bench: Bench) -> None:
    bench.sink.refuses = True

    with pytest.raises(ApplicationError, match="refused") as caught:
        await bench.environment.run(activities_of(bench)["noria.project"], Projection())

    assert caught.value.non_retryable is True


async def evaluated(bench: Bench, trigger: dict[str, Any]) -> dict[str, Any]:
    """Of `{n: trigger.n, text: trigger.text}`, where the trigger is stored."""
    ref = await bench.blobs.put("w1", orjson.dumps(trigger), "application/json")
    step_call = call(
        "set",
        {"values": {"n": "", "text": ""}},
        expressions={"/values/n": "{{ trigger.n }}", "/values/text": "{{ trigger.text }}"},
        scope=Scope(trigger=ref.to_json()),
    )
    rendered = await bench.environment.run(activities_of(bench)["noria.evaluate"], step_call)
    return rendered["values"]


async def test_a_control_nodes_expressions_are_evaluated_with_references_open(
    bench: Bench,
) -> None:
    assert await evaluated(bench, BIG | {"n": 7}) == BIG | {"n": 7}


async def test_what_temporal_would_not_take_back_is_given_by_reference(bench: Bench) -> None:
    values = await evaluated(bench, {"n": 7, "text": "x" * 3_000_000})

    assert values["n"] == 7
    assert BlobRef.model_validate(values["text"]).size == 3_000_002


async def test_a_control_nodes_failing_expression_is_told_as_data(bench: Bench) -> None:
    step_call = call("set", {"values": {"n": ""}}, expressions={"/values/n": "{{ trigger.n.m }}"})

    with pytest.raises(ApplicationError) as caught:
        await bench.environment.run(activities_of(bench)["noria.evaluate"], step_call)

    assert caught.value.non_retryable is True
    assert caught.value.details[0]["type"] == "expression_error"
    assert caught.value.details[0]["node_id"] == "fetch"


async def test_large_values_of_the_workflow_are_stored(bench: Bench) -> None:
    refs = await bench.environment.run(
        activities_of(bench)["noria.store"], StoreCall(workspace_id="w1", values=(BIG, 7))
    )

    opened = [await bench.blobs.get("w1", BlobRef.model_validate(ref).digest) for ref in refs]
    assert [orjson.loads(data) for data in opened] == [BIG, 7]
