"""Compensations: what completed steps did is undone, the last first, when the run fails or is cancelled.

What a compensation reads is taken down when its step ends, since later nobody may know it any more.
"""

from collections.abc import Callable, Iterable

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from noria.run import (
        ErrorInfo,
        NotUndone,
        RunStatus,
        RunUpdate,
        Snapshot,
        StepState,
        StepStatus,
        Undo,
    )
    from noria.step_calls import StepResult

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
        left = parts.request.snapshot or Snapshot()
        self._undos: list[Undo] = list(left.undos)
        self.is_under_way = left.ending is not None
        """An earlier history has begun to undo: all that is left to do is to go on with it."""
        self._not_undone = list(left.ending.not_undone) if left.ending else []
        parts.flight.on_end = self.note_end
        if left.ending:
            parts.flight.error = left.ending.error
            parts.flight.is_cancelled = left.ending.status is RunStatus.CANCELLED

    def keep(self) -> tuple[Undo, ...]:
        """What a new history needs."""
        return tuple(self._undos)

    @property
    def not_undone(self) -> tuple[NotUndone, ...]:
        """What could not be undone so far, by earlier histories too."""
        return tuple(self._not_undone)

    def keep_ending(self) -> RunUpdate | None:
        """What a new history needs besides, once nothing is done but undoing."""
        if not self.is_under_way:
            return None
        error = self._parts.flight.error
        status = RunStatus.FAILED if error else RunStatus.CANCELLED
        return self._progress.update(status, error=error, not_undone=self.not_undone)

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
        references = await local_calls.store_many(
            self._parts.request.workspace_id, [values[key] for key in keys]
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

    def add(self, undos: Iterable[Undo]) -> None:
        """What a run has done that has ended, for this one to undo."""
        self._undos += undos

    def add_not_undone(self, not_undone: Iterable[NotUndone]) -> None:
        """What a run that failed could not undo itself."""
        self._not_undone += not_undone

    async def run(self, renews: Callable[[], bool]) -> bool:
        """Undo all, one after the other; what can't be undone keeps nothing else from it.

        False: `renews` asks for a new history, which goes on with what is left.
        """
        self.is_under_way = True
        while self._undos:
            undo = self._undos.pop()
            error = await self._undo(undo)
            if error is not None:
                undone = self._progress.steps[undo.node_id].undoes
                assert undone is not None
                self._not_undone.append(
                    NotUndone(
                        node_id=undone, iteration=undo.iteration, undo=undo.node_id, error=error
                    )
                )
            if self._undos and renews():
                return False
        return True

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
