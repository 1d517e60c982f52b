"""Entries of Redis streams."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from activities.events.places import CONNECT_SECONDS
from worker.sources.taking import (
    ABANDONED_MS,
    WAIT_SECONDS,
    Held,
    Received,
    Source,
    Taker,
    away,
    made_anew,
)

MARK = "noria-stream-"
"""A consumer of the group by this name takes nothing: it is gone when the stream is, with the group."""


@dataclass(frozen=True)
class _Group:
    client: Any
    source: Source
    mark: str | None
    """One of the stream's; None: the credential's user may not ask for it."""

    async def take(self, limit: int, seconds: float) -> Sequence[Held]:
        name, group, worker = self.source.config.subject, self.source.group, self.source.worker
        _, left, *_ = await self.client.xautoclaim(
            name, group, worker, min_idle_time=ABANDONED_MS, count=limit
        )
        came: Any = None
        if len(left) < limit:
            # Zero would wait for ever.
            wait_ms = 1 if left else max(1, int(seconds * 1_000))
            came = await self.client.xreadgroup(
                group, worker, {name: ">"}, count=limit - len(left), block=wait_ms
            )
        entries = [*left, *_entries(came)]
        if entries and self.mark and self.mark not in await _marks(self.client, self.source):
            # Another worker has made the group again.
            raise made_anew()
        return [Held(_received(name, place, fields or {}), place) for place, fields in entries]

    async def acknowledge(self, held: Sequence[Held]) -> None:
        places = [each.handle for each in held]
        await self.client.xack(self.source.config.subject, self.source.group, *places)


@asynccontextmanager
async def redis_source(source: Source) -> AsyncGenerator[Taker]:
    """As `Opening`."""
    from redis.asyncio import Redis  # noqa: PLC0415 - of workers with such triggers only
    from redis.exceptions import RedisError, ResponseError  # noqa: PLC0415

    place = source.broker
    connect: Any = Redis
    client: Any = connect(
        host=place.host if place.tls else source.address,
        port=place.port,
        username=place.user or None,
        password=place.password or None,
        db=int(place.path) if place.path.isdecimal() else 0,
        ssl=place.tls,
        socket_timeout=max(WAIT_SECONDS, source.config.batch_s) + CONNECT_SECONDS,
        socket_connect_timeout=CONNECT_SECONDS,
        retry=None,
    )
    try:
        try:
            begin = "0" if source.config.first == "start" else "$"
            await client.xgroup_create(source.config.subject, source.group, id=begin, mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise
        yield _Group(client, source, await _meet(client, source))
    except (RedisError, OSError, TimeoutError) as error:
        raise away(place, error) from error
    finally:
        await client.aclose()


async def _meet(client: Any, source: Source) -> str | None:
    from redis.exceptions import NoPermissionError  # noqa: PLC0415

    name, group = source.config.subject, source.group
    try:
        marks = await _marks(client, source)
        unknown = not marks
        if unknown:
            await client.xgroup_createconsumer(name, group, f"{MARK}{uuid4().hex}")
            # Another worker may have been as fast: either mark will do.
            marks = await _marks(client, source)
    except NoPermissionError:
        await source.meet([])
        return None
    met = await source.meet(marks)
    if unknown and met.anew:
        await client.xgroup_setid(name, group, "0")
    return marks[0]


async def _marks(client: Any, source: Source) -> list[str]:
    found = await client.xinfo_consumers(source.config.subject, source.group)
    names = sorted(each["name"].decode() for each in found)
    return [each for each in names if each.startswith(MARK)]


def _entries(came: Any) -> list[Any]:
    """Of the one stream: in pairs, or with RESP 3 in a mapping whose lists are one deeper."""
    streams: Mapping[bytes, list[Any]] = came if hasattr(came, "values") else dict(came or ())
    for entries in streams.values():
        nested = bool(entries) and type(entries[0]) is list
        return cast("list[Any]", entries[0]) if nested else entries
    return []


def _received(name: str, place: bytes, fields: Mapping[bytes, bytes]) -> Received:
    headers = {
        key.decode(errors="replace"): value.decode(errors="replace")
        for key, value in fields.items()
        if key != b"data"
    }
    return Received(f"{name}:{place.decode()}", fields.get(b"data", b""), headers)
