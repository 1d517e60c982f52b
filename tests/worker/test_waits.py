"""Waits in the database, and runs that are woken late."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from noria.errors import Invalid, NotFound, Unavailable
from noria.model import NodeId
from noria.waits import ApprovalAsked, Asked, EventAsked, Reminder, WaitClose, WaitEnd, WaitOpen
from store import approvals, event_waits
from store.approvals import Given
from store.database import Database, time_of
from tests.store import rows
from tests.worker.house import House, end_node, start_node, until
from tests.worker.test_process import working
from worker.process import Settings
from worker.waits import DatabaseWaits

ASKED = ApprovalAsked(title="Refund?")
EVENT = EventAsked(key="paid")


@dataclass
class Runs:
    """Remembers whom it was to wake."""

    woken: list[str] = field(default_factory=list[str])
    over: Sequence[str] = ()
    away: bool = False

    async def wake(self, run_id: str, wait_id: str) -> None:
        if self.away:
            raise Unavailable("Temporal does not answer.")
        self.woken.append(wait_id)
        if run_id in self.over:
            raise NotFound("run in progress", run_id)


def waits_of(database: Database, runs: Runs) -> DatabaseWaits:
    return DatabaseWaits(database, runs.wake, unwoken_after=timedelta(0))


def opened(house: rows.House, asked: Asked, run_id: UUID | None = None) -> WaitOpen:
    return WaitOpen(
        wait_id=str(uuid4()),
        run_id=str(run_id or house.run_id),
        workspace_id=str(house.workspace_id),
        node_id=NodeId("ask"),
        asked=asked,
    )


def closed(wait: WaitOpen, why: WaitEnd) -> WaitClose:
    return WaitClose(
        wait_id=wait.wait_id, workspace_id=wait.workspace_id, kind=wait.asked.kind, why=why
    )


async def tell(database: Database, workspace_id: UUID, payload: object) -> None:
    async with database.sessions.begin() as session:
        event = event_waits.new_event(
            workspace_id=workspace_id,
            key="paid",
            payload=payload,
            expires_at=await time_of(session) + timedelta(days=1),
        )
        await event_waits.add_event(session, event=event)


async def answer(database: Database, wait: WaitOpen) -> None:
    async with database.sessions.begin() as session:
        await approvals.answer(
            session,
            workspace_id=UUID(wait.workspace_id),
            approval_id=UUID(wait.wait_id),
            given=Given("rejected", "ann@x.example", "api", "no", {"a": 1}),
        )


async def test_an_approval_is_opened_once_and_gives_its_answer(database: Database) -> None:
    house, waits = await rows.build_house(database), waits_of(database, Runs())
    wait = opened(house, ASKED)
    assert not await waits.open(wait)
    assert not await waits.open(wait)
    assert await waits.close(closed(wait, WaitEnd.WOKEN)) is None
    await waits.remind(Reminder(wait_id=wait.wait_id, workspace_id=wait.workspace_id, number=1))
    await answer(database, wait)

    assert await waits.open(wait)
    taken = await waits.close(closed(wait, WaitEnd.TIMEOUT))
    assert taken is not None
    assert taken.port == "rejected"
    assert taken.output == {
        "decision": "rejected", "by": "ann@x.example", "comment": "no", "data": {"a": 1},
    }  # fmt: skip


async def test_an_event_is_taken_once(database: Database) -> None:
    house, waits = await rows.build_house(database), waits_of(database, Runs())
    await tell(database, house.workspace_id, {"n": 1})
    wait = opened(house, EVENT)

    assert await waits.open(wait)
    taken = await waits.close(closed(wait, WaitEnd.WOKEN))
    assert taken is not None
    assert (taken.port, taken.output) == ("out", {"n": 1})
    assert await waits.close(closed(wait, WaitEnd.CANCELLED)) is None


async def test_a_cancelled_wait_passes_its_event_on_at_once(database: Database) -> None:
    runs = Runs()
    house, waits = await rows.build_house(database), waits_of(database, runs)
    first, second = opened(house, EVENT), opened(house, EVENT)
    for wait in (first, second):
        await waits.open(wait)
    await tell(database, house.workspace_id, 1)
    await waits.close(closed(first, WaitEnd.CANCELLED))

    assert runs.woken == [second.wait_id]


async def test_the_sweep_wakes_those_who_missed_their_answer(database: Database) -> None:
    runs = Runs(away=True)
    house, waits = await rows.build_house(database), waits_of(database, runs)
    event, approval = opened(house, EVENT), opened(house, ASKED)
    for wait in (event, approval):
        await waits.open(wait)
    await tell(database, house.workspace_id, 1)
    await answer(database, approval)

    assert await waits.sweep() == 2
    runs.away = False
    assert await waits.sweep() == 2
    for wait in (event, approval):
        await waits.close(closed(wait, WaitEnd.WOKEN))
    assert await waits.sweep() == 0
    assert runs.woken == [event.wait_id, approval.wait_id]


async def test_an_event_of_a_run_that_is_over_goes_to_the_next(database: Database) -> None:
    house = await rows.build_house(database)
    alive = await rows.add_run(database, house.workspace_id, house.workflow_id)
    runs = Runs(over=[str(house.run_id)])
    waits = waits_of(database, runs)
    dead, living = opened(house, EVENT), opened(house, EVENT, alive)
    for wait in (dead, living):
        await waits.open(wait)
    await tell(database, house.workspace_id, 1)

    await waits.sweep()
    await waits.sweep()

    assert runs.woken == [dead.wait_id, living.wait_id]


async def test_a_run_without_a_row_can_not_wait(database: Database) -> None:
    house, waits = await rows.build_house(database), waits_of(database, Runs())

    for asked in (EVENT, ASKED):
        with pytest.raises(Invalid, match="its run has no row"):
            await waits.open(opened(house, asked, uuid4()))


async def test_a_run_that_nobody_woke_goes_on_by_the_sweep(
    settings: Settings, house: House, database: Database
) -> None:
    run_id = await house.record(
        [
            start_node(),
            {"id": "paid", "type": "wait_event", "config": {"key": "paid"}},
            end_node("{{ steps.paid.output }}"),
        ],
        ["start paid", "paid end"],
    )
    async with working(settings):
        await house.start(run_id)
        await until(lambda: house.is_waiting(run_id))
        await tell(database, house.workspace_id, {"amount": 3})
        async with database.engine.begin() as connection:
            for table in ("event", "event_wait"):
                older = f"UPDATE {table} SET created_at = created_at - interval '1 minute'"
                await connection.execute(text(older))
        run = await house.ended(run_id)

    assert (run.status, run.output) == ("succeeded", {"amount": 3})
