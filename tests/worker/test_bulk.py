"""Bulk actions, seen through by a real worker; and by a page at a time with hands that are not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from noria.bulk import BulkCall, BulkName
from noria.errors import CannotApply, Unavailable
from noria.run import RunStatus
from store import audit, bulk
from store.audit import AuditFilter
from store.bulk_tables import BulkAction
from store.database import Database
from store.forks import retry_key
from store.ids import new_id
from store.run_filter import RunFilter
from tests.activities.internet import Received, Service, http
from tests.store.rows import House as Rows
from tests.store.rows import add_run, build_house, write
from tests.worker.house import House, end_node, http_node, start_node, until
from tests.worker.test_process import url, working
from worker.bulk import Bulk, Deed
from worker.process import Settings
from workflows.begin import start_bulk


async def ask(
    database: Database, workspace_id: UUID, action: BulkName, total: int, **filters: Any
) -> BulkCall:
    """What the API records."""
    row = BulkAction(
        id=new_id(),
        workspace_id=workspace_id,
        action=action,
        status="queued",
        filter=bulk.filter_json(RunFilter(**filters)),
        arguments={},
        total=total,
    )
    async with database.sessions.begin() as session:
        assert await bulk.add_action(session, action=row)
    return BulkCall(workspace_id=str(workspace_id), bulk_id=str(row.id))


async def read(database: Database, call: BulkCall) -> BulkAction:
    async with database.sessions.begin() as session:
        return await bulk.get_action(
            session, workspace_id=UUID(call.workspace_id), bulk_id=UUID(call.bulk_id)
        )


@dataclass
class FakeHands:
    """Remembers what it was asked; does what the test says."""

    did: list[UUID] = field(default_factory=list[UUID])
    refuses: set[UUID] = field(default_factory=set[UUID])
    away_after: int | None = None
    bug: bool = False

    async def act(self, action: str, deed: Deed) -> Mapping[str, Any]:
        if self.away_after is not None and len(self.did) >= self.away_after:
            raise Unavailable("Temporal does not answer.")
        if self.bug:
            raise ZeroDivisionError
        if deed.run_id in self.refuses:
            raise CannotApply("The run is over.")
        self.did.append(deed.run_id)
        return {}


async def runs_of(database: Database, count: int) -> tuple[Rows, list[UUID]]:
    """The newest first."""
    house = await build_house(database)
    more = [
        await add_run(database, house.workspace_id, house.workflow_id) for _ in range(count - 1)
    ]
    return house, [*reversed(more), house.run_id]


async def test_all_runs_that_match_are_dealt_with_once(database: Database) -> None:
    house, run_ids = await runs_of(database, 3)
    hands = FakeHands(refuses={run_ids[1]})
    call = await ask(database, house.workspace_id, "cancel", 3)
    later = await add_run(database, house.workspace_id, house.workflow_id)

    assert await Bulk(database, hands).page(call, lambda: None) is False
    action = await read(database, call)
    assert hands.did == [run_ids[0], run_ids[2]]
    assert later not in hands.did
    assert (action.status, action.done, action.refused) == ("succeeded", 2, 1)
    assert action.refusals == [{"run_id": str(run_ids[1]), "reason": "The run is over."}]


async def test_an_attempt_that_died_is_gone_on_with(database: Database) -> None:
    house, run_ids = await runs_of(database, 3)
    hands = FakeHands(away_after=2)
    call = await ask(database, house.workspace_id, "cancel", 3)

    with pytest.raises(Unavailable):
        await Bulk(database, hands).page(call, lambda: None)
    hands.away_after = None
    await Bulk(database, hands).page(call, lambda: None)

    assert hands.did == run_ids
    assert (await read(database, call)).done == 3


async def test_a_bug_with_one_run_does_not_stop_the_rest(database: Database) -> None:
    house, _ = await runs_of(database, 2)
    call = await ask(database, house.workspace_id, "cancel", 2)

    await Bulk(database, FakeHands(bug=True)).page(call, lambda: None)

    assert (await read(database, call)).refused == 2


async def test_a_stopped_action_leaves_the_rest_alone(database: Database) -> None:
    house, run_ids = await runs_of(database, 3)
    call = await ask(database, house.workspace_id, "cancel", 3)

    class Stopping(FakeHands):
        async def act(self, action: str, deed: Deed) -> Mapping[str, Any]:
            async with database.sessions.begin() as session:
                await bulk.set_status(
                    session,
                    workspace_id=house.workspace_id,
                    bulk_id=deed.bulk_id,
                    status="cancelled",
                )
            return await super().act(action, deed)

    hands = Stopping()
    assert await Bulk(database, hands).page(call, lambda: None) is False
    assert await Bulk(database, hands).page(call, lambda: None) is False
    assert hands.did == run_ids[:1]
    assert (await read(database, call)).status == "cancelled"


async def test_runs_to_which_it_can_not_be_done_are_not_touched(database: Database) -> None:
    house, _ = await runs_of(database, 2)
    hands = FakeHands()
    for filters in ({}, {"statuses": (RunStatus.QUEUED,)}):
        call = await ask(database, house.workspace_id, "retry", 0, **filters)
        await Bulk(database, hands).page(call, lambda: None)

    assert hands.did == []


async def test_a_retry_is_for_runs_that_have_none_but_its_own(database: Database) -> None:
    house, run_ids = await runs_of(database, 3)
    failed = [house.update("failed").model_copy(update={"run_id": str(each)}) for each in run_ids]
    await write(database, [], failed)

    async def add_retry(run_id: UUID) -> None:
        key = retry_key(run_id)
        await add_run(database, house.workspace_id, house.workflow_id, idempotency_key=key)

    await add_retry(run_ids[0])
    call = await ask(database, house.workspace_id, "retry", 2)
    # As an attempt that died before it was counted leaves it.
    await add_retry(run_ids[1])
    async with database.sessions.begin() as session:
        counts = await bulk.count_runs(
            session, workspace_id=house.workspace_id, filters=RunFilter(), action="retry"
        )
    hands = FakeHands()
    await Bulk(database, hands).page(call, lambda: None)

    assert counts == {RunStatus.FAILED: 1}
    assert hands.did == run_ids[1:]


async def test_failed_runs_are_retried_and_waiting_ones_cancelled(
    settings: Settings, house: House, service: Service
) -> None:
    asked: list[str] = []

    async def answer(request: Received) -> bytes:
        asked.append(request.path)
        refused = request.path == "/send" and asked.count("/send") <= 3
        return http(400 if refused else 200, b"{}", content_type="application/json")

    service.answer = answer
    nodes = [
        start_node(),
        http_node("fetch", url(service, "/fetch")),
        http_node("send", url(service, "/send")),
        end_node("sent"),
    ]
    run_ids = [
        await house.record(nodes, ["start fetch", "fetch send", "send end"]) for _ in range(3)
    ]
    waiting = await house.record(
        [start_node(), {"id": "wait", "type": "delay", "config": {"seconds": 600}}, end_node(1)],
        ["start wait", "wait end"],
    )
    async with working(settings):
        for run_id in (*run_ids, waiting):
            await house.start(run_id)
        ends = [await house.ended(run_id) for run_id in run_ids]
        retry = await ask(house.database, house.workspace_id, "retry", 3)
        await start_bulk(house.temporal, retry)
        await until(lambda: is_done(house.database, retry))
        cancel = await ask(house.database, house.workspace_id, "cancel", 1, run_ids=(waiting,))
        await start_bulk(house.temporal, cancel)
        await until(lambda: is_done(house.database, cancel))
        cancelled = await house.ended(waiting)
        retries = [await house.ended(run_id) for run_id in await retries_of(house)]

    assert [end.status for end in ends] == ["failed"] * 3
    assert [run.status for run in retries] == ["succeeded"] * 3
    assert {run.parent_run_id for run in retries} == set(run_ids)
    # What went well was not done again.
    assert (asked.count("/fetch"), asked.count("/send")) == (3, 6)
    assert cancelled.status == "cancelled"


async def is_done(database: Database, call: BulkCall) -> bool:
    return (await read(database, call)).finished_at is not None


async def retries_of(house: House) -> list[UUID]:
    """As the audit trail tells."""
    async with house.database.sessions.begin() as session:
        page = await audit.list_entries(
            session,
            workspace_id=house.workspace_id,
            filters=AuditFilter(action="run.retry"),
            cursor=None,
            limit=50,
        )
    return [UUID(entry.details["new_run_id"]) for entry in page.items]
