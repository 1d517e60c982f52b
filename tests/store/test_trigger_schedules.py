"""Which schedules Temporal is still to be told of."""

from typing import Any

import pytest

from store import trigger_schedules
from store.database import Database
from store.ids import new_id
from store.trigger_tables import Trigger
from tests.store.rows import build_house


async def add(database: Database, cursor: Any) -> Trigger:
    house = await build_house(database)
    async with database.sessions.begin() as session:
        trigger = Trigger(
            id=new_id(),
            workspace_id=house.workspace_id,
            workflow_id=house.workflow_id,
            type="schedule",
            name="Hourly",
            config={"kind": "interval", "every_s": 3600},
            mapping={},
            edition=3,
            cursor=cursor,
        )
        session.add(trigger)
    return trigger


async def is_unsynced(database: Database, trigger: Trigger) -> bool:
    async with database.sessions.begin() as session:
        rows = await trigger_schedules.list_unsynced(session)
    return trigger.id in [row.id for row in rows]


@pytest.mark.parametrize(
    "cursor",
    [
        None,
        {"value": 7},
        {"edition": 2, "form": trigger_schedules.FORM},
        # An older program told Temporal nothing of whose turn it is.
        {"edition": 3},
        {"edition": 3, "form": trigger_schedules.FORM - 1},
    ],
)
async def test_temporal_is_told_of_what_it_does_not_know_as_it_is_told_today(
    database: Database, cursor: Any
) -> None:
    trigger = await add(database, cursor)
    before = await is_unsynced(database, trigger)
    async with database.sessions.begin() as session:
        await trigger_schedules.note_synced(session, trigger=trigger)

    assert before
    assert not await is_unsynced(database, trigger)
