"""What bulk actions do to runs, on real runs."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from noria.errors import Conflict
from store.blobs import ObjectBlobStore
from store.line_sink import Line
from tests.activities.internet import Received, Service, http
from tests.worker.house import House, end_node, http_node, start_node
from tests.worker.test_process import url, working
from worker.bulk import Deed
from worker.hands import TemporalHands
from worker.process import Settings
from worker.runs import ClientRuns, DatabaseRuns

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def hands_of(settings: Settings, house: House) -> TemporalHands:
    line = Line(DatabaseRuns(house.database), ClientRuns(house.temporal), set())
    blobs = ObjectBlobStore(settings.store.blob_url)
    return TemporalHands(house.database, blobs, house.temporal, line)


def deed(house: House, run_id: UUID, **arguments: object) -> Deed:
    return Deed(house.workspace_id, run_id, None, run_id, LONG_AGO, arguments)


async def test_a_retry_of_a_loop_does_no_item_twice(
    settings: Settings, house: House, service: Service
) -> None:
    asked: list[str] = []

    async def answer(request: Received) -> bytes:
        asked.append(request.path)
        refused = request.path == "/charge/2" and asked.count("/charge/2") == 1
        return http(400 if refused else 200, b'"done"', content_type="application/json")

    service.answer = answer
    nodes = [
        start_node(),
        {"id": "each", "type": "for_each", "config": {"items": "{{ [1, 2, 3] }}"}},
        {**http_node("charge", url(service, "/charge/{{ item }}")), "parent": "each"},
        end_node("{{ steps.each.output.length }}"),
    ]
    run_id = await house.record(nodes, ["start each", "each end"])
    async with working(settings):
        await house.start(run_id)
        first = await house.ended(run_id)
        told = await hands_of(settings, house).act("retry", deed(house, run_id))
        retry = await house.ended(UUID(told["new_run_id"]))
        again = await hands_of(settings, house).act("retry", deed(house, run_id))
        others = [
            replace(deed(house, run_id), asked_at=LATER),
            deed(house, run_id, version=1),
        ]
        for other in others:
            with pytest.raises(Conflict, match=str(retry.id)):
                await hands_of(settings, house).act("retry", other)

    assert (first.status, retry.status, retry.output) == ("failed", "succeeded", 3)
    assert asked == ["/charge/1", "/charge/2", "/charge/2", "/charge/3"]
    steps = await house.attempts(retry.id)
    sources = {step.iteration: step.source for step in steps["charge"]}
    assert sources == {"0": str(run_id), "1": None, "2": None}
    assert again == told


async def test_a_run_is_paused_resumed_and_terminated(settings: Settings, house: House) -> None:
    nodes = [
        start_node(),
        {"id": "wait", "type": "delay", "config": {"seconds": 600}},
        end_node("late"),
    ]
    run_id = await house.record(nodes, ["start wait", "wait end"])
    hands = hands_of(settings, house)
    async with working(settings):
        await house.start(run_id)
        paused = await hands.act("pause", deed(house, run_id))
        await hands.act("resume", deed(house, run_id))
        paused_again = await hands.act("pause", deed(house, run_id))
        await hands.act("terminate", deed(house, run_id, reason="Not needed."))
        ended = await house.ended(run_id)

    assert paused == {"attempts_held_back": True}
    # The same bulk action asks once more, after its worker died.
    assert paused_again == {"attempts_held_back": False}
    assert ended.status == "cancelled"
    assert ended.error is not None
    assert ended.error["message"] == "Not needed."


async def test_a_run_that_never_began_is_cancelled_too(settings: Settings, house: House) -> None:
    run_id = await house.record([start_node(), end_node(1)], ["start end"])

    await hands_of(settings, house).act("cancel", deed(house, run_id))

    assert (await house.read(run_id)).status == "cancelled"


async def test_a_retry_with_a_version_is_not_taken_for_a_plain_one(
    settings: Settings, house: House
) -> None:
    run_id = await house.record([start_node(), end_node(1)], ["start end"])
    hands = hands_of(settings, house)
    await hands.act("cancel", deed(house, run_id))

    told = await hands.act("retry", deed(house, run_id, version=1))
    again = await hands.act("retry", deed(house, run_id, version=1))
    with pytest.raises(Conflict, match=told["new_run_id"]):
        await hands.act("retry", deed(house, run_id))

    assert again == told
