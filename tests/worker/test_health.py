"""What the worker answers to who watches it."""

import asyncio

import httpx2
import pytest

from worker.health import Health, Status, serve_health


@pytest.mark.parametrize(("status", "code"), [("starting", 503), ("ok", 200), ("draining", 503)])
async def test_says_whether_it_takes_work(status: Status, code: int) -> None:
    health = Health(lambda: True)
    health.status = status

    async with serve_health(health, "127.0.0.1", 0) as port, httpx2.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/health?x=1")

    assert answer.status_code == code
    assert answer.json() == {"status": status, "database": "ok"}


async def test_a_database_that_is_away_is_told_but_does_not_make_it_unready() -> None:
    health = Health(lambda: False)
    health.status = "ok"

    async with serve_health(health, "127.0.0.1", 0) as port, httpx2.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/health")

    assert answer.status_code == 200
    assert answer.json()["database"] == "does not answer"


async def test_there_is_nothing_else_here() -> None:
    async with (
        serve_health(Health(lambda: True), "127.0.0.1", 0) as port,
        httpx2.AsyncClient() as client,
    ):
        assert (await client.get(f"http://127.0.0.1:{port}/")).status_code == 404
        assert (await client.head(f"http://127.0.0.1:{port}/x")).status_code == 404


@pytest.mark.parametrize("garbage", [b"\r\n\r\n", b"GET\r\n\r\n", b"x" * 20_000, b""])
async def test_garbage_is_not_answered_and_does_no_harm(garbage: bytes) -> None:
    health = Health(lambda: True)
    health.status = "ok"

    async with serve_health(health, "127.0.0.1", 0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(garbage)
        writer.write_eof()
        try:
            answered = await reader.read()
        except ConnectionError:
            answered = b""
        writer.close()
        async with httpx2.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{port}/health")

    assert answered == b""
    assert answer.status_code == 200


async def test_without_a_port_nothing_listens() -> None:
    async with serve_health(Health(lambda: True), "127.0.0.1", None) as port:
        assert port is None
