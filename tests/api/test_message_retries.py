"""Messages that started no run are started again once that is mended."""

from typing import Any
from uuid import UUID

from api.services import Services
from noria.errors import Invalid
from store import message_letters
from store.firing import Message
from store.message_letters import Undelivered
from store.tables import Run
from store.trigger_tables import Trigger
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.hooks import OPEN_GRAPH, firings_of
from tests.api.test_dead_letters import letters

WRONG = {"filter": "trigger.data.id.startsWith('a')"}


async def trigger_with_letters(
    owner: Client, parts: Services, *messages: Any, ids: bool = True
) -> dict[str, Any]:
    """An event trigger whose filter fails on all of them."""
    workflow_id = await owner.publish(OPEN_GRAPH)
    config = {"broker": "events", "subject": "orders"}
    body = {"type": "event", "name": "Orders", "config": config, "mapping": WRONG}
    trigger = await owner.json("POST", f"/workflows/{workflow_id}/triggers", json=body)
    async with parts.database.sessions.begin() as session:
        row = await session.get(Trigger, UUID(trigger["id"]))
    assert row is not None
    for number, data in enumerate(messages):
        payload: dict[str, Any] = {
            "subject": "orders",
            "data": data,
            "headers": {},
            "id": f"orders:{number}",
        }
        id_ = f"orders:{number}" if ids else None
        dead = Undelivered(Message(payload, id=id_), Invalid("No id."), [f"orders:{number}"])
        assert await message_letters.keep(parts.database, parts.blobs, row, dead)
        assert not await message_letters.keep(parts.database, parts.blobs, row, dead)
    return trigger


async def mend(owner: Client, trigger: dict[str, Any]) -> None:
    await owner.json("PATCH", f"/triggers/{trigger['id']}", json={"mapping": {"filter": "true"}})


async def test_a_message_is_started_again_once_its_trigger_is_mended(
    owner: Client, services: Services, temporal: FakeTemporal
) -> None:
    trigger = await trigger_with_letters(owner, services, {"order": 1})
    [letter] = await letters(owner, f"?trigger_id={trigger['id']}")
    refused = await owner.ask("POST", f"/dead-letters/{letter['id']}/retry")
    shown = await owner.json("GET", f"/dead-letters/{letter['id']}")
    await mend(owner, trigger)
    run = await owner.json("POST", f"/dead-letters/{letter['id']}/retry")
    again = await owner.json("POST", f"/dead-letters/{letter['id']}/retry")
    [closed] = await letters(owner, "?status=retried")
    told = temporal.started[run["id"]].input

    assert (letter["kind"], letter["error"]["message"]) == ("message", "No id.")
    assert letter["message"] is None
    assert shown["message"]["data"] == {"order": 1}
    assert (refused.status_code, shown["status"]) == (422, "open")
    assert isinstance(told, dict)
    assert told["data"] == {"order": 1}
    assert again["id"] == run["id"] == closed["retry_run_id"]
    outcomes = [each["outcome"] for each in await firings_of(owner, trigger)]
    assert outcomes == ["started", "failed"]


async def test_all_messages_of_a_trigger_are_started_again(
    owner: Client, services: Services, temporal: FakeTemporal
) -> None:
    large = "x" * 100_000
    trigger = await trigger_with_letters(
        owner, services, {"id": 1}, {"id": 2, "large": large}, ids=False
    )
    body = {"trigger_id": trigger["id"]}
    before = await owner.json("POST", "/dead-letters/retry", json=body)
    await mend(owner, trigger)
    after = await owner.json("POST", "/dead-letters/retry", json=body)
    empty = await owner.json("POST", "/dead-letters/retry", json=body)
    async with services.database.sessions.begin() as session:
        runs = [await session.get(Run, UUID(run_id)) for run_id in temporal.started]

    assert (before["retried"], before["failed"]) == (0, 2)
    assert "startsWith" in before["reason"]
    assert after == {"retried": 2, "failed": 0, "reason": None}
    assert empty["retried"] == 0
    assert [run.trigger for run in runs if run] == ["event", "event"]
    assert await letters(owner) == []


async def test_a_message_that_the_filter_leaves_out_now_or_that_is_discarded_stays(
    owner: Client, services: Services
) -> None:
    trigger = await trigger_with_letters(owner, services, {"id": "b"})
    [letter] = await letters(owner)
    left_out = await owner.ask("POST", f"/dead-letters/{letter['id']}/retry")
    await owner.json("POST", "/dead-letters/discard", json={"trigger_id": trigger["id"]})
    discarded = await owner.ask("POST", f"/dead-letters/{letter['id']}/retry")

    assert (left_out.status_code, discarded.status_code) == (409, 409)
    assert "does not let this message through" in left_out.json()["detail"]
