"""Starts runs whose turn it is, and closes those that can't report their own end."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any, Protocol
from uuid import UUID
from weakref import WeakKeyDictionary

import structlog

from noria.errors import TooLarge, Unavailable
from noria.run import ErrorInfo, RunRequest, RunStatus
from store import launching, line, run_start
from store.database import Database
from store.left_items import cancel_items
from store.line import Turn
from store.projection import close_run

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


MOST_BEHIND = 500
"""Starts that nobody waits for; with more, who asks waits for its own."""
_behind: set[asyncio.Task[None]] = set()
"""Held here, as the loop alone would let them be collected."""
AT_ONCE = 20
"""Starts behind that Temporal is asked for at one time. What it can't do within ten seconds it refuses,
and then only the sweep would start it: of hundreds that are asked for at once those are many."""


class Slots:
    """So many at one time; of those who wait, each workspace has one in turn, however many it has."""

    def __init__(self, free: int) -> None:
        self._free = free
        self._waiting: dict[UUID, deque[asyncio.Future[None]]] = {}
        """By workspace; the next turn is the first one's."""

    @asynccontextmanager
    async def one(self, workspace_id: UUID) -> AsyncGenerator[None]:
        """Wait for a turn and keep it."""
        await self._take(workspace_id)
        try:
            yield
        finally:
            self._pass_on()

    async def _take(self, workspace_id: UUID) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(workspace_id, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            # Given in the same moment, it would be lost to all.
            if turn.done() and not turn.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            workspace_id = next(iter(self._waiting))
            turns = self._waiting.pop(workspace_id)
            turn = turns.popleft()
            if turns:
                self._waiting[workspace_id] = turns
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


_slots: WeakKeyDictionary[asyncio.AbstractEventLoop, Slots] = WeakKeyDictionary()


class Temporal(Protocol):
    """As far as runs are started and ended. Each call raises `Unavailable` when it is away."""

    async def start(self, request: RunRequest, *, awaited: bool = False) -> None:
        """Idempotent. `awaited`: somebody waits for the end of the run.

        Raises:
            TooLarge: Plan and input are more than Temporal takes.
        """
        ...

    async def cancel(self, run_id: str) -> bool:
        """False: no such run is going on."""
        ...

    async def terminate(self, run_id: str, reason: str) -> bool:
        """False: no such run is going on."""
        ...


class Starting(Protocol):
    """What this module works with."""

    @property
    def database(self) -> Database: ...
    @property
    def runs(self) -> Temporal: ...


async def start(parts: Starting, workspace_id: UUID, run_id: UUID) -> None:
    """Tell Temporal; while it is away the run stays queued, and the sweep starts it.

    Raises:
        TooLarge: Temporal will never take the run, so it is closed.
    """
    async with parts.database.sessions.begin() as session:
        request = await run_start.run_request(session, workspace_id=workspace_id, run_id=run_id)
    await start_request(parts, workspace_id, run_id, request)


async def start_request(
    parts: Starting, workspace_id: UUID, run_id: UUID, request: RunRequest, *, awaited: bool = False
) -> None:
    """As `start`, of a run whose request is at hand."""
    try:
        await parts.runs.start(request, awaited=awaited)
    except Unavailable:
        log.warning("run_left_queued", run_id=str(run_id))
    except TooLarge as error:
        # Trying again would give the same answer, so the sweep must not.
        info = ErrorInfo(type=error.code, message=str(error))
        await close(parts, workspace_id, run_id, RunStatus.FAILED, info)
        raise


async def start_behind(workspace_id: UUID, start: Coroutine[Any, Any, None]) -> None:
    """Let this start go on while the caller answers: the row is committed, so the sweep would do it.

    Workspaces take turns.

    What goes wrong is on the run's row.
    """
    if len(_behind) >= MOST_BEHIND:
        await _quietly(workspace_id, start)
        return
    task = asyncio.create_task(_quietly(workspace_id, start))
    _behind.add(task)
    task.add_done_callback(_behind.discard)
    # It is under way before the caller goes on.
    await asyncio.sleep(0)


async def settle(seconds: float) -> None:
    """Give the starts that nobody waits for so long to end, before the process does."""
    if _behind:
        await asyncio.wait(set(_behind), timeout=seconds)


async def _quietly(workspace_id: UUID, start: Coroutine[Any, Any, None]) -> None:
    slots = _slots.setdefault(asyncio.get_running_loop(), Slots(AT_ONCE))
    try:
        async with slots.one(workspace_id):
            await start
    except TooLarge:
        log.warning("run_too_large")
    except Exception:
        # The sweep finds the queued row.
        log.exception("run_left_queued")
    finally:
        # Cancelled before its turn came, it would be missed as one that nobody awaited.
        start.close()


async def start_each(parts: Starting, turns: Iterable[Turn]) -> None:
    """Start runs that were let go: each has its row to tell how that went."""
    for turn in turns:
        try:
            await start(parts, turn.workspace_id, turn.run_id)
        except TooLarge:
            log.warning("run_too_large", run_id=str(turn.run_id))


async def let_go(parts: Starting, workflow_ids: Iterable[UUID]) -> None:
    """Start the runs of these workflows whose turn has come."""
    for workflow_id in workflow_ids:
        async with parts.database.sessions.begin() as session:
            turns = await line.let_go(session, workflow_id=workflow_id)
        await start_each(parts, turns)


async def close(
    parts: Starting,
    workspace_id: UUID,
    run_id: UUID,
    status: RunStatus,
    error: ErrorInfo | None,
) -> None:
    """End a run that can't report its own end, and let those in line go."""
    lines = await close_run(
        parts.database, workspace_id=workspace_id, run_id=run_id, status=status, error=error
    )
    await let_go(parts, lines)


async def stop(
    parts: Starting, workspace_id: UUID, run_id: UUID, *, at_once: str | None = None
) -> None:
    """Cancel a run, or terminate it for the reason `at_once`.

    Raises:
        Unavailable: Temporal doesn't answer, so the run goes on.
    """
    if at_once is not None:
        await parts.runs.terminate(str(run_id), at_once)
    elif await launching.is_put_off(parts.database, workspace_id=workspace_id, run_id=run_id):
        # It has nothing to clean up, and Temporal would begin it to tell it.
        await parts.runs.terminate(str(run_id), "Cancelled before its start.")
    elif await parts.runs.cancel(str(run_id)):
        return  # the run itself reports its end, after cleaning up
    error = ErrorInfo(type="terminated", message=at_once) if at_once else None
    await close(parts, workspace_id, run_id, RunStatus.CANCELLED, error)
    if at_once is not None:
        await cancel_items(
            parts.database, parts.runs.cancel, workspace_id=workspace_id, run_id=run_id
        )
