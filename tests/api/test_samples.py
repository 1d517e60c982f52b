"""Messages that a trigger is tried out with: those that came, and an example before any did."""

from typing import Any

import httpx2
import pytest
from sqlalchemy import update
from sqlmodel import col, select

from api.services import Services
from noria.input_schema import check_input
from noria.triggers.registry import load_trigger_types
from store import trigger_samples
from store.firing import Message, fire
from store.trigger_tables import Trigger, TriggerFiring
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.hooks import add_trigger, firings_of

CONFIGS: dict[str, dict[str, Any]] = {
    "chat": {"title": "Help", "audience": "members"},
    "email": {"credential": "post"},
    "event": {"broker": "nats", "subject": "orders"},
    "form": {"title": "Order", "audience": "members"},
    "poll": {"source": "http", "url": "https://shop.example/orders", "key": "item.id"},
    "schedule": {"kind": "interval", "every_s": 3600},
    "webhook": {"auth": "none"},
    "workflow": {"on": ["failed"]},
}
MAPPED = {"input": {"id": "{{ trigger.body.id }}"}}


async def samples_of(client: Client, trigger: Any) -> list[Any]:
    return (await client.json("GET", f"/triggers/{trigger['id']}/samples"))["items"]


def test_all_types_of_triggers_are_tried_out_here() -> None:
    assert set(CONFIGS) == set(load_trigger_types())


@pytest.mark.parametrize("type_", CONFIGS)
async def test_before_any_message_came_there_is_an_example(
    type_: str, owner: Client, temporal: FakeTemporal
) -> None:
    trigger = await add_trigger(owner, type_, config=CONFIGS[type_])
    [sample] = await samples_of(owner, trigger)
    fired = await owner.json("POST", f"/triggers/{trigger['id']}/test", json={})
    told: Any = temporal.started[fired["run_id"]].input

    assert (sample["origin"], sample["firing_id"], sample["passes"]) == ("example", None, True)
    assert check_input(load_trigger_types()[type_].output_schema, sample["message"]) == []
    assert fired["origin"] == "example"
    assert set(told) == set(sample["message"])


@pytest.mark.parametrize("type_", CONFIGS)
async def test_a_message_that_started_a_run_is_a_sample(
    type_: str, owner: Client, services: Services, temporal: FakeTemporal
) -> None:
    trigger = await add_trigger(owner, type_, config=CONFIGS[type_])
    [example] = await samples_of(owner, trigger)
    await deliver(services, trigger, example["message"])
    [sample] = await samples_of(owner, trigger)
    [firing] = await firings_of(owner, trigger)
    fired = await owner.json("POST", f"/triggers/{trigger['id']}/test", json={})
    held = await owner.json("POST", f"/triggers/{trigger['id']}/pause")
    goes_on = await owner.json("POST", f"/triggers/{trigger['id']}/resume")

    assert [each["health"] for each in (trigger, held, goes_on)] == ["unused", "paused", "ok"]
    assert (sample["origin"], sample["firing_id"]) == ("fired", firing["id"])
    assert sample["message"] == sample["input"] == example["message"]
    assert fired["origin"] == "fired"
    assert temporal.started[fired["run_id"]].input == example["message"]
    assert len(await samples_of(owner, trigger)) == 1, "a test is no message that came"


async def test_a_mapped_message_is_kept_as_it_came_and_mapped_anew(
    owner: Client, anonymous: httpx2.AsyncClient
) -> None:
    trigger = await add_trigger(owner, mapping=MAPPED)
    await anonymous.post(trigger["url"], json={"id": 7, "total": 3})
    [before] = await samples_of(owner, trigger)
    mapping = {"filter": "trigger.body.total > 5", "input": {"no": "{{ trigger.body.total }}"}}
    await owner.json("PATCH", f"/triggers/{trigger['id']}", json={"mapping": mapping})
    [after] = await samples_of(owner, trigger)
    mapping = {"input": {"no": "{{ trigger.body.lines[0].no }}"}}
    await owner.json("PATCH", f"/triggers/{trigger['id']}", json={"mapping": mapping})
    [broken] = await samples_of(owner, trigger)
    [firing] = await firings_of(owner, trigger)

    assert (before["message"]["body"], before["input"]) == ({"id": 7, "total": 3}, {"id": 7})
    assert (after["message"], after["passes"], after["input"]) == (before["message"], False, None)
    assert "trigger.body.lines" in broken["problem"]
    assert firing["sample"] is None, "a history of whole messages would be large"


async def test_an_input_from_an_earlier_mapping_is_no_message(
    owner: Client, anonymous: httpx2.AsyncClient, services: Services
) -> None:
    trigger = await add_trigger(owner, mapping=MAPPED)
    await anonymous.post(trigger["url"], json={"id": 7})
    async with services.database.sessions.begin() as session:
        await session.exec(update(TriggerFiring).values(sample=None))
    await owner.json("PATCH", f"/triggers/{trigger['id']}", json={"mapping": {}})
    [sample] = await samples_of(owner, trigger)

    assert sample["origin"] == "example"


async def test_the_newest_mapped_messages_are_kept(
    owner: Client,
    anonymous: httpx2.AsyncClient,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trigger_samples, "MAX_SAMPLES", 2)
    trigger = await add_trigger(owner, mapping=MAPPED)
    for number in range(4):
        await anonymous.post(trigger["url"], json={"id": number})
    async with services.database.sessions.begin() as session:
        await trigger_samples.forget_messages(session)
    kept = await samples_of(owner, trigger)

    assert [each["input"]["id"] for each in kept] == [3, 2]


async def test_samples_of_others_are_hidden(
    owner: Client, stranger: Client, anonymous: httpx2.AsyncClient
) -> None:
    trigger, other = await add_trigger(owner), await add_trigger(owner)
    await anonymous.post(trigger["url"], json={"id": 7})
    [firing] = await firings_of(owner, trigger)
    foreign = await stranger.ask("GET", f"/triggers/{trigger['id']}/samples")
    mixed = await owner.ask(
        "POST", f"/triggers/{other['id']}/test", json={"firing_id": firing["id"]}
    )

    assert (foreign.status_code, mixed.status_code) == (404, 404)


async def deliver(services: Services, trigger: Any, payload: Any) -> None:
    """As whatever makes such a trigger fire does."""
    async with services.database.sessions.begin() as session:
        query = select(Trigger).where(col(Trigger.id) == trigger["id"])
        row = (await session.exec(query)).one()
    await fire(services, row, Message(payload, id="m1"))
