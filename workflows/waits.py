"""Steps that wait for a time: Temporal timers, which hold no worker and outlive every restart."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from noria.model import OUT
    from noria.node_type import WaitUntil
    from noria.run import Snapshot, StepKey, StepState, StepStatus

from noria.steps import states
from noria.steps.control import Rendered
from noria.steps.frame import Place
from workflows.flight import Flight, Ready


class Waits:
    """Keeps deadlines, not durations: a new history waits for what is left."""

    def __init__(self, flight: Flight) -> None:
        self._flight = flight
        self._deadlines: dict[StepKey, datetime] = {}

    def take(self, place: Place, outcome: WaitUntil, rendered: Rendered | None) -> Ready:
        """Let the step rest until that time."""
        self._begin(place, outcome.time, workflow.now(), rendered)
        return ()

    def resume(self, places: Iterable[Place], left: Snapshot) -> None:
        """Take up the waits that an earlier history left, in the order in which they began."""
        by_key = {place.key: place for place in places}
        for key, until in left.deadlines.items():
            self._begin(by_key[key], until, left.waiting_since[key])

    def keep(self) -> Snapshot:
        """What `resume` needs."""
        resting = self._flight.resting
        deadlines = {key: until for key, until in self._deadlines.items() if key in resting}
        return Snapshot(deadlines=deadlines, waiting_since={key: resting[key] for key in deadlines})

    def _begin(
        self, place: Place, until: datetime, since: datetime, rendered: Rendered | None = None
    ) -> None:
        self._deadlines[place.key] = until
        state = StepState(status=StepStatus.WAITING, started_at=since)
        self._flight.note(place, state, rendered)
        self._flight.rest(place, since, partial(self._wait, place))

    async def _wait(self, place: Place) -> Ready:
        left = self._deadlines[place.key] - workflow.now()
        if left > timedelta(0):
            await workflow.sleep(left, summary=place.step.name)
        del self._deadlines[place.key]
        since, now = self._flight.resting[place.key], workflow.now()
        waited = (now - since).total_seconds()
        return self._flight.end(place, states.done({"waited_s": waited}, OUT, since, now))
