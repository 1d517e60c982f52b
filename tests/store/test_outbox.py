"""Domain events are written with the change that they tell of, once, or not at all."""

from collections import Counter
from typing import Any, cast
from uuid import UUID

import pytest
from jsonschema_rs import validator_for
from sqlalchemy import text
from sqlmodel import col, delete, select

from noria.asyncapi import asyncapi_document
from noria.domain_events import DATA, EVENT_TYPES, DomainEventMessage, EventType, WorkflowPublished
from noria.run import ErrorInfo
from noria.sub_runs import SUB_RUNS
from store import approvals, outbox
from store.credential_expiry import tell_expiring
from store.database import Database
from store.ids import new_id
from store.notice_tables import DomainEvent
from store.waiting_tables import Approval
from tests.store.rows import NOON, House, add_run, build_house, write
from tests.store.test_alert_rules import add_credential, add_rule, check, ended

ERROR = ErrorInfo.model_validate(
    {"type": "node_failed", "message": "No \0 stock", "node_id": "charge"}
)


async def told(database: Database, house: House) -> list[tuple[str, dict[str, Any]]]:
    async with database.sessions.begin() as session:
        query = (
            select(DomainEvent)
            .where(DomainEvent.workspace_id == house.workspace_id)
            .order_by(col(DomainEvent.id))
        )
        rows = (await session.exec(query)).all()
    return [(row.type, row.data) for row in rows if row.type != "workflow.published"]


async def types(database: Database, house: House) -> list[str]:
    return [name for name, _ in await told(database, house)]


async def test_a_run_tells_of_its_begin_and_its_end_once(database: Database) -> None:
    house = await build_house(database)
    begun = house.update("running", started_at=NOON, at=NOON)
    ended = house.update("succeeded", output={"secret": 1}, finished_at=NOON)

    for update in (begun, begun, house.update("waiting"), house.update("running"), ended, ended):
        await write(database, [house.step("fetch", "succeeded")], [update])

    events = await told(database, house)
    assert [name for name, _ in events] == ["run.started", "run.succeeded"]
    assert events[1][1]["run_id"] == str(house.run_id)
    assert events[1][1]["workflow_id"] == str(house.workflow_id)
    assert "secret" not in str(events)


async def test_a_run_that_is_over_at_once_tells_of_both(database: Database) -> None:
    house = await build_house(database)

    await write(database, [], [house.update("succeeded", started_at=NOON, finished_at=NOON)])

    assert await types(database, house) == ["run.started", "run.succeeded"]


async def test_a_failed_run_tells_of_its_step_and_why(database: Database) -> None:
    house = await build_house(database)

    await write(
        database,
        [house.step("charge", "failed", error=ERROR)],
        [house.update("failed", error=ERROR, finished_at=NOON)],
    )

    events = dict(await told(database, house))
    assert set(events) == {"step.failed", "run.failed"}
    assert events["step.failed"]["node_id"] == "charge"
    # Without the NUL character, by which PostgreSQL would refuse the run's end.
    assert events["run.failed"]["error"]["message"] == "No  stock"


async def test_a_step_that_the_run_goes_on_from_tells_of_it_and_an_attempt_does_not(
    database: Database,
) -> None:
    house = await build_house(database)

    await write(database, [house.step("charge", "failed", error=ERROR)])
    assert await types(database, house) == []
    for _ in range(2):
        await write(database, [house.step("charge", "failed", error=ERROR, port="error")])

    assert await types(database, house) == ["step.failed"]


@pytest.mark.parametrize("relation", SUB_RUNS)
async def test_test_runs_and_sub_runs_are_no_news(database: Database, relation: str) -> None:
    house = await build_house(database)
    parent = await add_run(database, house.workspace_id, house.workflow_id)
    call = await add_run(
        database, house.workspace_id, house.workflow_id, relation=relation, parent_run_id=parent
    )
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE run SET version = NULL WHERE id = :id"), {"id": house.run_id}
        )

    for run_id in (house.run_id, call):
        update = House(house.workspace_id, house.workflow_id, run_id).update("failed", error=ERROR)
        await write(database, [], [update])

    assert await types(database, house) == []


