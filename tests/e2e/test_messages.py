"""R8: messages come fifty times, all at once, late and in the wrong order; each counts once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api

COPIES = 50
ORDERS = 5

PAYMENTS = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "first", "type": "wait_event", "config": {"key": "{{ trigger.order }}:1"}},
        {"id": "second", "type": "wait_event", "config": {"key": "{{ trigger.order }}:2"}},
        {
            "id": "end",
            "type": "end",
            "config": {"output": ["{{ steps.first.output }}", "{{ steps.second.output }}"]},
        },
    ],
    "edges": [
        {"from": "start", "to": "first"},
        {"from": "first", "to": "second"},
        {"from": "second", "to": "end"},
    ],
}


@pytest.fixture(scope="module")
def workflow_id(api: Api) -> str:
    return api.publish("Two payments", PAYMENTS)


def shuffled(messages: Sequence[Any], seed: int) -> list[Any]:
    mixed = list(messages)
    Random(seed).shuffle(mixed)
    return mixed


def send(api: Api, order: str, part: int) -> str:
    """The same message each time; gives the event's id."""
    body = {"key": f"{order}:{part}", "payload": part, "idempotency_key": f"{order}:{part}"}
    return api.json("POST", "/events", json=body)["id"]


def events_of(api: Api, order: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in (1, 2):
        found += api.json("GET", "/events", params={"key": f"{order}:{part}"})["items"]
    return found


@pytest.mark.server
@pytest.mark.timeout(180)
def test_a_business_key_gives_one_run_however_often_and_from_wherever_it_comes(
    api: Api, workflow_id: str
) -> None:
    orders = [f"order-{uuid4()}" for _ in range(ORDERS)]

    def ask(order: str) -> tuple[str, str]:
        body = {"input": {"order": order}, "key": order}
        return order, api.json("POST", f"/workflows/{workflow_id}/runs", json=body)["id"]

    with ThreadPoolExecutor(8) as pool:
        asked = set(pool.map(ask, shuffled(orders * COPIES, seed=8)))
    for order in orders:
        send(api, order, 2)
        send(api, order, 1)

    assert len(asked) == ORDERS, "a key has more than one run"
    assert all(api.wait(run_id)["output"] == [1, 2] for _, run_id in asked)


@pytest.mark.server
@pytest.mark.timeout(180)
def test_events_count_once_though_they_come_early_late_and_often(
    api: Api, workflow_id: str
) -> None:
    """Half of them before there is a run, the second part before the first."""
    orders = [f"order-{uuid4()}" for _ in range(ORDERS)]
    messages = [(order, part) for order in orders for part in (2, 1)] * COPIES
    early, late = messages[: len(messages) // 2], messages[len(messages) // 2 :]

    def deliver(message: tuple[str, int]) -> tuple[tuple[str, int], str]:
        return message, send(api, *message)

    with ThreadPoolExecutor(8) as pool:
        known = set(pool.map(deliver, shuffled(early, seed=1)))
        run_ids = {order: api.start(workflow_id, {"order": order}) for order in orders}
        known |= set(pool.map(deliver, shuffled(late, seed=2)))

    runs = {order: api.wait(run_id) for order, run_id in run_ids.items()}
    assert len(known) == 2 * ORDERS, "a message made more than one event"
    assert all(run["output"] == [1, 2] for run in runs.values())
    for order, run_id in run_ids.items():
        assert [event["run_id"] for event in events_of(api, order)] == [run_id] * 2
    again = api.start(workflow_id, {"order": orders[0]})
    send(api, orders[0], 1)
    api.until(again, lambda run: run["status"] == "waiting")
    api.json("POST", f"/runs/{again}/cancel")
    assert api.wait(again)["output"] is None, "an event was taken twice"
