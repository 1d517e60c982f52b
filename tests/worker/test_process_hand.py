"""People take hold of runs on a whole worker: what their rows tell, and what a service is asked."""

from typing import Any
from uuid import UUID

import pytest

from noria.acts import Pause, Resume, RetryStep, SkipStep
from noria.catalog import load_catalog
from noria.compile import compile_graph
from noria.model import NodeId
from noria.plan import PlanStep
from tests.activities.internet import Received, Service, http
from tests.worker.house import House, end_node, http_node, start_node, until
from tests.worker.test_process import url, working
from worker.process import Settings
from workflows.hand_client import control_run, list_trying

PAY = NodeId("pay")
EDGES = ["start pay", "pay end"]


@pytest.fixture
def picky(service: Service) -> Service:
    """Refuses `/wrong` for good, and `/busy` once."""

    async def answer(request: Received) -> bytes:
        if request.path == "/wrong":
            return http(402, b"card refused")
        if request.path == "/busy" and len(service.received) == 1:
            return http(503, b"later")
        return http(200, b'{"ok": true}', content_type="application/json")

    service.answer = answer
    return service


def nodes(service: Service, path: str, **policy: Any) -> list[dict[str, Any]]:
    pay = http_node("pay", url(service, path), method="POST")
    pay["policy"] |= policy
    return [start_node(), pay, end_node("{{ steps.pay.status }} {{ steps.pay.attempt }}")]


def compiled(of: list[dict[str, Any]]) -> PlanStep:
    edges = [{"from": "start", "to": "pay"}, {"from": "pay", "to": "end"}]
    graph: Any = {"nodes": of, "edges": edges}
    plan = compile_graph(graph, load_catalog()).require_plan()
    return next(step for step in plan.steps if step.id == PAY)


async def is_held(house: House, run_id: UUID) -> bool:
    rows = (await house.attempts(run_id)).get("pay", [])
    return bool(rows) and rows[-1].status == "paused" and await house.is_waiting(run_id)


async def test_a_held_step_is_mended_and_tried_again(
    settings: Settings, house: House, picky: Service
) -> None:
    run_id = await house.record(nodes(picky, "/wrong", on_error="hold"), EDGES)
    async with working(settings):
        await house.start(run_id)
        await until(lambda: is_held(house, run_id))
        held = (await house.attempts(run_id))["pay"]
        mended = compiled(nodes(picky, "/right"))
        await control_run(house.temporal, str(run_id), RetryStep(node_id=PAY, step=mended))
        run = await house.ended(run_id)

    attempts = (await house.attempts(run_id))["pay"]
    assert [(row.attempt, row.status) for row in held] == [(1, "failed"), (2, "paused")]
    assert held[1].error is not None
    assert held[1].error["details"] == {"status": 402, "body": "card refused"}
    assert [(row.attempt, row.status) for row in attempts] == [(1, "failed"), (2, "succeeded")]
    assert (run.status, run.output) == ("succeeded", "succeeded 2")
    assert [request.headers["idempotency-key"] for request in picky.received] == [
        f"{run_id}:pay:",
        f"{run_id}:pay::1",
    ]


async def test_a_skipped_step_shows_what_a_person_gave(
    settings: Settings, house: House, picky: Service
) -> None:
    run_id = await house.record(nodes(picky, "/wrong", on_error="hold"), EDGES)
    async with working(settings):
        await house.start(run_id)
        await until(lambda: is_held(house, run_id))
        act = SkipStep(node_id=PAY, output={"paid": "in cash"})
        await control_run(house.temporal, str(run_id), act)
        run = await house.ended(run_id)

    attempts = (await house.attempts(run_id))["pay"]
    assert [row.status for row in attempts] == ["failed", "skipped"]
    assert attempts[1].output == {"paid": "in cash"}
    assert (run.status, run.output) == ("succeeded", "skipped 2")


async def test_a_step_between_two_attempts_is_tried_now(
    settings: Settings, house: House, picky: Service
) -> None:
    retry = {"max_attempts": 5, "initial_interval_s": 600, "max_interval_s": 600}
    run_id = await house.record(nodes(picky, "/busy", retry=retry), EDGES)

    async def is_between() -> bool:
        found = await list_trying(house.temporal, str(run_id))
        return bool(found) and not found[0].is_running and found[0].attempts == 1

    async with working(settings):
        await house.start(run_id)
        await until(is_between)
        await control_run(house.temporal, str(run_id), RetryStep(node_id=PAY, attempts=1))
        run = await house.ended(run_id)

    attempts = (await house.attempts(run_id))["pay"]
    assert [(row.attempt, row.status) for row in attempts] == [(1, "failed"), (2, "succeeded")]
    assert run.output == "succeeded 2"
    assert len({request.headers["idempotency-key"] for request in picky.received}) == 1


async def test_a_paused_run_and_the_step_it_stopped_before_say_so(
    settings: Settings, house: House, picky: Service
) -> None:
    slow = {"id": "wait", "type": "delay", "config": {"seconds": 0.5}}
    graph = nodes(picky, "/right")
    run_id = await house.record([*graph, slow], ["start wait", "wait pay", "pay end"])

    async def is_paused() -> bool:
        rows = (await house.attempts(run_id)).get("pay", [])
        return (await house.read(run_id)).status == "paused" and bool(rows)

    async with working(settings):
        await house.start(run_id)
        await until(lambda: house.is_waiting(run_id))
        await control_run(house.temporal, str(run_id), Pause())
        await until(is_paused)
        before = (await house.attempts(run_id))["pay"]
        await control_run(house.temporal, str(run_id), Resume())
        run = await house.ended(run_id)

    after = (await house.attempts(run_id))["pay"]
    assert [(row.attempt, row.status) for row in before] == [(1, "paused")]
    assert [(row.attempt, row.status) for row in after] == [(1, "succeeded")]
    assert run.status == "succeeded"
