"""Steps that Temporal activities do."""

from functools import partial

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from noria.run import StepCall

from noria.steps import states
from noria.steps.frame import Place
from workflows.flight import Ready
from workflows.lanes import MAX_CALL_BYTES, size_of_call, too_large
from workflows.parts import Parts


class ActivitySteps:
    """Calls each with what its expressions read, and with the records that have yet to travel."""

    def __init__(self, parts: Parts) -> None:
        self._progress = parts.progress
        self._flight = parts.flight
        self._calls = parts.calls
        self._scribe = parts.scribe

    def start(self, place: Place) -> Ready:
        """Send the call, unless it is too large for Temporal."""
        now = workflow.now()
        call = self._calls.make(place, self._progress.scope(place), self._calls.moment(place))
        size = size_of_call(call)
        if size > MAX_CALL_BYTES:
            error = too_large(call, size)
            return self._flight.fail(place, states.failed(place.step, error, 0, now, now))
        pending, update = self._scribe.news_for_call(self._flight.is_paused)
        call = call.model_copy(update={"pending": pending, "run": update})
        self._flight.spawn(place, partial(self._call, place, call, size))
        return ()

    async def _call(self, place: Place, call: StepCall, size: int) -> Ready:
        since = workflow.now()
        try:
            result = await self._calls.execute(place, call, size)
        except ActivityError as error:
            return self._flight.activity_failed(place, error, since)
        if result.port not in place.step.ports:
            error = states.unknown_port(place.step, result.port)
            state = states.failed(place.step, error, result.attempt, since, workflow.now())
            return self._flight.fail(place, state)
        return self._flight.end(place, states.succeeded(result))
