"""A worker is killed between what a step did outside and the word of it: the other side has it once.

Temporal then makes the attempt again, with the same idempotency key; here the test does.
"""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nats

from tests.activities.events.nats_server import nats_running
from tests.activities.killed import do_all

ROOT = Path(__file__).parents[2]
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"


@asynccontextmanager
async def payments() -> AsyncGenerator[tuple[str, dict[str, bytes]]]:
    """As Stripe does it: what comes again with a key gets the first answer, and does nothing more."""
    made: dict[str, bytes] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        [key] = [line[17:] for line in head.split("\r\n") if line.startswith("idempotency-key: ")]
        body = made.setdefault(key, b'{"id": "pi_%d"}' % (len(made) + 1))
        writer.write(ANSWER % (len(body), body))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", made


async def test_what_a_killed_worker_had_done_is_there_once_after_the_next_attempt(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "files" / "w1"
    folder.mkdir(parents=True)
    shop = sqlite3.connect(folder / "shop.db")
    shop.execute("CREATE TABLE product (id INTEGER)")
    with nats_running(tmp_path) as broker:
        async with payments() as (stub, made):
            client: Any = await nats.connect(broker)  # pyright: ignore[reportUnknownMemberType]
            stream = client.jetstream()
            await stream.add_stream(name="orders", subjects=["orders"])
            killed = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.activities.killed", broker, stub),
                str(tmp_path / "files"),
                cwd=ROOT,
            )
            status = await killed.wait()
            [event, rows, payment] = await do_all(broker, stub, tmp_path / "files")
            told = await stream.stream_info("orders")
            await client.close()

    assert status == -9
    assert (event["position"], told.state.messages) == ("orders:1", 1)
    assert rows == {"inserted": 0, "repeated": True}
    assert shop.execute("SELECT count(*) FROM product").fetchone() == (1,)
    assert (payment["data"], len(made)) == ({"id": "pi_1"}, 1)
