from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.adapter.waits import make_wait_activities
from noria.errors import Invalid
from noria.model import NodeId
from noria.waits import EventAsked, Reminder, WaitClose, WaitEnd, WaitOpen
from tests.workflows.fake_waits import FakeWaits
from workflows.names import CLOSE_WAIT, OPEN_WAIT, REMIND

OPEN = WaitOpen(
    wait_id="w",
    run_id="r",
    workspace_id="ws",
    node_id=NodeId("paid"),
    asked=EventAsked(key="k"),
    until=datetime(2026, 5, 1, tzinfo=UTC),
)


class Refusing(FakeWaits):
    async def open(self, wait: WaitOpen) -> bool:
        raise Invalid("The run has no row.")


def named(waits: FakeWaits) -> dict[str, Callable[..., Any]]:
    made = make_wait_activities(waits)
    return {getattr(item, "__temporal_activity_definition").name: item for item in made}


async def test_their_names_are_those_that_the_workflow_calls() -> None:
    waits = FakeWaits(kept={"k": 1})
    found = named(waits)
    environment = ActivityEnvironment()
    close = WaitClose(wait_id="w", workspace_id="ws", kind="event", why=WaitEnd.WOKEN)

    assert await environment.run(found[OPEN_WAIT], OPEN)
    assert (await environment.run(found[CLOSE_WAIT], close)).output == 1
    await environment.run(found[REMIND], Reminder(wait_id="w", workspace_id="ws", number=3))
    assert waits.reminders == [3]


async def test_a_wait_that_can_never_be_kept_is_not_tried_again() -> None:
    with pytest.raises(ApplicationError) as caught:
        await ActivityEnvironment().run(named(Refusing())[OPEN_WAIT], OPEN)

    assert caught.value.non_retryable
