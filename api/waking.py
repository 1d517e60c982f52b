"""Tells runs that what they wait for has come."""

from uuid import UUID

import structlog

from api.services import Services
from noria.errors import Unavailable
from store.event_waits import Wake, cancel_wait

log = structlog.get_logger()


async def wake(services: Services, workspace_id: UUID, first: Wake | None) -> None:
    """Wake a run; while Temporal is away its answer waits, and the worker's sweep wakes it.

    A run may be over without its row knowing. Then its event goes to whoever waits next.
    """
    whom = first
    while whom is not None:
        try:
            if await services.runs.wake(str(whom.run_id), str(whom.wait_id)):
                return
        except Unavailable:
            log.warning("run_not_woken", run_id=str(whom.run_id))
            return
        async with services.database.sessions.begin() as session:
            whom = await cancel_wait(session, workspace_id=workspace_id, wait_id=whom.wait_id)
