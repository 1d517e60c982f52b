"""The seam to Temporal: all that the API ever asks of it."""

import asyncio
from collections.abc import Awaitable
from typing import Protocol, TypeVar

from temporalio.client import Client

from noria.errors import NotFound, Unavailable
from noria.run import RunRequest
from workflows import client as temporal
from workflows.settings import TemporalSettings

CALL_SECONDS = 4
"""A run that could not be started by then stays queued, and is started later."""

T = TypeVar("T")


class RunControl(Protocol):
    """Starts and stops runs. Each call raises `Unavailable` when Temporal does not answer."""

    async def start(self, request: RunRequest) -> None:
        """Idempotent: a run that was started before is left alone.

        Raises:
            TooLarge: Plan and input are more than Temporal takes.
        """
        ...

    async def cancel(self, run_id: str) -> bool:
        """Ask a run to stop; it may clean up first. False: no such run is going on."""
        ...

    async def terminate(self, run_id: str) -> bool:
        """End a run at once. False: no such run is going on."""
        ...

    async def wake(self, run_id: str, wait_id: str) -> bool:
        """Tell a run that one of its waits has an answer. False: no such run is going on."""
        ...

    async def ping(self) -> None: ...


class TemporalRuns:
    """Connects at first use, so that the API answers while Temporal is away."""

    def __init__(self, settings: TemporalSettings) -> None:
        self._settings = settings
        self._client: Client | None = None

    async def start(self, request: RunRequest) -> None:
        await _within_time(temporal.start_run(await self._lazy(), request))

    async def cancel(self, run_id: str) -> bool:
        return await _known(temporal.cancel_run(await self._lazy(), run_id))

    async def terminate(self, run_id: str) -> bool:
        reason = "A person terminated the run."
        return await _known(temporal.terminate_run(await self._lazy(), run_id, reason))

    async def wake(self, run_id: str, wait_id: str) -> bool:
        return await _known(temporal.wake_run(await self._lazy(), run_id, wait_id))

    async def ping(self) -> None:
        client = await self._lazy()
        try:
            healthy = await _within_time(client.service_client.check_health())
        except RuntimeError as error:
            raise Unavailable("Temporal does not answer.") from error
        if not healthy:
            raise Unavailable("Temporal says that it is not healthy.")

    async def _lazy(self) -> Client:
        if self._client is None:
            self._client = await temporal.connect(self._settings, lazy=True)
        return self._client


async def _known(call: Awaitable[None]) -> bool:
    try:
        await _within_time(call)
    except NotFound:
        return False
    return True


async def _within_time(call: Awaitable[T]) -> T:
    try:
        async with asyncio.timeout(CALL_SECONDS):
            return await call
    except (TimeoutError, RuntimeError) as error:
        raise Unavailable("Temporal does not answer.") from error
