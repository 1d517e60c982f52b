"""Events reach who wants to hear of them, whatever dies on the way."""

import asyncio
import sys
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from noria.domain_events import (
    ApprovalReminded,
    ApprovalRequested,
    RunStarted,
)
from noria.errors import Unavailable
from store import notification_rules, notifications, sharing
from store.database import Database
from store.ids import new_id
from store.notice_tables import Delivery, Notification, NotificationRule
from store.sharing import Target
from store.tables import Account, Membership
from tests.store.rows import House
from tests.worker.outbox_house import Temporal, audited, counted, fresh, happen, left
from worker.relay import SUBSCRIBERS, Relay


async def add_rule(database: Database, house: House, *events: str, **more: Any) -> UUID:
    given: dict[str, Any] = {"workflow_ids": [], **more}
    rule = NotificationRule(
        id=new_id(),
        workspace_id=house.workspace_id,
        name="Errors",
        events=list(events),
        channel="mail",
        config={"to": ["ops@noria.example"]},
        **given,
    )
    async with database.sessions.begin() as session:
        await notification_rules.add_rule(session, rule=rule)
    return rule.id


async def deliveries(database: Database) -> list[Delivery]:
    async with database.sessions.begin() as session:
        return list(await session.exec(select(Delivery).order_by(col(Delivery.id))))


async def shown(database: Database) -> list[Notification]:
    async with database.sessions.begin() as session:
        return list(await session.exec(select(Notification).order_by(col(Notification.id))))


async def add_member(database: Database, house: House, email: str, role: str) -> UUID:
    account = Account(id=new_id(), email=email, name="", password_hash="-")
    async with database.sessions.begin() as session:
        session.add(account)
        await session.flush()
        session.add(Membership(workspace_id=house.workspace_id, account_id=account.id, role=role))
    return account.id


async def test_an_event_goes_to_the_rules_that_ask_for_it(database: Database) -> None:
    house, temporal = await fresh(database), Temporal()
    wanted = await add_rule(database, house, "run.failed", "run.started")
    await add_rule(database, house, "run.succeeded")
    await add_rule(database, house, "run.failed", workflow_ids=[str(new_id())])
    await happen(database, house)

    assert await Relay(database, temporal).sweep() == 1
    assert await Relay(database, temporal).sweep() == 0

    [row] = await deliveries(database)
    assert (row.rule_id, row.event_type, row.status) == (wanted, "run.failed", "waiting")
    assert row.body["data"]["workflow"] == "Order triage"
    assert [call.delivery_id for call in temporal.handed] == [str(row.id)]
    assert await left(database) == 0


async def test_what_temporal_has_not_taken_is_handed_over_later(database: Database) -> None:
    house, temporal = await fresh(database), Temporal()
    await add_rule(database, house, "run.failed")
    await happen(database, house)
    temporal.away = True
    relay = Relay(database, temporal)

    assert await relay.take() == 1
    for _ in range(2):
        with suppress(Unavailable):
            await relay.hand()
    temporal.away = False
    handed = [await relay.hand(), await relay.hand()]

    assert handed == [1, 0]
    assert len(temporal.handed) == len(await deliveries(database)) == 1


DYING = """
import asyncio, sys
from store.database import open_database
from store.settings import StoreSettings
from worker.relay import SUBSCRIBERS, Relay

async def never(call):
    print("handing", flush=True)
    await asyncio.sleep(600)

async def main():
    database = open_database(StoreSettings(database_url=sys.argv[1], blob_url=""))
    await Relay(database, never).sweep()

asyncio.run(main())
"""


async def test_a_relay_that_is_killed_between_writing_and_delivering_loses_nothing(
    database: Database,
) -> None:
    house, temporal = await fresh(database), Temporal()
    await add_rule(database, house, "run.failed")
    for _ in range(3):
        await happen(database, house)
    relay = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DYING, database.url, stdout=asyncio.subprocess.PIPE
    )
    assert relay.stdout is not None
    assert await relay.stdout.readline() == b"handing\n"
    relay.kill()
    await relay.wait()
    await happen(database, house)

    while len(temporal.handed) < 4:
        # The dead one's lock goes with its connection.
        await Relay(database, temporal).sweep()

    assert len({call.delivery_id for call in temporal.handed}) == 4
    assert await left(database) == 0


async def test_a_quiet_period_gathers_what_comes_meanwhile(database: Database) -> None:
    house, temporal = await fresh(database), Temporal()
    await add_rule(database, house, "run.failed", quiet_s=300)
    relay = Relay(database, temporal)
    await happen(database, house)
    await relay.sweep()
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE delivery SET status = 'delivered'"))
    for _ in range(3):
        await happen(database, house)
        await relay.sweep()

    first, second = await deliveries(database)
    assert (first.count, second.count) == (1, 3)
    assert (second.due_at - first.due_at).total_seconds() == 300
    assert [call.due_at for call in temporal.handed] == [first.due_at, second.due_at]


async def test_without_a_quiet_period_each_event_is_a_message(database: Database) -> None:
    house, temporal = await fresh(database), Temporal()
    await add_rule(database, house, "run.failed")
    for _ in range(3):
        await happen(database, house)

    await Relay(database, temporal).sweep()

    assert [row.count for row in await deliveries(database)] == [1, 1, 1]


