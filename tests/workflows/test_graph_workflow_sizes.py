"""Large values: by reference, in portions, or refused with advice; never a stuck workflow task."""

import asyncio
from base64 import b64encode
from random import Random

from noria.blobs import BLOB_THRESHOLD_BYTES, is_blob
from noria.run import RunStatus
from tests.workflows.engine import Engine, dig
from tests.workflows.plans import plan, step
from workflows import client as runs

BIG = "x" * (BLOB_THRESHOLD_BYTES + 1)


async def test_a_control_node_reads_through_a_reference(engine: Engine) -> None:
    reference = engine.worker.put({"total": 500, "rest": BIG})

    result = await engine.run(
        plan(
            step("start", "start"),
            step("fetch", "test.emit", "start", config={"value": reference}),
            step(
                "end",
                "end",
                "fetch",
                config={"output": "?"},
                expressions={"/output": "{{ steps.fetch.output.total }}"},
                reads={"fetch": ["output.total"]},
            ),
        )
    )

    assert result.output == 500


async def test_a_large_value_of_a_control_node_is_stored(engine: Engine) -> None:
    run_id = await engine.start(
        plan(
            step("start", "start"),
            step("made", "vars.set", "start", config={"values": {"big": BIG, "small": 1}}),
            step("reader", "test.echo", "made", vars=("*",), reads={"made": ["output"]}),
        )
    )
    result = await runs.wait_for_run(engine.client, run_id)

    scope = engine.worker.calls["reader"].scope
    assert result.status is RunStatus.SUCCEEDED
    assert is_blob(scope.vars["big"])
    assert scope.vars["small"] == 1
    assert is_blob(dig(scope.steps, "made", "output"))
    assert is_blob(engine.worker.steps["made"].input)
    assert (await engine.handle(run_id).describe()).history_length < 40


async def test_l2_a_call_that_temporal_would_refuse_fails_its_step(engine: Engine) -> None:
    half = "y" * 60_000
    emitters = [f"e{n}" for n in range(30)]

    result = await engine.run(
        plan(
            step("start", "start"),
            *(step(name, "test.emit", "start", config={"value": half}) for name in emitters),
            step("greedy", "test.echo", *emitters, reads={name: ["output"] for name in emitters}),
        )
    )

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert result.error.type == "too_large"
    assert "'greedy' read 1.8 MB" in result.error.message


async def test_many_large_calls_are_spread_over_workflow_tasks(engine: Engine) -> None:
    # Noise, so that the codec can't make it small: 6 MB, where the server takes 4 MB a message.
    noise = b64encode(Random(1).randbytes(37_500)).decode()
    names = [f"wide{n}" for n in range(120)]

    async with asyncio.timeout(60):
        run_id = await engine.start(
            plan(
                step("start", "start"),
                step("made", "set", "start", config={"values": {"noise": noise}}),
                *(step(name, "test.echo", "made", reads={"made": ["output"]}) for name in names),
            )
        )
        result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.events.count("wide119") == 1
    assert "workflow_task_failed" not in await engine.event_types(run_id)
