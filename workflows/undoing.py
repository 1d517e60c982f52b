"""Compensations: what completed steps did is undone, the last first, when the run fails or is cancelled.

What a compensation reads is taken down when its step ends, since later nobody may know it any more.
"""

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from noria.run import (
        ErrorInfo,
        NotUndone,
        Snapshot,
        StepResult,
        StepState,
        StepStatus,
        Undo,
    )

from noria.steps import states
from noria.steps.frame import Frame, Place
from noria.steps.ready import Level
from noria.steps.sizes import find_large
from noria.steps.undo_values import undo_values, with_undo_value
from workflows import local_calls
from workflows.failure import describe_activity_error
from workflows.lanes import MAX_CALL_BYTES, size_of_call, too_large
from workflows.names import UNDO_BY_REFERENCE
from workflows.parts import Parts

MAX_UNDO_BYTES = 300_000
"""In a snapshot, of all that compensations read; the outputs of steps take up to a megabyte of it."""


class Undoing:
    """Remembers what is to be undone, in the order in which it was done."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._progress = parts.progress
        self._undos: list[Undo] = list((parts.request.snapshot or Snapshot()).undos)
        parts.flight.on_end = self.note_end

    def keep(self) -> tuple[Undo, ...]:
        """What a new history needs."""
        return tuple(self._undos)

    async def checkpoint(self) -> None:
        """Store what a snapshot can't carry of what compensations read."""
        values = {
            (at, name): value
            for at, undo in enumerate(self._undos)
            for name, value in undo_values(undo.scope).items()
        }
        keys = find_large(values, MAX_UNDO_BYTES)
        if not keys or not workflow.patched(UNDO_BY_REFERENCE):
            return
        references = await local_calls.store_large(
            self._parts.request.workspace_id, [values[key] for key in keys], threshold=0
        )
        for (at, name), reference in zip(keys, references, strict=True):
            undo = self._undos[at]
            scope = with_undo_value(undo.scope, name, reference)
            self._undos[at] = undo.model_copy(update={"scope": scope})

    def note_end(self, place: Place, state: StepState) -> None:
        """A step that ended well has done what may have to be undone."""
        undo = place.step.undo
        if undo is None or state.status is not StepStatus.SUCCEEDED:
            return
        step = self._progress.steps[undo]
        scope = self._progress.scope(Place(step, place.frame))
        self._undos.append(Undo(node_id=undo, iteration=place.frame.iteration, scope=scope))

    async def run(self) -> tuple[NotUndone, ...]:
        """Undo all, one after the other; what can't be undone keeps nothing else from it."""
        failures: list[NotUndone] = []
        while self._undos:
            undo = self._undos.pop()
            error = await self._undo(undo)
            if error is not None:
                undone = self._progress.steps[undo.node_id].undoes
                assert undone is not None
                failures.append(
                    NotUndone(
                        node_id=undone, iteration=undo.iteration, undo=undo.node_id, error=error
                    )
                )
        return tuple(failures)

    async def _undo(self, undo: Undo) -> ErrorInfo | None:
        step = self._progress.steps[undo.node_id]
        place = Place(step, Frame(Level([step], {}), undo.iteration))
        calls, since = self._parts.calls, workflow.now()
        call = calls.make(place, undo.scope, calls.moment(place))
        size = size_of_call(call)
        if size > MAX_CALL_BYTES:
            return self._failed(place, states.failed(step, too_large(call, size), 0, since, since))
        try:
            result: StepResult = await calls.execute(place, call, size)
        except ActivityError as error:
            info, attempt = describe_activity_error(error, step)
            state = states.failed(step, info, attempt, since, workflow.now())
            return self._failed(place, state)
        self._parts.flight.note(place, states.succeeded(result))
        return None

    def _failed(self, place: Place, state: StepState) -> ErrorInfo:
        self._parts.flight.note(place, state)
        assert state.error is not None
        return state.error
