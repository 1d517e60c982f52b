"""A Temporal to test with: it remembers what it was asked, and does what the test says."""

from dataclasses import dataclass, field

from noria.errors import TooLarge, Unavailable
from noria.run import RunRequest


@dataclass
class FakeTemporal:
    """Implements `api.temporal.RunControl`."""

    started: dict[str, RunRequest] = field(default_factory=dict[str, RunRequest])
    cancelled: list[str] = field(default_factory=list[str])
    terminated: list[str] = field(default_factory=list[str])
    woken: list[str] = field(default_factory=list[str])
    over: set[str] = field(default_factory=set[str])
    """Runs that have ended, whatever their rows say."""
    away: bool = False
    refuses_size: bool = False

    async def start(self, request: RunRequest) -> None:
        await self.ping()
        if self.refuses_size:
            raise TooLarge("The plan and the input of this run are larger than Temporal takes.")
        self.started.setdefault(request.run_id, request)

    async def cancel(self, run_id: str) -> bool:
        await self.ping()
        self.cancelled.append(run_id)
        return run_id in self.started

    async def terminate(self, run_id: str) -> bool:
        await self.ping()
        self.terminated.append(run_id)
        return run_id in self.started

    async def wake(self, run_id: str, wait_id: str) -> bool:
        await self.ping()
        self.woken.append(wait_id)
        return run_id not in self.over

    async def ping(self) -> None:
        if self.away:
            raise Unavailable("Temporal does not answer.")
