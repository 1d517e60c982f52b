"""Messages are really sent: to a mail server, and signed to an HTTP server; and tried until they are taken."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from typing import Any, Protocol
from uuid import UUID, uuid4

import orjson
import pytest
from sqlmodel import select
from standardwebhooks import Webhook
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from activities.guard import Allowance, Guard
from activities.mail import Mailer
from activities.transport import GuardedTransport, Limits
from noria.keys import KeyRing
from noria.notices import DeliverCall
from store import deliveries, notification_rules
from store.credentials import CredentialChange, add_credential
from store.database import Database
from store.deliveries import Message
from store.ids import new_id
from store.notice_tables import Delivery, NotificationRule
from store.sealing import Sealer
from store.tables import Account
from tests.activities.fakes import MemoryBlobs
from tests.activities.internet import Received, Service, http
from tests.activities.test_circuits import NotedCircuits
from tests.api.mailbox import mailbox
from tests.store.rows import House, build_house
from tests.worker.lines import KeptLines
from worker.context import LiveContexts
from worker.credentials import DatabaseCredentials
from worker.deliver import Deliveries
from workflows.begin import start_delivery
from workflows.client import connect
from workflows.deliver_workflow import DeliverWorkflow
from workflows.names import TASK_QUEUE
from workflows.settings import TemporalSettings

SEALER = Sealer(KeyRing({"k1": b"1" * 32}))
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
URL = "https://noria.example"


class Sender(Protocol):
    """Makes what delivers; may connect to one port here."""

    def __call__(
        self, database: Database, port: int = 0, mailer: Mailer | None = None
    ) -> Deliveries: ...


@pytest.fixture
async def sender() -> AsyncGenerator[Sender]:
    async with AsyncExitStack() as stack:

        def make(database: Database, port: int = 0, mailer: Mailer | None = None) -> Deliveries:
            guard = Guard(Allowance.parse_all(f"127.0.0.1:{port}"))
            transport = GuardedTransport(guard, Limits())
            stack.push_async_callback(transport.aclose)
            contexts = LiveContexts(
                transport,
                MemoryBlobs(),
                NotedCircuits(),
                KeptLines(),
                guard=guard,
                credentials=DatabaseCredentials(database, SEALER),
            )
            return Deliveries(database, contexts, mailer, URL)

        yield make


async def add_message(
    database: Database, house: House, channel: str, config: dict[str, Any], **more: Any
) -> tuple[DeliverCall, UUID]:
    rule_id = new_id()
    async with database.sessions.begin() as session:
        owner = (await session.exec(select(Account))).one()
        if not (await session.exec(select(NotificationRule))).first():
            await add_credential(
                session, SEALER, workspace_id=house.workspace_id, account_id=owner.id,
                type_name="signing_secret",
                new=CredentialChange(name="receiver", secrets={"secret": SECRET}),
            )  # fmt: skip
        rule = NotificationRule(
            id=rule_id, workspace_id=house.workspace_id, name="R", events=["run.failed"],
            workflow_ids=[], channel=channel, config=config,
        )  # fmt: skip
        await notification_rules.add_rule(session, rule=rule)
        data = {
            "workflow_id": str(house.workflow_id), "workflow": "Order\ntriage", "run_id": "r1",
            "error": {"type": "node_failed", "message": "No stock", "node_id": "charge"},
        }  # fmt: skip
        event = {"id": "e1", "type": "run.failed", "timestamp": "2026-11-21T12:00:00Z"}
        message = Message(
            workspace_id=house.workspace_id, rule_id=rule_id, group_key="g",
            event_type="run.failed", body={**event, "data": data}, **more,
        )  # fmt: skip
        call = await deliveries.add_now(session, message)
    return call.model_copy(update={"is_test": False}), rule_id


async def read(database: Database, call: DeliverCall) -> Delivery:
    async with database.sessions.begin() as session:
        return await deliveries.get_delivery(
            session, workspace_id=UUID(call.workspace_id), delivery_id=UUID(call.delivery_id)
        )


async def test_a_mail_says_what_happened_and_leads_there(
    database: Database, sender: Sender
) -> None:
    house = await build_house(database)
    to = {"to": ["a@noria.example", "b@noria.example"]}
    call, _ = await add_message(database, house, "mail", to)

    with mailbox() as box:
        deliver = sender(database, mailer=box.mailer)
        await deliver.deliver(call)
        await deliver.deliver(call)

    assert [letter["To"] for letter in box.letters] == to["to"]
    assert box.letters[0]["Subject"] == "A run failed: Order triage"
    assert "Error in step 'charge': No stock" in box.letters[0].get_content()
    assert f"{URL}/runs/r1" in box.letters[0].get_content()
    assert (await read(database, call)).status == "delivered"


async def test_a_webhook_is_signed_and_its_repeat_is_known(
    database: Database, sender: Sender
) -> None:
    house = await build_house(database)
    answers = [503, 200]

    async def answer(_: Received) -> bytes:
        return http(answers.pop(0))

    service = Service(answer)
    async with await service.start():
        config = {"url": f"http://127.0.0.1:{service.port}/in", "credential": "receiver"}
        call, rule_id = await add_message(database, house, "webhook", config)
        deliver = sender(database, service.port)
        with pytest.raises(ApplicationError):
            await deliver.deliver(call)
        between = await read(database, call)
        await deliver.deliver(call)

    first, second = service.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    told = Webhook(SECRET).verify(second.body, second.headers)
    assert (told["id"], told["type"], told["count"]) == ("e1", "run.failed", 1)
    assert (between.status, between.attempts) == ("sending", 1)
    after = await read(database, call)
    assert (after.status, after.attempts, after.last_error) == ("delivered", 2, None)
    async with database.sessions.begin() as session:
        rule = await notification_rules.get_rule(
            session, workspace_id=house.workspace_id, rule_id=rule_id
        )
    assert rule.last_error is None


@pytest.mark.parametrize(
    ("channel", "config", "why"),
    [
        ("webhook", {"url": "http://127.0.0.1:1/in", "credential": "gone"}, "no credential 'gone'"),
        ("mail", {"to": ["a@noria.example"]}, "sends no mail"),
        ("webhook", {"url": "http://10.0.0.1/in", "credential": "receiver"}, "10.0.0.1"),
    ],
)
async def test_what_can_never_work_says_why_and_is_not_tried_again(
    database: Database, channel: str, config: dict[str, Any], why: str, sender: Sender
) -> None:
    house = await build_house(database)
    call, _ = await add_message(database, house, channel, config)

    await sender(database).deliver(call)

    row = await read(database, call)
    assert row.status == "failed"
    assert why in (row.last_error or "")


async def test_a_paused_rule_sends_nothing_and_a_deleted_one_is_no_error(
    database: Database, sender: Sender
) -> None:
    house = await build_house(database)
    to = {"to": ["a@noria.example"]}
    call, rule_id = await add_message(database, house, "mail", to)
    other, other_id = await add_message(database, house, "mail", to)
    async with database.sessions.begin() as session:
        rule = await notification_rules.get_rule(
            session, workspace_id=house.workspace_id, rule_id=rule_id
        )
        await notification_rules.change_rule(session, rule, {"paused_at": rule.created_at})
        gone = await notification_rules.get_rule(
            session, workspace_id=house.workspace_id, rule_id=other_id
        )
        await notification_rules.delete_rule(session, gone)

    with mailbox() as box:
        deliver = sender(database, mailer=box.mailer)
        await deliver.deliver(call)
        await deliver.deliver(other)

    assert box.letters == []
    assert (await read(database, call)).status == "dropped"


async def test_temporal_tries_until_the_receiver_takes_it(
    database: Database, temporal_address: str, sender: Sender
) -> None:
    house = await build_house(database)
    answers = [500, 200]

    async def answer(_: Received) -> bytes:
        return http(answers.pop(0), retry_after="0")

    service = Service(answer)
    client: Client = await connect(TemporalSettings(temporal_address=temporal_address))
    async with await service.start():
        config = {"url": f"http://127.0.0.1:{service.port}/in", "credential": "receiver"}
        call, _ = await add_message(database, house, "webhook", config)
        deliver = sender(database, service.port)
        queue = f"deliver-{uuid4()}"
        async with Worker(
            client, task_queue=queue, workflows=[DeliverWorkflow], activities=deliver.activities()
        ):
            await client.execute_workflow(DeliverWorkflow.run, call, id=queue, task_queue=queue)

    assert [orjson.loads(each.body)["id"] for each in service.received] == ["e1", "e1"]
    assert (await read(database, call)).status == "delivered"


async def test_handing_over_twice_starts_one_workflow(
    database: Database, temporal_address: str
) -> None:
    client = await connect(TemporalSettings(temporal_address=temporal_address))
    call = DeliverCall(workspace_id=str(uuid4()), delivery_id=str(uuid4()))

    await asyncio.gather(start_delivery(client, call), start_delivery(client, call))

    handle = client.get_workflow_handle(f"delivery-{call.delivery_id}")
    assert (await handle.describe()).task_queue == TASK_QUEUE
    await handle.terminate()
