"""Lets calls to a destination go only so often: the seam to what workers share, and HTTP through it."""

import asyncio
from datetime import timedelta
from typing import Protocol

import httpx2

from activities.circuits import destination_of
from noria.errors import RateExceeded

MAX_WAIT_SECONDS = 10.0
"""A call waits no longer for its turn within its attempt; then the attempt ends."""


class HostRates(Protocol):
    """Counts calls, of all workers together."""

    async def take_turn(
        self, workspace_id: str, destination: str, patience_s: float
    ) -> float | None:
        """Seconds until the call's turn; None: more than `patience_s`, and it has none."""
        ...


class Unlimited:
    """Implements `HostRates`: every call goes at once."""

    async def take_turn(
        self, workspace_id: str, destination: str, patience_s: float
    ) -> float | None:
        return 0.0


class RatedTransport(httpx2.AsyncBaseTransport):
    """Requests of one workspace; the inner transport belongs to somebody else, who closes it."""

    def __init__(
        self, inner: httpx2.AsyncBaseTransport, rates: HostRates, workspace_id: str
    ) -> None:
        self._inner = inner
        self._rates = rates
        self._workspace_id = workspace_id

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        # Half of the step's time at most: the rest is for the call.
        seconds: float = request.extensions.get("total_seconds", float("inf"))
        patience = min(MAX_WAIT_SECONDS, seconds / 2)
        destination = destination_of(request.url)
        wait = await self._rates.take_turn(self._workspace_id, destination, patience)
        if wait is None:
            raise RateExceeded(
                f"{destination!r} may be called only so often (NORIA_HOST_RATES), and other calls "
                f"have taken all turns of the next {patience:g} s.",
                retry_after=timedelta(seconds=patience),
                details={"destination": destination},
            )
        if wait:
            await asyncio.sleep(wait)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Nothing to close: the connections are shared."""
