"""Steps that wait for an event or for a person. Who answers wakes them; an answer is never lost.

The answer is written beside the wait, in the database; the signal only says that it is there. So
an answer and a timeout that meet are decided there, once, and a new history that missed the signal
learns of the answer when it opens the wait again.
"""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from noria.node_type import Ask
    from noria.run import Snapshot, StepKey, StepState, StepStatus
    from noria.waits import TIMEOUT, OpenWait, Reminder, Taken, WaitClose, WaitEnd, WaitOpen

from noria.steps import states
from noria.steps.control import Rendered
from noria.steps.frame import Place
from workflows import local_calls
from workflows.flight import Ready
from workflows.names import WHOLE_HANDOVER
from workflows.parts import Parts

NOBODY: dict[str, JsonValue] = {"decision": "timeout", "by": None, "comment": "", "data": None}


class Asks:
    """Keeps deadlines, not durations: a new history waits for what is left."""

    def __init__(self, parts: Parts) -> None:
        self._request = parts.request
        self._flight = parts.flight
        self._waits: dict[StepKey, OpenWait] = {}
        self._woken: set[str] = set()

    def wake(self, wait_id: str) -> None:
        """There is an answer for this wait; one that is not open here needs none."""
        if any(wait.wait_id == wait_id for wait in self._waits.values()):
            self._woken.add(wait_id)

    def take(self, place: Place, outcome: Ask, rendered: Rendered | None) -> Ready:
        """Ask, and let the step rest until there is an answer."""
        now = workflow.now()
        pause = outcome.timeout_s
        wait = OpenWait(
            wait_id=str(workflow.uuid4()),
            asked=outcome.asked,
            since=now,
            until=None if pause is None else now + timedelta(seconds=pause),
            remind_every_s=outcome.remind_every_s,
        )
        self._begin(place, wait, rendered)
        return ()

    def resume(self, places: Iterable[Place], left: Snapshot) -> None:
        """Take up the waits that an earlier history left, in the order in which they began."""
        by_key = {place.key: place for place in places}
        for key, wait in left.asks.items():
            self._begin(by_key[key], wait)

    def keep(self) -> dict[StepKey, OpenWait]:
        """What `resume` needs: also of waits that are just being opened or closed."""
        return dict(self._waits)

    def _begin(self, place: Place, wait: OpenWait, rendered: Rendered | None = None) -> None:
        self._waits[place.key] = wait
        state = StepState(status=StepStatus.WAITING, started_at=wait.since)
        self._flight.note(place, state, rendered)
        self._flight.spawn(place, partial(self._open, place))

    async def _open(self, place: Place) -> Ready:
        wait = self._waits[place.key]
        opened = WaitOpen(
            wait_id=wait.wait_id,
            run_id=self._request.run_id,
            workspace_id=self._request.workspace_id,
            node_id=place.step.id,
            iteration=place.frame.iteration,
            asked=wait.asked,
            until=wait.until,
        )
        try:
            if await local_calls.open_wait(opened):
                self._woken.add(wait.wait_id)
        except (asyncio.CancelledError, ActivityError) as error:
            return await self._failed(place, error)
        self._flight.rest(place, wait.since, partial(self._wait, place))
        return ()

    async def _wait(self, place: Place) -> Ready:
        try:
            while True:
                why = await self._sleep(place)
                if why is not None and (ready := await self._close(place, why)) is not None:
                    return ready
        except (asyncio.CancelledError, ActivityError) as error:
            return await self._failed(place, error)

    async def _sleep(self, place: Place) -> WaitEnd | None:
        """Until there is an answer or the step gives up; None after a reminder."""
        wait = self._waits[place.key]
        wakes_at = wait.wakes_at
        left = None if wakes_at is None else max(wakes_at - workflow.now(), timedelta(0))
        try:
            await workflow.wait_condition(
                lambda: wait.wait_id in self._woken, timeout=left, timeout_summary=place.step.name
            )
        except TimeoutError:
            if wait.has_timed_out(workflow.now()):
                return WaitEnd.TIMEOUT
            await self._remind(place, wait)
            return None
        self._woken.discard(wait.wait_id)
        return WaitEnd.WOKEN

    async def _remind(self, place: Place, wait: OpenWait) -> None:
        number = wait.reminders + 1
        reminded = wait.model_copy(update={"reminders": number})
        self._waits[place.key] = reminded
        reminder = Reminder(
            wait_id=wait.wait_id, workspace_id=self._request.workspace_id, number=number
        )
        await self._flight.wake(place, local_calls.remind(reminder))

    async def _close(self, place: Place, why: WaitEnd) -> Ready | None:
        """End the step, unless it was woken for nothing."""
        wait = self._waits[place.key]
        closing = local_calls.close_wait(self._closed(wait, why))
        taken = await self._flight.wake(place, closing)
        if taken is None and why is WaitEnd.WOKEN:
            return None
        if taken is None:
            taken = _timed_out(wait)
        del self._waits[place.key]
        state = states.done(taken.output, taken.port, wait.since, workflow.now())
        return self._flight.end(place, state)

    async def _failed(self, place: Place, error: BaseException) -> Ready:
        wait = self._waits.pop(place.key)
        if is_cancelled_exception(error):
            # Nobody waits any more; an event that has come goes to somebody else.
            if place.key in self._flight.resting and workflow.patched(WHOLE_HANDOVER):
                # Its iteration is being left: no new history may take over meanwhile.
                del self._flight.resting[place.key]
            await local_calls.close_wait(self._closed(wait, WaitEnd.CANCELLED))
            raise asyncio.CancelledError from error
        assert isinstance(error, ActivityError)
        return self._flight.activity_failed(place, error, wait.since)

    def _closed(self, wait: OpenWait, why: WaitEnd) -> WaitClose:
        return WaitClose(
            wait_id=wait.wait_id,
            workspace_id=self._request.workspace_id,
            kind=wait.asked.kind,
            why=why,
        )


def _timed_out(wait: OpenWait) -> Taken:
    output = NOBODY if wait.asked.kind == "approval" else None
    return Taken(port=TIMEOUT, output=output)
