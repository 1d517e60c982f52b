"""A worker in a process of its own that does three steps, and is killed before it can say so."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import httpx2

from activities.events.publish import event_publish
from activities.services.stripe import stripe
from activities.sql.insert import sql_insert
from noria.credential_types.broker import BrokerFields
from noria.credentials import Credential
from tests.activities.credentials import bearer, database
from tests.activities.fakes import FakeContext
from tests.activities.nodes import run

EVENT = {"broker": "events", "subject": "orders", "data": {"id": 1}}
ROWS = {"database": "shop", "table": "product", "items": [{"id": 1}], "once": True}
PAYMENT = {
    "credential": "key",
    "action": {"operation": "create_payment", "amount": 1200, "currency": "eur"},
}


async def do_all(broker: str, stub: str, folder: Path) -> list[Any]:
    """What each of the three gave."""

    async def to_stub(request: httpx2.Request) -> httpx2.Response:
        async with httpx2.AsyncClient() as client:
            return await client.post(stub, content=request.content, headers=request.headers)

    url = BrokerFields.model_validate({"url": broker})
    context = FakeContext(
        httpx2.AsyncClient(transport=httpx2.MockTransport(to_stub)),
        files=folder,
        credentials={
            "events": Credential("events", "broker", url),
            **database("sqlite:///shop.db"),
            **bearer("sk_1", "key", "api.stripe.com"),
        },
    )
    steps = ((event_publish, EVENT), (sql_insert, ROWS), (stripe, PAYMENT))
    return [await run(node_type, config, context) for node_type, config in steps]


if __name__ == "__main__":
    asyncio.run(do_all(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
    os.kill(os.getpid(), signal.SIGKILL)
