"""A run in people's hands: paused, stopped at a breakpoint, or held at a failed step.

What is parked or held rests in flight until somebody decides; so it holds no worker, survives a new
history, and ends with the run.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from noria.acts import (
        Control,
        FailStep,
        Grip,
        Pause,
        QuickTry,
        Resume,
        RetryStep,
        SetBreakpoints,
        SkipStep,
        StartOne,
        StepAct,
    )
    from noria.model import NodeId
    from noria.run import (
        ErrorInfo,
        HandState,
        Hold,
        Mend,
        RunRequest,
        StepKey,
        StepState,
        StepStatus,
    )

from noria.steps import states
from noria.steps.control import Rendered
from noria.steps.frame import Place
from noria.steps.mending import mend_as_is, mend_of, mended
from workflows.flight import Flight, Ready
from workflows.progress import Progress

Decision = Callable[[], Ready]
MAX_DONE_ACTS = 100
"""Whose keys are known; the oldest are forgotten."""


@dataclass(frozen=True)
class _Parked:
    place: Place
    decided: "asyncio.Future[Decision]"


@dataclass(frozen=True)
class _Held(_Parked):
    error: ErrorInfo | None
    since: datetime


class Hand:
    """Does what a person says; `hand_checks` says what can't be done."""

    def __init__(self, request: RunRequest, progress: Progress, flight: Flight) -> None:
        # A run that goes on from another one has a snapshot, but nobody has taken hold of it yet.
        left = request.snapshot.hand if request.snapshot else None
        kept = left or HandState(breakpoints=request.breakpoints)
        self._parked: dict[StepKey, _Parked] = {}
        self._held: dict[StepKey, _Held] = {}
        self._decided: set[StepKey] = set()
        """What a person has decided about them is not done yet."""
        self._kept = kept
        self._breakpoints = kept.breakpoints
        flight.has_breakpoints = bool(kept.breakpoints)
        self._passes = set(kept.passes)
        self._mends = dict(kept.mends)
        self._done = dict(kept.done)
        self._progress = progress
        self._flight = flight
        flight.is_paused = kept.is_paused
        self.is_paused_from_above = bool(request.snapshot and request.snapshot.is_paused_from_above)
        """Nobody but the run that waits for this one has paused it."""
        flight.hold = self._hold

    @property
    def breakpoints(self) -> tuple[NodeId, ...]:
        """As they are now."""
        return self._breakpoints

    @property
    def parked(self) -> dict[StepKey, _Parked]:
        """In the order in which they became ready; without those whose iteration was left."""
        return {key: parked for key, parked in self._parked.items() if not parked.decided.done()}

    @property
    def held(self) -> dict[StepKey, _Held]:
        """As `parked`."""
        return {key: held for key, held in self._held.items() if not held.decided.done()}

    def is_decided(self, key: StepKey) -> bool:
        """Whether an act on this step is just being done: another one would replace it."""
        return key in self._decided or self._flight.is_interrupted(key)

    # Between histories.

    def take_up(self, ready: Iterable[Place]) -> list[Place]:
        """What an earlier history left ready, as people have changed it; what it held is held."""
        places = [self._again(place) for place in ready]
        for place in places:
            if hold := self._kept.holds.get(place.key):
                self._rest_held(mended(place, hold.mend), hold.error, hold.since)
        return places

    def keep(self) -> HandState:
        """What `take_up` needs."""
        ended = self._progress.outputs()
        return HandState(
            is_paused=self._flight.is_paused,
            breakpoints=self._breakpoints,
            passes=tuple(sorted(self._passes)),
            mends={key: mend for key, mend in self._mends.items() if key not in ended},
            holds={
                key: Hold(mend=_as_is(held.place), error=held.error, since=held.since)
                for key, held in self.held.items()
            },
            done=dict(tuple(self._done.items())[-MAX_DONE_ACTS:]),
        )

    def _again(self, place: Place) -> Place:
        mend = self._mends.get(place.key)
        return mended(place, mend) if mend else place

    # While the run goes on.

    def stops(self, place: Place) -> bool:
        """Whether this step must not start now; it is parked then."""
        if place.key in self._passes:
            self._passes.remove(place.key)
            return False
        # A step that is tried again has passed its breakpoint before.
        if place.step.id in self._breakpoints and not place.attempts_before:
            self._flight.is_paused = True
        if self._flight.is_paused:
            self._park(place)
        return self._flight.is_paused

    def _park(self, place: Place) -> None:
        now = workflow.now()
        state = StepState(status=StepStatus.PAUSED, attempt=place.attempts_before + 1)
        self._flight.note(place, state)
        self._parked[place.key] = _Parked(place, self._rest(place, now))

    def _hold(self, place: Place, failure: StepState, rendered: Rendered | None) -> None:
        """Let a failed step wait for a person: its next attempt is paused before it begins."""
        self._flight.note(place, failure, rendered)
        tried = mended(place, mend_as_is(place, failure.attempt))
        self._rest_held(tried, failure.error, workflow.now())

    def _rest_held(self, place: Place, error: ErrorInfo | None, since: datetime) -> None:
        attempt = place.attempts_before + 1
        state = StepState(status=StepStatus.PAUSED, attempt=attempt, error=error)
        self._flight.note(place, state)
        decided = self._rest(place, since)
        self._held[place.key] = _Held(place, decided, error, since)

    def _rest(self, place: Place, since: datetime) -> "asyncio.Future[Decision]":
        decided: asyncio.Future[Decision] = asyncio.get_running_loop().create_future()
        self._flight.rest(place, since, partial(_decide, decided))
        return decided

    # What a person says.

    def grip(self, *, changed: bool = False) -> Grip:
        """How things stand."""
        return Grip(
            status=self._flight.status,
            hand=self.keep(),
            parked=tuple(self.parked),
            quick=tuple(_quick_try(place) for place in self._flight.quick),
            changed=changed,
        )

    def done_before(self, request: Control) -> str | None:
        """The digest of the act that came with the same key.

        Temporal knows keys too, but each history has its own.
        """
        return self._done.get(request.key) if request.key else None

    def apply(self, request: Control) -> Grip:
        """Do what `hand_checks` has nothing against."""
        if self.done_before(request):
            return self.grip()
        if request.key:
            self._done[request.key] = request.digest
        match act := request.act:
            case Pause():
                changed = not self._flight.is_paused
                self._flight.is_paused = True
                self.is_paused_from_above = False
            case Resume():
                changed = self._resume()
            case StartOne():
                self._let_go(self.parked[act.step or next(iter(self.parked))])
                changed = True
            case SetBreakpoints():
                changed = set(act.node_ids) != set(self._breakpoints)
                self._breakpoints = tuple(dict.fromkeys(act.node_ids))
                self._flight.has_breakpoints = bool(act.node_ids)
            case RetryStep() | SkipStep() | FailStep():
                self._decide(act)
                changed = True
        return self.grip(changed=changed)

    def pause_from_above(self, is_paused: bool) -> None:
        """As the run that waits for this one; what a person paused, or a breakpoint, stays so."""
        if is_paused and not self._flight.is_paused:
            self._flight.is_paused = self.is_paused_from_above = True
        elif not is_paused and self.is_paused_from_above:
            self._resume()

    def _resume(self) -> bool:
        was_paused = self._flight.is_paused
        self._flight.is_paused = self.is_paused_from_above = False
        for parked in tuple(self.parked.values()):
            self._let_go(parked)
        return was_paused

    def _let_go(self, parked: _Parked) -> None:
        place = parked.place
        del self._parked[place.key]
        self._passes.add(place.key)
        self._tell(parked, lambda: (place,))

    def _tell(self, parked: _Parked, decision: Decision) -> None:
        key = parked.place.key
        self._flight.resting.pop(key, None)
        self._decided.add(key)
        parked.decided.set_result(partial(self._take, key, decision))

    def _take(self, key: StepKey, decision: Decision) -> Ready:
        self._decided.discard(key)
        return decision()

    def _decide(self, act: RetryStep | SkipStep | FailStep) -> None:
        """On a held step, or on one that an activity is trying: that one is stopped first."""
        held = self._held.pop(act.key, None)
        if held:
            self._tell(held, self._decision(act, held.place, held.error))
            return
        flying = self._flight.place_of(act.key)
        assert flying is not None
        place = mended(flying, mend_as_is(flying, act.attempts or flying.attempts_before + 1))
        self._flight.interrupt(flying, self._decision(act, place, None))

    def _decision(
        self, act: RetryStep | SkipStep | FailStep, place: Place, error: ErrorInfo | None
    ) -> Decision:
        match act:
            case RetryStep():
                mend = mend_of(place, act, place.attempts_before)
                self._mends[place.key] = mend
                return lambda: (mended(place, mend),)
            case SkipStep():
                return partial(self._skip, place, act)
            case FailStep():
                return partial(self._fail, place, error or _failed_by_hand(act))

    def _skip(self, place: Place, act: SkipStep) -> Ready:
        attempt = place.attempts_before + 1
        state = states.skipped(place.step, act.output, act.port, attempt, workflow.now())
        return self._flight.end(place, state)

    def _fail(self, place: Place, error: ErrorInfo) -> Ready:
        policy = place.step.policy
        if policy.on_error == "hold":
            policy = policy.model_copy(update={"on_error": "fail"})
        step = place.step.model_copy(update={"policy": policy})
        attempt, now = place.attempts_before + 1, workflow.now()
        state = states.failed(step, error, attempt, now, now)
        return self._flight.fail(Place(step, place.frame, place.attempts_before), state)


async def _decide(decided: "asyncio.Future[Decision]") -> Ready:
    decision = await decided
    return decision()


def _quick_try(place: Place) -> QuickTry:
    most = place.attempts_before + place.step.policy.retry.max_attempts
    return QuickTry(node_id=place.step.id, iteration=place.frame.iteration, max_attempts=most)


def _as_is(place: Place) -> Mend:
    return mend_as_is(place, place.attempts_before)


def _failed_by_hand(act: StepAct) -> ErrorInfo:
    reason = act.reason if isinstance(act, FailStep) and act.reason else "A person failed the step."
    return ErrorInfo(type="failed_by_hand", message=reason, node_id=act.node_id)
