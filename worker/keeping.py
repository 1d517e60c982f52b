"""What a worker does beside the runs, again and again."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import structlog

from noria.run import Record
from store.database import Database, Session

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Call = TypeVar("Call", bound=Record)


async def keep(what: str, sweep: Callable[[], Awaitable[int]], interval: timedelta) -> None:
    """Repeat until cancelled, at once for the first time: a crash may be why this worker starts.

    A failing round is logged, and the next one tries again.
    """
    while True:
        try:
            await sweep()
        # Whatever went wrong, what a crash left behind must not stay so for ever.
        except Exception as error:  # noqa: BLE001
            detail = str(error)[:300]
            log.warning("sweep_failed", what=what, error=type(error).__name__, detail=detail)
        await asyncio.sleep(interval.total_seconds())


async def begin_forgotten(
    database: Database,
    left_lying: Callable[[Session], Awaitable[Sequence[Call]]],
    begin: Callable[[Call], Awaitable[None]],
) -> int:
    """Begin what an API that died has not had begun; gives how many."""
    async with database.sessions.begin() as session:
        calls = await left_lying(session)
    for call in calls:
        await begin(call)
        log.info("begun_late", call=type(call).__name__, **_ids(call))
    return len(calls)


def _ids(call: Record) -> dict[str, str]:
    """What it is about, so that its row and its workflow can be found."""
    return {
        name: value for name, value in call.model_dump().items() if name.endswith("_id") and value
    }
