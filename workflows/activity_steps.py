"""Steps that Temporal activities do."""

from functools import partial

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from noria.step_calls import NextStep, StepCall, StepResult

from noria.steps import states
from noria.steps.chains import followers
from noria.steps.frame import Place
from workflows.flight import Ready
from workflows.lanes import MAX_CALL_BYTES, size_of_call, too_large
from workflows.parts import Parts


class ActivitySteps:
    """Calls each with what its expressions read, and with the records that have yet to travel.

    A quick step takes with it the quick steps that follow it alone: one call for all of them.
    """

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
        news = {"pending": pending, "run": update, "then": self._chain(place)}
        self._flight.spawn(place, partial(self._call, place, call.model_copy(update=news), size))
        return ()

    def _chain(self, place: Place) -> tuple[NextStep, ...]:
        """None of its steps where a person steps through the run, or wants it to pause."""
        if not place.step.quick or self._flight.stops_between:
            return ()
        after = (Place(step, place.frame) for step in followers(place.frame.level, place.step))
        return tuple(self._calls.next_step(each, self._progress.scope(each)) for each in after)

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
        return self._follow(self._flight.end(place, states.succeeded(result)), result)

    def _follow(self, ready: Ready, result: StepResult) -> Ready:
        """Take what the activity did after its first step, unless the run has left its iteration."""
        for done in result.then:
            places = tuple(ready)
            if not places:
                return ()
            (place,) = places
            ready = self._flight.end(place, states.succeeded(done))
        return ready
