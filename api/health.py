"""Whether this process lives, and whether what it needs is there."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Literal
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Response, status

from api.access import open_to_all
from api.schemas.shape import Read
from api.services import Parts, Services
from noria.errors import NotFound
from store.migrate import is_current

CHECK_SECONDS = 3
NEEDED = ("database", "migrations", "temporal", "blobs")

router = APIRouter(prefix="/health", tags=["health"])
log = structlog.get_logger()


class Alive(Read):
    status: Literal["ok"]


class Check(Read):
    ok: bool
    detail: str
    """What to look at, when it is not."""
    ms: float


class Readiness(Read):
    status: Literal["ok", "unavailable"]
    """Whether all is there that this process can't do without."""
    checks: dict[Literal["database", "migrations", "temporal", "blobs", "milvus"], Check]
    """`milvus` is there where it is set, and does not count: without it, only knowledge bases rest."""


@router.get("/live")
@open_to_all
async def read_live() -> Alive:
    """This process answers."""
    return Alive(status="ok")


@router.get("/ready", responses={503: {"model": Readiness, "description": "Something is missing"}})
@open_to_all
async def read_ready(parts: Parts, response: Response) -> Readiness:
    """Each thing that Noria needs, with what is wrong with it."""
    answers = await asyncio.gather(
        _check("database", parts.database.ping),
        _check("migrations", lambda: _migrated(parts)),
        _check("temporal", parts.runs.ping),
        _check("blobs", lambda: _blobs(parts)),
    )
    ready = all(answer.ok for answer in answers)
    if not ready:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    checks: dict[Any, Check] = dict(zip(NEEDED, answers, strict=True))
    if parts.settings.milvus_uri:
        checks["milvus"] = await _check("milvus", lambda: _milvus(parts.settings.milvus_uri))
    return Readiness(status="ok" if ready else "unavailable", checks=checks)


async def _check(name: str, ask: Callable[[], Awaitable[None]]) -> Check:
    started = time.perf_counter()
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await ask()
        ok, detail = True, "ok"
    except TimeoutError:
        ok, detail = False, f"no answer within {CHECK_SECONDS} s"
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the answer names who has it
        # The log has the details: they may name hosts and users.
        log.warning("not_ready", check=name, error=str(error))
        ok, detail = False, type(error).__name__
    return Check(ok=ok, detail=detail, ms=round((time.perf_counter() - started) * 1000, 1))


async def _migrated(parts: Services) -> None:
    if not await is_current(parts.database):
        raise RuntimeError("The tables are older than the program; run 'python -m store.migrate'.")


async def _blobs(parts: Services) -> None:
    try:
        await parts.blobs.get("health", "0" * 64)
    except NotFound:
        return


async def _milvus(uri: str) -> None:
    """Somebody listens; workers alone speak its protocol."""
    parts = urlsplit(uri)
    port = parts.port or (443 if parts.scheme == "https" else 19530)
    _, writer = await asyncio.open_connection(parts.hostname, port)
    writer.close()
