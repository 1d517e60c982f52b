"""The worker whole: real Temporal, real PostgreSQL, a real service that graphs call."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import httpx2
import orjson
from pydantic import SecretStr

from local.ports import free_port
from noria.blobs import BlobRef
from store.blobs import ObjectBlobStore
from tests.activities.internet import Received, Service, http
from tests.worker.house import House, end_node, http_node, start_node, until
from worker.process import Settings, run_worker
from workflows.client import connect, run_handle

ROOT = Path(__file__).parent.parent.parent


@asynccontextmanager
async def working(settings: Settings) -> AsyncGenerator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(run_worker(settings, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 60)


def fields(value: Any) -> dict[str, Any]:
    assert isinstance(value, dict), value
    return cast("dict[str, Any]", value)


def url(service: Service, path: str) -> str:
    return f"http://127.0.0.1:{service.port}{path}"


async def test_runs_a_graph_against_a_real_service(
    settings: Settings, house: House, service: Service
) -> None:
    run_id = await house.record(
        [
            start_node(type="object", properties={"id": {"type": "integer"}}),
            http_node("fetch", url(service, "/orders/{{ trigger.id }}")),
            {
                "id": "sum",
                "type": "set",
                "config": {"values": {"path": "{{ steps.fetch.output.body.path }}"}},
            },
            http_node(
                "charge",
                url(service, "/charges"),
                method="POST",
                body={"kind": "json", "value": {"for": "{{ steps.sum.output.path }}"}},
            ),
            end_node({"charged": "{{ steps.charge.output.body.sent.for }}"}),
        ],
        ["start fetch", "fetch sum", "sum charge", "charge end"],
        {"id": 7},
    )

    async with working(settings):
        await house.start(run_id)
        run = await house.ended(run_id)

    attempts = await house.attempts(run_id)
    assert run.status == "succeeded"
    assert run.output == {"charged": "/orders/7"}
    assert {node_id: [row.status for row in rows] for node_id, rows in attempts.items()} == {
        node_id: ["succeeded"] for node_id in ("start", "fetch", "sum", "charge", "end")
    }
    assert fields(attempts["charge"][0].input)["body"]["value"] == {"for": "/orders/7"}
    assert fields(attempts["charge"][0].output)["status"] == 200
    assert [request.headers["idempotency-key"] for request in service.received] == [
        f"{run_id}:fetch:",
        f"{run_id}:charge:",
    ]


async def test_a_busy_service_is_tried_again_and_each_attempt_is_a_row(
    settings: Settings, house: House, service: Service
) -> None:
    async def answer(_: Received) -> bytes:
        if len(service.received) == 1:
            return http(429, b"slow down", retry_after="1")
        return http(200, b'{"ok": true}', content_type="application/json")

    service.answer = answer
    run_id = await house.record(
        [
            start_node(),
            http_node("fetch", url(service, "/")),
            end_node("{{ steps.fetch.attempt }}"),
        ],
        ["start fetch", "fetch end"],
    )

    began = time.monotonic()
    async with working(settings):
        await house.start(run_id)
        run = await house.ended(run_id)

    attempts = (await house.attempts(run_id))["fetch"]
    assert run.status == "succeeded"
    assert run.output == 2
    assert [row.status for row in attempts] == ["failed", "succeeded"]
    assert fields(attempts[0].error)["details"] == {"status": 429, "body": "slow down"}
    assert time.monotonic() - began > 1.0
    assert len({request.headers["idempotency-key"] for request in service.received}) == 1


async def test_an_internal_host_that_is_not_allowed_fails_the_run(
    settings: Settings, house: House, service: Service
) -> None:
    run_id = await house.record(
        [start_node(), http_node("fetch", f"http://127.0.0.1:{free_port()}/"), end_node(None)],
        ["start fetch", "fetch end"],
    )

    async with working(settings):
        await house.start(run_id)
        run = await house.ended(run_id)

    assert run.status == "failed"
    assert fields(run.error)["type"] == "host_refused"
    assert fields(run.error)["node_id"] == "fetch"
    assert service.connects == 0


async def test_large_answers_travel_by_reference_and_are_read_where_they_are_needed(
    settings: Settings, house: House, service: Service
) -> None:
    rows = [{"n": number, "text": "x" * 100} for number in range(3_000)]

    async def answer(_: Received) -> bytes:
        return http(200, orjson.dumps({"rows": rows}), content_type="application/json")

    service.answer = answer
    run_id = await house.record(
        [
            start_node(),
            http_node("fetch", url(service, "/")),
            {
                "id": "count",
                "type": "set",
                "config": {"values": {"n": "{{ steps.fetch.output.body.rows.length }}"}},
            },
            http_node(
                "send",
                url(service, "/"),
                method="POST",
                body={"kind": "json", "value": "{{ steps.fetch.output.body.rows[2999].n }}"},
            ),
            end_node("{{ steps.count.output.n }}"),
        ],
        ["start fetch", "fetch count", "count send", "send end"],
    )

    async with working(settings):
        await house.start(run_id)
        run = await house.ended(run_id)

    fetched = (await house.attempts(run_id))["fetch"][0]
    ref = BlobRef.model_validate(fetched.output)
    kept = await ObjectBlobStore(settings.store.blob_url).get(str(house.workspace_id), ref.digest)
    assert (run.status, run.output) == ("succeeded", 3_000)
    assert service.received[1].body == b"2999"
    assert orjson.loads(kept)["body"]["rows"] == rows


async def test_characters_that_databases_dislike_arrive_whole(
    settings: Settings, house: House, service: Service
) -> None:
    text = "nul \x00, right-to-left \u202e, emoji \U0001f9ff, separator \u2028"

    async def answer(_: Received) -> bytes:
        return http(200, orjson.dumps({text: text}), content_type="application/json")

    service.answer = answer
    run_id = await house.record(
        [
            start_node(),
            http_node("fetch", url(service, "/")),
            end_node("{{ steps.fetch.output.body }}"),
        ],
        ["start fetch", "fetch end"],
    )

    async with working(settings):
        await house.start(run_id)
        run = await house.ended(run_id)

    fetched = (await house.attempts(run_id))["fetch"][0]
    assert (run.status, run.output) == ("succeeded", {text: text})
    assert fields(fetched.output)["body"] == {text: text}


async def test_the_sweep_starts_what_a_crash_left_queued_in_its_own_worker(
    settings: Settings, house: House, service: Service
) -> None:
    run_id = await house.record(
        [start_node(), http_node("fetch", url(service, "/")), end_node(1)],
        ["start fetch", "fetch end"],
    )
    await house.make_older()

    async with working(settings):
        run = await house.ended(run_id)
    history = await run_handle(house.temporal, str(run_id)).fetch_history()

    assert run.status == "succeeded"
    started = history.events[0].workflow_execution_started_event_attributes
    assert started.eager_execution_accepted


async def test_the_sweep_closes_the_row_of_a_run_that_was_terminated(
    settings: Settings, house: House
) -> None:
    run_id = await house.record(
        [start_node(), {"id": "wait", "type": "delay", "config": {"seconds": 3_600}}, end_node(1)],
        ["start wait", "wait end"],
    )

    async with working(settings):
        await house.start(run_id)
        await until(lambda: house.is_waiting(run_id))
        await house.temporal.get_workflow_handle(f"run-{run_id}").terminate(reason="a test")
        run = await house.ended(run_id)

    attempts = await house.attempts(run_id)
    assert run.status == "cancelled"
    assert fields(run.error)["type"] == "terminated"
    assert attempts["wait"][0].status == "cancelled"


async def test_numbers_of_temporal_and_of_circuits_are_served(
    settings: Settings, house: House, service: Service
) -> None:
    port = settings.worker.worker_metrics_port = free_port()
    run_id = await house.record(
        [start_node(), http_node("fetch", url(service, "/")), end_node(1)],
        ["start fetch", "fetch end"],
    )

    async with working(settings), httpx2.AsyncClient(trust_env=False) as client:
        await house.start(run_id)
        await house.ended(run_id)
        text = (await client.get(f"http://127.0.0.1:{port}/metrics")).text

    assert 'activity_type="http.request"' in text
    assert "temporal_workflow_completed_total" in text


async def test_what_nobody_can_decrypt_is_parked_and_goes_on_with_the_key(
    settings: Settings, house: House, service: Service
) -> None:
    keys = settings.temporal.secret_keys
    assert keys is not None
    both = SecretStr(f"k9:{'B' * 43},{keys.get_secret_value()}")
    with_key = replace(
        settings, temporal=settings.temporal.model_copy(update={"secret_keys": both})
    )
    stranger = replace(house, temporal=await connect(with_key.temporal))
    run_id = await house.record([start_node(), end_node(7)], ["start end"])
    other_id = await house.record([start_node(), end_node(1)], ["start end"])
    await house.make_older()

    async def is_parked() -> bool:
        return (await house.read(run_id)).error is not None

    async with working(settings):
        await stranger.start(run_id)
        await house.start(other_id)
        other = await house.ended(other_id)
        await until(is_parked)
        parked = await house.read(run_id)
    async with working(with_key):
        run = await house.ended(run_id)

    assert other.status == "succeeded"
    assert fields(parked.error)["type"] == "parked"
    assert "'k9', which NORIA_SECRET_KEYS does not hold" in fields(parked.error)["message"]
    assert (run.status, run.output, run.error) == ("succeeded", 7, None)


async def test_ten_megabytes_travel_and_two_hundred_levels_fail_their_step_only(
    settings: Settings, house: House, service: Service
) -> None:
    deep = b'{"a":' * 200 + b"1" + b"}" * 200
    large = orjson.dumps(["x" * 1_000] * 10_000)

    async def answer(request: Received) -> bytes:
        body = deep if request.path == "/deep" else large
        return http(200, body, content_type="application/json")

    service.answer = answer
    node = http_node("deep", url(service, "/deep"))
    node["policy"]["on_error"] = "port"
    run_id = await house.record(
        [
            start_node(),
            node,
            http_node("large", url(service, "/large")),
            end_node("{{ [steps.deep.error.message, steps.large.output.body.length] }}"),
        ],
        ["start deep", "deep:error large", "large end"],
    )

    async with working(settings):
        await house.start(run_id)
        run = await house.ended(run_id)

    assert run.status == "succeeded"
    message, length = cast("tuple[str, int]", run.output)
    assert "nested more than 128 levels deep" in message
    assert length == 10_000


async def test_told_to_stop_it_ends_also_while_a_last_row_cannot_be_written(
    settings: Settings, house: House
) -> None:
    run_id = await house.record([start_node(), end_node(1)], ["start end"])
    in_haste = settings.worker.model_copy(update={"worker_grace_s": 0.5})

    async with house.held_up(run_id):
        async with working(replace(settings, worker=in_haste)):
            await house.start(run_id)
            await until(house.waits_for_a_lock)
            began = time.monotonic()
        took = time.monotonic() - began
    async with working(settings):
        run = await house.ended(run_id)

    assert took < 20
    assert (run.status, run.output) == ("succeeded", 1)
