"""Loops whose iterations the workflow itself follows: each has a frame, and rows of its own."""

from collections.abc import Iterable
from functools import partial

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from noria.blobs import BLOB_THRESHOLD_BYTES
    from noria.node_type import Break, Continue, Each, Repeat
    from noria.run import (
        ErrorInfo,
        IterationEnd,
        LoopState,
        Snapshot,
        StepKey,
        StepState,
        StepStatus,
    )

from noria.control.branch import is_true
from noria.control.for_each_item import FOR_EACH_ITEM
from noria.steps import states
from noria.steps.control import Rendered, evaluate_config
from noria.steps.frame import Frame, Place
from noria.steps.loops import Loop as Facts
from noria.steps.scope import holds_blobs
from workflows import local_calls
from workflows.failure import describe_activity_error
from workflows.flight import Ready
from workflows.lanes import MAX_TURN_STEPS
from workflows.loop import EachLoop, ItemLoop, Loop, RepeatLoop, inner_step, left_by, make_loop
from workflows.names import LOOPS_BREATHE
from workflows.parts import Parts


class Loops:
    """A container rests while its body runs: its task begins iterations and gathers their ends."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._flight = parts.flight
        self._progress = parts.progress
        self._workspace_id = parts.request.workspace_id
        self._loops: dict[StepKey, Loop] = {}
        self._taken_over = 0
        """Iterations in this turn in which nothing was left to do."""

    def take(self, place: Place, outcome: Each | Repeat, rendered: Rendered | None) -> Ready:
        """Begin the container's body."""
        loop = make_loop(place, LoopState(outcome=outcome, since=workflow.now()))
        self._flight.rest(place, loop.since, partial(self._start, loop, rendered))
        return ()

    def take_leave(
        self, place: Place, outcome: Break | Continue, rendered: Rendered | None
    ) -> Ready:
        """End the iteration around the step; what a `break` does besides is done at its end."""
        now = workflow.now()
        state = states.done(None, None, now, now)
        return self._flight.leave(place, state, outcome, rendered)

    def resume(self, ready: Iterable[Place], left: Snapshot) -> list[Place]:
        """Take up the loops that an earlier history left; return what may start in them too."""
        places = list(ready)
        for place in places:  # grows while it is walked: a body may hold loops
            if state := left.loops.get(place.key):
                loop = make_loop(place, state)
                if isinstance(loop, ItemLoop) and self._parts.request.started_at is None:
                    self._note_item(loop, state)
                for index, facts in state.under_way.items():
                    places += self._open(loop, index, facts).begin()
                self._flight.rest(place, loop.since, partial(self._drive, loop))
        return places

    def _note_item(self, loop: ItemLoop, state: LoopState) -> None:
        """An item's run begins in the middle of its loop."""
        loop.since = workflow.now()
        [facts] = state.under_way.values()
        running = StepState(status=StepStatus.RUNNING, started_at=loop.since)
        self._flight.note(loop.container, running, facts)

    def keep(self) -> dict[StepKey, LoopState]:
        """What `resume` needs."""
        return {key: loop.to_state() for key, loop in self._loops.items()}

    async def _start(self, loop: Loop, rendered: Rendered | None) -> Ready:
        shown = await self._shown(loop, rendered or {})
        if isinstance(loop, EachLoop):
            loop.refer_to(shown.get("items"))
        state = StepState(status=StepStatus.RUNNING, started_at=loop.since)
        self._flight.note(loop.container, state, shown)
        return await self._drive(loop)

    async def _drive(self, loop: Loop) -> Ready:
        """Begin iterations while there is room, until none is under way."""
        self._loops[loop.container.key] = loop
        try:
            await self._begin_more(loop)
            while loop.frames:
                await self._close(loop, await loop.over.get())
                await self._breathe(loop)
                await self._begin_more(loop)
            return await self._end(loop)
        finally:
            del self._loops[loop.container.key]
            for frame in loop.frames.values():
                self._progress.close_frame(frame)

    async def _breathe(self, loop: Loop) -> None:
        """Thousands of iterations that a retry takes over would make one long turn."""
        if self._taken_over >= MAX_TURN_STEPS and workflow.patched(LOOPS_BREATHE):
            self._taken_over = 0
            self._parts.scribe.write_news(self._flight.status)
            await self._flight.wake(loop.container, self._parts.scribe.written())

    async def _begin_more(self, loop: Loop) -> None:
        while loop.may_begin:
            if isinstance(loop, EachLoop) and loop.lacks_items:
                await self._read_items(loop)
                continue
            index = loop.begun
            frame = self._open(loop, index, loop.facts(index))
            if isinstance(loop, RepeatLoop) and not await self._goes_on(loop, frame):
                self._forget(loop, index)
            else:
                loop.begun += 1
                ready = frame.begin()
                self._taken_over += not ready
                self._flight.go_on(ready)

    async def _read_items(self, loop: EachLoop) -> None:
        read = local_calls.read_items(self._workspace_id, loop.each.source, loop.begun)
        try:
            loop.turn_to(await self._flight.wake(loop.container, read))
        except ActivityError as error:
            loop.fail(describe_activity_error(error, loop.container.step)[0])

    def _open(self, loop: Loop, index: int, facts: Facts) -> Frame:
        frame = self._progress.open_frame(
            loop.container, loop.iteration(index), loop.seen_from_within(facts)
        )
        frame.on_over = partial(loop.over.put_nowait, index)
        # A retry takes over how an item's run had left the loop.
        for node_id, state in frame.states.items():
            if frame.level.steps[node_id].type == FOR_EACH_ITEM:
                frame.left = left_by(state)
        loop.frames[index] = frame
        return frame

    def _forget(self, loop: Loop, index: int) -> None:
        self._progress.close_frame(loop.frames.pop(index))

    async def _goes_on(self, loop: RepeatLoop, frame: Frame) -> bool:
        """Before an iteration; the condition of `until` has been looked at after the last one."""
        if not loop.repeat.until:
            await self._check(loop, frame, ends_when=False)
        if not loop.is_closing:
            loop.check_bound()
        return not loop.is_closing

    async def _check(self, loop: RepeatLoop, frame: Frame, *, ends_when: bool) -> None:
        """Look at the condition, and close the loop when it says so."""
        holds = await self._evaluate(loop, frame, "condition")
        if isinstance(holds, ErrorInfo):
            loop.fail(holds)
        elif is_true(holds) is ends_when:
            loop.is_closing = True

    async def _close(self, loop: Loop, index: int) -> None:
        """Take what an iteration that is over gives, and cancel the others where the loop ends."""
        frame = loop.frames[index]
        loop.take(index, await self._end_of(loop, frame))
        loop.is_closing |= isinstance(frame.left, Break)
        if isinstance(loop, RepeatLoop) and loop.repeat.until and not loop.is_closing:
            frame.loop = loop.seen_from_within(loop.facts(index))
            await self._check(loop, frame, ends_when=True)
        self._forget(loop, index)
        if isinstance(loop, EachLoop) and loop.is_large:
            loop.parts.append(await self._stored(loop, loop.take_part(), threshold=0))
        if loop.is_closing:
            for other in loop.frames.values():
                if other.open:
                    self._flight.leave_frame(other, Continue())

    async def _end_of(self, loop: Loop, frame: Frame) -> IterationEnd:
        if isinstance(frame.left, ErrorInfo):
            return IterationEnd("failed", error=frame.left)
        if frame.left is not None:
            return IterationEnd("left_out")
        result: JsonValue | ErrorInfo = frame.last_output
        if loop.container.step.config.get(loop.result_field) is not None:
            result = await self._evaluate(loop, frame, loop.result_field)
        if isinstance(result, ErrorInfo):
            return IterationEnd("failed", error=result)
        return IterationEnd("result", await self._stored(loop, result))

    async def _evaluate(self, loop: Loop, frame: Frame, field: str) -> JsonValue | ErrorInfo:
        """Evaluate a field of the container's config as things stand in the iteration."""
        place = Place(inner_step(loop.container.step, field), frame)
        scope = self._progress.scope(place)
        moment = self._parts.calls.moment(place)
        if holds_blobs(scope):
            call = self._parts.calls.make(place, scope, moment)
            try:
                config = await self._flight.wake(loop.container, local_calls.evaluate(call))
            except ActivityError as error:
                return describe_activity_error(error, place.step)[0]
            return config[field]
        evaluated = evaluate_config(place.step, scope, moment)
        if isinstance(evaluated, ErrorInfo):
            return evaluated
        self._parts.quota.spend(self._parts.turn(), evaluated.fuel)
        return evaluated.config[field]

    async def _end(self, loop: Loop) -> Ready:
        step, now = loop.container.step, workflow.now()
        if loop.error is not None:
            state = states.failed(step, loop.error, 1, loop.since, now)
            return self._flight.fail(loop.container, state)
        try:
            output = await self._output(loop)
        except ActivityError as error:
            return self._flight.activity_failed(loop.container, error, loop.since)
        state = states.done(output, loop.port, loop.since, workflow.now())
        return self._flight.end(loop.container, state)

    async def _output(self, loop: Loop) -> JsonValue:
        """
        Raises:
            ActivityError: It is too large.
        """
        if isinstance(loop, EachLoop) and loop.parts:
            parts = [*loop.parts, loop.take_part()]
            whole = local_calls.gather(self._workspace_id, parts)
            return await self._flight.wake(loop.container, whole)
        return await self._stored(loop, loop.output)

    async def _shown(self, loop: Loop, rendered: Rendered) -> Rendered:
        """The config as people see it: large fields by reference."""
        store = local_calls.store_large(self._workspace_id, list(rendered.values()))
        values = await self._flight.wake(loop.container, store)
        return dict(zip(rendered, values, strict=True))

    async def _stored(
        self, loop: Loop, value: JsonValue, threshold: int = BLOB_THRESHOLD_BYTES
    ) -> JsonValue:
        """A reference to what is too large for rows and snapshots."""
        store = local_calls.store_large(self._workspace_id, [value], threshold)
        return (await self._flight.wake(loop.container, store))[0]
