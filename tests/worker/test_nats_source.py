"""What JetStream gives a trigger that was changed."""

from pathlib import Path
from typing import Any

import nats

from tests.activities.events.nats_server import nats_running
from tests.worker.holding import source_of
from worker.sources.nats_source import nats_source


async def test_another_subject_of_the_same_stream_is_taken_from_then_on(tmp_path: Path) -> None:
    with nats_running(tmp_path) as url:
        client: Any = await nats.connect(url)  # pyright: ignore[reportUnknownMemberType]
        stream = client.jetstream()
        await stream.add_stream(name="orders", subjects=["orders.*"])
        for name in ("paid", "sent", "paid"):
            await stream.publish(f"orders.{name}", name.encode())

        async def taken(subject: str) -> list[bytes]:
            async with nats_source(source_of(url, "group", "first", subject=subject)) as taker:
                held = await taker.take(10, 1)
                await taker.acknowledge(held)
                return [each.received.data for each in held]

        paid = await taken("orders.paid")
        # What came of the other subject before is passed by: it was never this trigger's.
        for name in ("paid", "sent"):
            await stream.publish(f"orders.{name}", name.encode() + b" later")
        sent = await taken("orders.sent")
        await client.close()

    assert paid == [b"paid", b"paid"]
    assert sent == [b"sent later"]
