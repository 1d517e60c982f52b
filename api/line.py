"""Starts runs whose turn it is, and closes those that can't report their own end."""

from collections.abc import Iterable
from uuid import UUID

import structlog

from api.services import Services
from noria.errors import TooLarge, Unavailable
from noria.run import ErrorInfo, RunRequest, RunStatus
from store import line, run_start
from store.line import Turn
from store.projection import close_run

log = structlog.get_logger()


async def start(services: Services, workspace_id: UUID, run_id: UUID) -> None:
    """Tell Temporal; while it is away the run stays queued, and the sweep starts it.

    Raises:
        TooLarge: Temporal will never take the run, so it is closed.
    """
    async with services.database.sessions.begin() as session:
        request = await run_start.run_request(session, workspace_id=workspace_id, run_id=run_id)
    await start_request(services, workspace_id, run_id, request)


async def start_request(
    services: Services, workspace_id: UUID, run_id: UUID, request: RunRequest
) -> None:
    """As `start`, of a run whose request is at hand."""
    try:
        await services.runs.start(request)
    except Unavailable:
        log.warning("run_left_queued", run_id=str(run_id))
    except TooLarge as error:
        # Trying again would give the same answer, so the sweep must not.
        info = ErrorInfo(type=error.code, message=str(error))
        await close(services, workspace_id, run_id, RunStatus.FAILED, info)
        raise


async def start_each(services: Services, turns: Iterable[Turn]) -> None:
    """Start runs that were let go: each has its row to tell how that went."""
    for turn in turns:
        try:
            await start(services, turn.workspace_id, turn.run_id)
        except TooLarge:
            log.warning("run_too_large", run_id=str(turn.run_id))


async def let_go(services: Services, workflow_ids: Iterable[UUID]) -> None:
    """Start the runs of these workflows whose turn has come."""
    for workflow_id in workflow_ids:
        async with services.database.sessions.begin() as session:
            turns = await line.let_go(session, workflow_id=workflow_id)
        await start_each(services, turns)


async def close(
    services: Services,
    workspace_id: UUID,
    run_id: UUID,
    status: RunStatus,
    error: ErrorInfo | None,
) -> None:
    """End a run that can't report its own end, and let those in line go."""
    lines = await close_run(
        services.database, workspace_id=workspace_id, run_id=run_id, status=status, error=error
    )
    await let_go(services, lines)