async def test_people_see_one_entry_for_the_same_thing_until_they_read_it(
    database: Database,
) -> None:
    house, relay = await fresh(database), Relay(database, Temporal())
    for _ in range(2):
        await happen(database, house)
        await happen(database, house)
        await happen(
            database,
            house,
            "run.started",
            RunStarted(workflow_id=str(house.workflow_id), run_id=str(house.run_id)),
        )
        await relay.sweep()
    [entry] = await shown(database)
    which = {"workspace_id": house.workspace_id, "account_id": entry.account_id}
    async with database.sessions.begin() as session:
        assert await notifications.count_unread(session, **which) == 1
        await notifications.mark_read(session, **which, notification_id=entry.id)
    await happen(database, house)
    await relay.sweep()

    assert (entry.type, entry.count) == ("run.failed", 4)
    assert [(row.count, row.read_at is None) for row in await shown(database)] == [
        (4, False), (1, True),
    ]  # fmt: skip


async def test_an_approval_is_for_those_who_are_asked_or_may_answer(database: Database) -> None:
    house, relay = await fresh(database), Relay(database, Temporal())
    ada = await add_member(database, house, "ada@noria.example", "operator")
    await add_member(database, house, "viewer@noria.example", "viewer")
    asked = ApprovalRequested(
        workflow_id=str(house.workflow_id), approval_id="1", run_id=str(house.run_id),
        node_id="ask", title="Pay?", assignees=["ada@noria.example"],
    )  # fmt: skip
    await happen(database, house, "approval.requested", asked)
    await relay.sweep()
    named = {row.account_id for row in await shown(database)}
    anybody = asked.model_copy(update={"approval_id": "2", "assignees": []})
    await happen(database, house, "approval.requested", anybody)
    await relay.sweep()

    reminded = ApprovalReminded(**asked.model_dump(), reminders=1)
    await happen(database, house, "approval.reminded", reminded)
    await relay.sweep()

    assert named == {ada}
    told = [row for row in await shown(database) if row.type == "approval.reminded"]
    assert [(row.account_id, row.data["reminders"]) for row in told] == [(ada, 1)]
    assert len([row for row in await shown(database) if row.data["approval_id"] == "2"]) == 2


async def test_nobody_is_told_of_what_is_not_shared_with_them(database: Database) -> None:
    house, relay = await fresh(database), Relay(database, Temporal())
    ada = await add_member(database, house, "ada@noria.example", "editor")
    bob = await add_member(database, house, "bob@noria.example", "editor")
    target = Target("workflow", house.workflow_id, house.workspace_id)
    async with database.sessions.begin() as session:
        await sharing.save_sharing(session, target, restricted=True, levels={bob: sharing.VIEW})
    await happen(database, house)
    await relay.sweep()

    told = {row.account_id for row in await shown(database)}
    assert bob in told
    assert ada not in told
    assert len(told) == 2  # the owner sees everything


async def test_people_are_told_as_they_want_to_be(database: Database) -> None:
    house, temporal = await fresh(database), Temporal()
    ada = await add_member(database, house, "ada@noria.example", "editor")
    async with database.sessions.begin() as session:
        await notifications.set_preference(
            session,
            workspace_id=house.workspace_id,
            account_id=ada,
            preference=("run.failed", False, True),
        )
    await happen(database, house)

    await Relay(database, temporal).sweep()

    assert ada not in {row.account_id for row in await shown(database)}
    [mail] = await deliveries(database)
    assert (mail.account_id, mail.rule_id) == (ada, None)


async def test_an_event_that_can_not_be_read_keeps_no_other_from_being_told(
    database: Database,
) -> None:
    house, temporal = await fresh(database), Temporal()
    await add_rule(database, house, "run.failed")
    async with database.engine.begin() as connection:
        await connection.execute(
            text("INSERT INTO domain_event (workspace_id, type, data) VALUES (:w, 'odd', '{}')"),
            {"w": house.workspace_id},
        )
        await connection.execute(
            text(
                "INSERT INTO domain_event (workspace_id, type, data) VALUES (:w, 'run.failed', '{}')"
            ),
            {"w": house.workspace_id},
        )
    await happen(database, house)

    assert await Relay(database, temporal).sweep() == 3
    assert len(await deliveries(database)) == 1


async def test_what_is_left_of_a_workspace_that_is_gone_keeps_no_other_from_being_told(
    database: Database,
) -> None:
    house = await fresh(database)
    gone = replace(house, workspace_id=new_id())
    await happen(database, gone)
    await happen(database, house)

    assert await Relay(database, Temporal()).sweep() == 2
    assert [row.workspace_id for row in await shown(database)] == [house.workspace_id]
    assert await left(database) == 0


async def test_all_that_comes_of_an_event_is_written_or_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, relay = await fresh(database), Relay(database, Temporal())
    await happen(database, house)

    async def dies(*_: object) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr("worker.relay.SUBSCRIBERS", (*SUBSCRIBERS, dies))
        with pytest.raises(ConnectionResetError):
            await relay.sweep()
    assert (await shown(database), await audited(database), await counted(database)) == ([], [], [])

    await relay.sweep()

    assert len(await shown(database)) == 1
    assert [entry.action for entry in await audited(database)] == ["run.fail"]
    assert [day.failed for day in await counted(database)] == [1]
