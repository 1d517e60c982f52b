"""Steps that the workflow itself does: a node's function gives an outcome, which is taken here."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from noria.blobs import BLOB_THRESHOLD_BYTES
    from noria.node_type import Finish, Output
    from noria.run import ErrorInfo, Scope

from noria.steps import states
from noria.steps.control import Answer, Moment, Rendered, call, perform, values_of, with_values
from noria.steps.frame import Place
from noria.steps.scope import holds_blobs
from workflows import local_calls
from workflows.flight import Ready
from workflows.parts import Parts

Taker = Callable[[Place, Any, Rendered | None], Ready]
"""Takes an outcome that is not the step's end yet; the config, evaluated, comes with it."""


class ControlSteps:
    """Done at once, in the same workflow task, unless that is full or a value is large."""

    def __init__(self, parts: Parts, takers: Mapping[type, Taker]) -> None:
        """`takers` by the outcomes that they take."""
        self._parts = parts
        self._flight = parts.flight
        self._takers = takers

    def start(self, place: Place) -> Ready:
        """Do the step, or see to it that it is done later."""
        if self._parts.quota.is_spent(self._parts.turn()):
            self._flight.spawn(place, partial(self._do_later, place))
            return ()
        return self._do(place)

    def _do(self, place: Place) -> Ready:
        scope = self._parts.progress.scope(place)
        moment = self._parts.calls.moment(place)
        if holds_blobs(scope):
            self._flight.spawn(place, partial(self._do_elsewhere, place, scope, moment))
            return ()
        answer = perform(place.step, scope, moment)
        self._parts.quota.spend(self._parts.turn(), answer.fuel)
        return self._answered(place, answer)

    async def _do_later(self, place: Place) -> Ready:
        """Give up the turn first: the end of a write begins a new one."""
        while self._parts.quota.is_spent(self._parts.turn()):
            self._parts.scribe.write_news(self._flight.status)
            await self._parts.scribe.written()
        return self._do(place)

    async def _do_elsewhere(self, place: Place, scope: Scope, moment: Moment) -> Ready:
        """Let a local activity open the references that the expressions read."""
        try:
            rendered = await local_calls.evaluate(self._parts.calls.make(place, scope, moment))
        except ActivityError as error:
            return self._flight.activity_failed(place, error, moment.now)
        return self._answered(place, call(place.step, rendered, moment))

    def _answered(self, place: Place, answer: Answer) -> Ready:
        outcome = answer.outcome
        if isinstance(outcome, ErrorInfo):
            return self._fail(place, answer, outcome)
        if isinstance(outcome, Output | Finish):
            return self._give(place, answer, outcome)
        return self._takers[type(outcome)](place, outcome, answer.rendered)

    def _give(self, place: Place, answer: Answer, outcome: Output | Finish) -> Ready:
        if answer.size > BLOB_THRESHOLD_BYTES:
            self._flight.spawn(place, partial(self._store, place, answer))
            return ()
        now = workflow.now()
        if isinstance(outcome, Finish):
            state = states.done(outcome.output, None, now, now)
        elif outcome.port not in place.step.ports:
            return self._fail(place, answer, states.unknown_port(place.step, outcome.port))
        else:
            state = states.done(outcome.value, outcome.port, now, now)
            self._parts.progress.set_vars(outcome.vars or {})
        return self._flight.end(place, state, answer.rendered)

    def _fail(self, place: Place, answer: Answer, error: ErrorInfo) -> Ready:
        now = workflow.now()
        state = states.failed(place.step, error, 1, now, now)
        return self._flight.fail(place, state, answer.rendered)

    async def _store(self, place: Place, answer: Answer) -> Ready:
        """Keep references to what is too large for rows and snapshots."""
        workspace_id = self._parts.request.workspace_id
        try:
            values = await local_calls.store_large(workspace_id, values_of(answer))
        except ActivityError as error:
            return self._flight.activity_failed(place, error, workflow.now())
        return self._answered(place, with_values(answer, values))
