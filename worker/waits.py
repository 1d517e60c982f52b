"""What runs wait for, in the database; and the sweep that wakes those who missed their answer."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import structlog

from noria.errors import Invalid, NotFound, Unavailable
from noria.model import OUT, PortName
from noria.waits import ApprovalAsked, Reminder, Taken, WaitClose, WaitEnd, WaitOpen
from store import approvals, event_waits
from store.database import REFUSALS, Database, Session
from store.event_waits import Wake
from store.waiting_tables import Approval, EventWait
from worker.sub_runs import DatabaseSubRuns
from worker.sweep import TemporalRuns

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

WakeRun = Callable[[str, str], Awaitable[None]]
"""Of a run's and a wait's id; raises `NotFound` when the run is over."""
UNWOKEN_AFTER = timedelta(seconds=10)
"""Who answered wakes the run at once; an answer this old that was not taken needs help."""


class DatabaseWaits:
    """Implements `activities.adapter.waits.WaitStore`; each call is one transaction."""

    def __init__(
        self, database: Database, wake: WakeRun, unwoken_after: timedelta = UNWOKEN_AFTER
    ) -> None:
        self._sessions = database.sessions
        self._wake = wake
        self._unwoken_after = unwoken_after

    async def open(self, wait: WaitOpen) -> bool:
        try:
            async with self._sessions.begin() as session:
                if isinstance(wait.asked, ApprovalAsked):
                    return await approvals.open_approval(
                        session, approval=_approval(wait, wait.asked)
                    )
                return await event_waits.open_wait(session, wait=_event_wait(wait, wait.asked.key))
        except REFUSALS as error:
            raise Invalid(
                f"The wait of step {wait.node_id!r} can't be kept: its run has no row any more, or a "
                "text in it is none that the database takes."
            ) from error

    async def close(self, close: WaitClose) -> Taken | None:
        if close.kind == "approval":
            return await self._close_approval(close)
        return await self._close_event_wait(close)

    async def remind(self, reminder: Reminder) -> None:
        async with self._sessions.begin() as session:
            await approvals.remind(
                session,
                workspace_id=UUID(reminder.workspace_id),
                approval_id=UUID(reminder.wait_id),
                number=reminder.number,
            )

    async def sweep(self) -> int:
        """Wake runs whose answers were not taken, and make letters of events that nobody waited for."""
        async with self._sessions.begin() as session:
            late = await event_waits.list_undelivered(session, older_than=self._unwoken_after)
            late += await approvals.list_untaken(session, older_than=self._unwoken_after)
            await event_waits.expire_events(session)
        for whom in late:
            await self._wake_late(whom)
        return len(late)

    async def _close_approval(self, close: WaitClose) -> Taken | None:
        async with self._sessions.begin() as session:
            approval = await approvals.take_answer(
                session,
                workspace_id=UUID(close.workspace_id),
                approval_id=UUID(close.wait_id),
                gives_up=close.why is not WaitEnd.WOKEN,
            )
        if approval is None or approval.decision is None:
            return None
        output = {
            "decision": approval.decision,
            "by": approval.answered_by,
            "comment": approval.comment,
            "data": approval.data,
        }
        return Taken(port=PortName(approval.decision), output=output)

    async def _close_event_wait(self, close: WaitClose) -> Taken | None:
        which = {"workspace_id": UUID(close.workspace_id), "wait_id": UUID(close.wait_id)}
        async with self._sessions.begin() as session:
            if close.why is WaitEnd.CANCELLED:
                whom = await event_waits.cancel_wait(session, **which)
                event = None
            else:
                gives_up = close.why is WaitEnd.TIMEOUT
                event = await event_waits.take_event(session, **which, gives_up=gives_up)
                whom = None
        if whom is not None:
            await self._wake_late(whom)
        return Taken(port=OUT, output=event.payload) if event else None

    async def _wake_late(self, whom: Wake) -> None:
        try:
            await self._wake(str(whom.run_id), str(whom.wait_id))
        except NotFound:
            async with self._sessions.begin() as session:
                await _release(session, whom)
        except Unavailable:
            log.warning("run_not_woken", run_id=str(whom.run_id))


async def sweep_waits(waits: DatabaseWaits, sub_runs: DatabaseSubRuns, runs: TemporalRuns) -> int:
    """Gives how many runs were woken, or closed as orphans."""
    woken = await waits.sweep()
    closed = await sub_runs.close_orphans(runs)
    if woken or closed:
        log.info("waits_swept", woken=woken, closed=closed)
    return woken + closed


async def _release(session: Session, whom: Wake) -> None:
    """Of a run that is over: its event goes to the next, which the next sweep wakes."""
    workspace_id = await event_waits.workspace_of(session, wait_id=whom.wait_id)
    if workspace_id is not None:
        await event_waits.cancel_wait(session, workspace_id=workspace_id, wait_id=whom.wait_id)


def _event_wait(wait: WaitOpen, key: str) -> EventWait:
    return EventWait(
        id=UUID(wait.wait_id),
        workspace_id=UUID(wait.workspace_id),
        run_id=UUID(wait.run_id),
        node_id=wait.node_id,
        iteration=wait.iteration,
        key=key,
        until=wait.until,
    )


def _approval(wait: WaitOpen, asked: ApprovalAsked) -> Approval:
    return Approval(
        id=UUID(wait.wait_id),
        workspace_id=UUID(wait.workspace_id),
        run_id=UUID(wait.run_id),
        node_id=wait.node_id,
        iteration=wait.iteration,
        title=asked.title,
        description=asked.description,
        form=asked.form or None,
        assignees=[*asked.assignees],
        until=wait.until,
    )
