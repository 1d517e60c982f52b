"""A worker in a process of its own that takes messages, and holds them until it is killed."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from activities.events.places import parse_url
from noria.triggers.event import EventConfig
from store.trigger_streams import Met
from worker.sources import kafka_source
from worker.sources.table import SOURCES
from worker.sources.taking import Meet, Received, Source

SESSION_SECONDS = 4
"""Of Kafka: its mock cluster waits for about that long until it shares partitions out anew."""
ROOT = Path(__file__).parent.parent.parent
CONFIG = {"broker": "events", "subject": "orders", "first": "start"}


async def unknown(_: object) -> Met:
    """Of a stream that nobody keeps in mind."""
    return Met()


def source_of(url: str, group: str, worker: str, meet: Meet = unknown, **config: str) -> Source:
    async def resolve(host: str, port: int) -> str:
        return host

    place = parse_url(url)

    read = EventConfig.model_validate(CONFIG | config)
    return Source(place, place.host, resolve, read, group, worker, meet)


@asynccontextmanager
async def holding(url: str, group: str, messages: int) -> AsyncGenerator[list[Received]]:
    """Gives what it holds; dies in the block's end as by `kill -9`: it tells the broker nothing."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.worker.holding", url, group, str(messages)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(90):
            line = await process.stdout.readline()
        held: list[list[str]] = json.loads(line)
        yield [Received(place, data.encode(), {}) for place, data in held]
    finally:
        process.kill()
        await process.wait()


async def hold(url: str, group: str, messages: int) -> None:
    source = source_of(url, group, "holding")
    async with SOURCES[source.broker.scheme](source) as taker:
        held: list[Received] = []
        while len(held) < messages:
            taken = await taker.take(messages - len(held), 5)
            held += [each.received for each in taken]
        print(json.dumps([[each.id, each.data.decode()] for each in held]), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    kafka_source.SESSION_SECONDS = SESSION_SECONDS
    asyncio.run(hold(sys.argv[1], sys.argv[2], int(sys.argv[3])))