async def test_many_runs_in_one_batch_tell_of_each(database: Database) -> None:
    house = await build_house(database)
    others = [await add_run(database, house.workspace_id, house.workflow_id) for _ in range(20)]
    runs = [House(house.workspace_id, house.workflow_id, each) for each in others]

    await write(
        database,
        [run.step("a", "failed", error=ERROR, port="error") for run in runs],
        [run.update("succeeded", started_at=NOON) for run in runs],
    )

    counted = Counter(await types(database, house))
    assert counted == {"run.started": 20, "run.succeeded": 20, "step.failed": 20}


async def test_publishing_tells_of_the_version(database: Database) -> None:
    house = await build_house(database)

    async with database.sessions.begin() as session:
        rows = await session.exec(
            select(DomainEvent).where(DomainEvent.workspace_id == house.workspace_id)
        )
        [published] = [row.data for row in rows]

    assert published == {
        "workflow_id": str(house.workflow_id), "workflow": "Order triage", "version": 1,
    }  # fmt: skip


async def test_every_event_is_told_as_the_document_says(database: Database) -> None:
    """What each part of the store writes, as a webhook would get it."""
    house = await build_house(database)
    for status in ("failed", "succeeded", "cancelled"):
        run_id = await add_run(database, house.workspace_id, house.workflow_id)
        run = House(house.workspace_id, house.workflow_id, run_id)
        error = ERROR if status == "failed" else None
        ends = run.update(status, started_at=NOON, finished_at=NOON, error=error)
        await write(database, [run.step("charge", status, error=error)], [ends])
    approval_id = new_id()
    async with database.sessions.begin() as session:
        await approvals.open_approval(session, approval=_approval(house, approval_id))
        await approvals.remind(
            session, workspace_id=house.workspace_id, approval_id=approval_id, number=1
        )
    rule_id = await add_rule(database, house, "failure_rate")
    await ended(database, house, "failed", 2)
    await check(database, rule_id)
    await ended(database, house, "succeeded", 9)
    await check(database, rule_id)
    await add_credential(database, house, "soon", days=5)
    async with database.sessions.begin() as session:
        await tell_expiring(session)
        of_house = col(DomainEvent.workspace_id) == house.workspace_id
        rows = (await session.exec(select(DomainEvent).where(of_house))).all()
    document = asyncapi_document()
    payloads = {
        each["name"]: each["payload"] for each in document["components"]["messages"].values()
    }

    assert {row.type for row in rows} == set(EVENT_TYPES)
    for row in rows:
        model = DATA[cast("EventType", row.type)]
        given = {name: value for name, value in row.data.items() if value is not None}
        data = model.model_validate(given).model_dump(mode="json")
        told_of = {"id": str(row.event_id), "type": row.type, "timestamp": row.at, "data": data}
        message = DomainEventMessage.model_validate(told_of).model_dump(mode="json")
        schema = {**payloads[row.type], "components": document["components"]}

        # A name that the model doesn't know would be left out in silence; the end of a run stands
        # beside all that is told with it.
        assert given.keys() <= {*model.model_fields, "finished_at"}
        validator_for(schema).validate(message)


def _approval(house: House, approval_id: UUID) -> Approval:
    return Approval(
        id=approval_id,
        workspace_id=house.workspace_id,
        run_id=house.run_id,
        node_id="ask",
        iteration="",
        title="Pay 10 €?",
        description="",
        assignees=["ada@noria.example"],
    )


async def test_an_approval_asks_once_however_often_it_is_opened(database: Database) -> None:
    house, approval_id = await build_house(database), new_id()

    for _ in range(2):
        async with database.sessions.begin() as session:
            await approvals.open_approval(session, approval=_approval(house, approval_id))

    [(name, data)] = await told(database, house)
    assert name == "approval.requested"
    assert (data["title"], data["assignees"]) == ("Pay 10 €?", ["ada@noria.example"])


async def test_what_is_undone_was_never_told(database: Database) -> None:
    house = await build_house(database)
    async with database.sessions.begin() as session:
        await session.exec(delete(DomainEvent))

    try:
        async with database.sessions.begin() as session:
            await outbox.add_event(
                session,
                workspace_id=house.workspace_id,
                type="workflow.published",
                data=WorkflowPublished(workflow_id="w", version=2),
            )
            raise ConnectionError
    except ConnectionError:
        pass
    async with database.sessions.begin() as session:
        assert list(await outbox.take_events(session, limit=10)) == []
