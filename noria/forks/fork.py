"""What a run that starts from another one takes over from it. Pure: rows in, a snapshot out.

A *fork* reuses what steps before a chosen one gave; a *retry* is a fork that reuses all that ended
well enough for the run to go on. Both follow a plan of their own choice, so a run that failed may go
on with a mended version.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pydantic import JsonValue

from noria.compiling.containers import VARS_SET
from noria.errors import Conflict, Invalid, Problem
from noria.forks.choice import Choice, shown_steps
from noria.forks.inside import done_around, done_inside, in_iteration
from noria.forks.past import Past, after, outermost, own_reasons, reusable, top_of
from noria.forks.records import ForkStep, Pin, Reason
from noria.forks.undone import Undone, find_undone
from noria.model import ERROR, OUT, NodeId
from noria.plan import Plan, PlanStep
from noria.run import Snapshot, StepKey, StepState, StepStatus, step_key
from noria.steps.places import items_around
from noria.steps.ready import Schedule, levels_of
from noria.steps.variables import last_wins


@dataclass(frozen=True)
class Wish:
    """What is to be different in the fork."""

    plan: Plan
    """Which it follows; the run's own, or another version's."""
    run_input: JsonValue
    at: NodeId | None = None
    """This step and all after it run again; None: only what has not ended well."""
    pins: Mapping[NodeId, Pin] = field(default_factory=dict[NodeId, Pin])
    iteration: str = ""
    """Of `at`, in loops of which all else stays as it is; empty: the loop runs again as a whole."""
    new_input: bool = False
    """Whether `run_input` is not that of the run that is forked."""


@dataclass(frozen=True)
class Fork:
    """What is reused, and what runs."""

    plan: Plan
    snapshot: Snapshot
    steps: tuple[ForkStep, ...]
    """In the order of the plan."""
    inside: frozenset[StepKey]
    """Reused in iterations of loops that themselves run again."""
    copied: tuple[NodeId, ...]
    """Reused as they were, loops with their bodies: their rows are the earlier run's."""
    given: Mapping[NodeId, StepState]
    """Reused otherwise: pinned, or skipped because of what is reused."""
    ready: tuple[NodeId, ...]
    """Where it goes on."""


def plan_fork(past: Past, wish: Wish, now: datetime) -> Fork:
    """Decide for each step of the wished plan whether it runs.

    Raises:
        Invalid: A step that is named does not exist, or could not be reached.
        Conflict: Nothing is left to run.
    """
    check_names(wish)
    if wish.at and wish.iteration:
        wish = replace(wish, at=in_iteration(past, wish.at, wish.iteration))
        _check_scheduled(wish)
    again = [(wish.at, wish.iteration)] if wish.at and wish.iteration else []
    wish = at_top(wish)
    _check_scheduled(wish)
    states = reusable(past, wish.plan)
    undone = find_undone(past, again)
    reasons = _reasons(past, wish, states, undone)
    reused = {node_id: state for node_id, state in states.items() if node_id not in reasons}
    same = wish.at is None and not wish.pins and wish.plan == past.plan
    choice = Choice(wish.plan, reused, reasons)
    if same and not wish.new_input:
        choice.inside = done_inside(past, reasons, undone)
    for node_id, iteration in again:
        choice.inside = done_around(past, node_id, iteration, undone)
        choice.at = node_id, iteration
    return settle(past, wish, choice, now)


def at_top(wish: Wish) -> Wish:
    """A step in a loop's body stands for the loop: it runs again as a whole."""
    return replace(wish, at=outermost(wish.plan)[wish.at]) if wish.at else wish


def settle(past: Past, wish: Wish, choice: Choice, now: datetime) -> Fork:
    """The snapshot that follows from a choice.

    Raises:
        Invalid: The step that is named could not be reached.
        Conflict: Nothing is left to run.
    """
    given = _given(wish, choice, now)
    kept = {**choice.reused, **given}
    change = Schedule(levels_of(choice.plan)[None]).resume(
        {node_id: state.port for node_id, state in kept.items()}
    )
    _check_reached(wish, kept, change.ready, change.skipped)
    for node_id in change.skipped:
        given[node_id] = StepState(status=StepStatus.SKIPPED, attempt=0, finished_at=now)
    kept |= given
    return Fork(
        plan=choice.plan,
        snapshot=Snapshot(
            states={**_still_read(choice.plan, kept), **choice.inside},
            vars=_variables(past, choice, given),
        ),
        steps=tuple(shown_steps(past, choice, given)),
        inside=frozenset(choice.inside),
        copied=_copied(past.plan, choice, given),
        given=given,
        ready=change.ready,
    )


def _given(wish: Wish, choice: Choice, now: datetime) -> dict[NodeId, StepState]:
    """Outputs of people, and the start's: it is sure to give what the run is started with."""
    steps = {step.id: step for step in choice.plan.steps}
    pins = {node_id: pin for node_id, pin in wish.pins.items() if node_id in steps}
    start = choice.plan.start
    before = choice.reused.get(start)
    if (pins or choice.reused) and (before is None or before.output != wish.run_input):
        pins.setdefault(start, Pin(output=wish.run_input))
    return {
        node_id: _pinned(step, pins[node_id], now)
        for node_id, step in steps.items()
        if node_id in pins
    }


def check_names(wish: Wish) -> None:
    """
    Raises:
        Invalid: A step or port that is named does not exist; holds every problem.
    """
    steps = {step.id: step for step in wish.plan.steps}
    problems = [
        problem for node_id, pin in wish.pins.items() for problem in _check_pin(steps, node_id, pin)
    ]
    if wish.at is not None and wish.at not in steps:
        problems.append(_unknown(wish.at, "/node_id"))
    if wish.at is not None and wish.at in wish.pins:
        message = f"Step {wish.at!r} is to run again, so it can't be pinned too: remove its pin."
        problems.append(Problem(code="pinned_too", message=message, field=f"/pins/{wish.at}"))
    if problems:
        raise Invalid("A step, a pin or a port is not right.", problems)


def _check_pin(steps: Mapping[NodeId, PlanStep], node_id: NodeId, pin: Pin) -> Iterator[Problem]:
    step = steps.get(node_id)
    if step is None:
        yield _unknown(node_id, f"/pins/{node_id}")
    elif step.parent is not None:
        yield Problem(
            code="pin_in_body",
            message=f"Step {node_id!r} is in the body of {step.parent!r}, where it has an output for "
            "each iteration: pin the loop.",
            node_id=node_id,
            field=f"/pins/{node_id}",
        )
    elif pin.port is not None and pin.port not in step.ports:
        ports = ", ".join(map(repr, step.ports)) or "none"
        yield Problem(
            code="unknown_port",
            message=f"Step {node_id!r} has no port {pin.port!r}: it has {ports}.",
            node_id=node_id,
            field=f"/pins/{node_id}/port",
        )


def _unknown(node_id: NodeId, field_: str) -> Problem:
    return Problem(
        code="unknown_step",
        message=f"There is no step {node_id!r} in the version that the new run follows: choose one "
        "of its steps.",
        node_id=node_id,
        field=field_,
    )


def _check_scheduled(wish: Wish) -> None:
    undoes = {step.id: step.undoes for step in wish.plan.steps}
    if wish.at is not None and undoes[wish.at] is not None:
        message = (
            f"Step {wish.at!r} undoes {undoes[wish.at]!r} and runs only when a run fails or is "
            f"cancelled: fork at {undoes[wish.at]!r}."
        )
        problem = Problem(code="compensation", message=message, node_id=wish.at, field="/node_id")
        raise Invalid("A fork can't begin at a compensation.", [problem])


def _reasons(
    past: Past, wish: Wish, states: Mapping[NodeId, StepState], undone: Undone
) -> dict[NodeId, Reason]:
    """Why steps run: their own reason, or that of a step before them."""
    own = own_reasons(past, wish.plan, states)
    # Where a step has not ended, those after it that did, did without it: a join of any edge.
    seeds: dict[NodeId, Reason] = {
        node_id: reason for node_id, reason in own.items() if reason != "not_ended"
    }
    if wish.at is not None:
        seeds[wish.at] = "chosen"
    lost = _lost(past, wish.plan, undone)
    later: dict[NodeId, Reason] = dict.fromkeys(after(wish.plan, {**lost, **seeds}), "after")
    return {**later, **lost, **own, **seeds}


def _lost(past: Past, plan: Plan, undone: Undone) -> dict[NodeId, Reason]:
    """What was undone, and what came after it in the plan that was followed then."""
    tops = outermost(past.plan)
    undone_tops = {tops[node_id] for node_id, _ in undone.steps}
    lost = {node_id for node_id, iteration in undone.lost if not iteration}
    return {
        step.id: "undone" if step.id in undone_tops else "after"
        for step in top_of(plan)
        if step.id in lost
    }


def _pinned(step: PlanStep, pin: Pin, now: datetime) -> StepState:
    first = OUT if OUT in step.ports else next((p for p in step.ports if p != ERROR), None)
    return StepState(
        status=StepStatus.SUCCEEDED,
        port=pin.port or first,
        output=pin.output,
        started_at=now,
        finished_at=now,
    )


def _check_reached(
    wish: Wish,
    kept: Mapping[NodeId, StepState],
    ready: Sequence[NodeId],
    skipped: Sequence[NodeId],
) -> None:
    if wish.at is not None and wish.at in skipped:
        message = (
            f"Step {wish.at!r} would be skipped: every edge into it is dead by what the steps before "
            "it gave. Fork at the step that chose another way, or pin that step with another port."
        )
        problem = Problem(code="never_reached", message=message, node_id=wish.at, field="/node_id")
        raise Invalid("The fork would not reach its step.", [problem])
    if not ready:
        raise Conflict(
            "Nothing is left to run: every step of the run has ended. Fork it at the step that is "
            "to run again."
        )


def _copied(past: Plan, choice: Choice, given: Mapping[NodeId, StepState]) -> tuple[NodeId, ...]:
    tops = outermost(past)
    return tuple(
        step.id
        for step in past.steps
        if tops[step.id] in choice.reused and tops[step.id] not in given and not step.undoes
    )


def _still_read(plan: Plan, kept: Mapping[NodeId, StepState]) -> dict[StepKey, StepState]:
    """States without the outputs that no step reads that will run."""
    level = levels_of(plan)[None]
    read = level.reads_of(node_id for node_id in level.steps if node_id not in kept)
    ends = {node_id for node_id, step in level.steps.items() if not step.ports}
    return {
        step_key(node_id, ""): state
        if node_id in read | ends
        else state.model_copy(update={"output": None})
        for node_id, state in kept.items()
    }


def _variables(
    past: Past, choice: Choice, given: Mapping[NodeId, StepState]
) -> dict[str, JsonValue]:
    """What `vars.set` steps have set, the one that ended last winning; those in loops too."""
    old = {step.id: step for step in past.plan.steps}
    setters = {step.id for step in choice.plan.steps if step.type == VARS_SET}
    # What the runs of items have set has stayed in them.
    setters -= {step.id for step in old.values() if items_around(old, step)}
    tops = outermost(past.plan)
    ended = [
        (record.finished_at, record.output)
        for record in past.steps
        if record.node_id in setters
        and record.status is StepStatus.SUCCEEDED
        and (
            tops.get(record.node_id) in choice.reused.keys() - given.keys()
            or step_key(record.node_id, record.iteration) in choice.inside
        )
        and record.finished_at is not None
    ]
    variables = last_wins(ended)
    for node_id, state in given.items():
        if node_id in setters and isinstance(state.output, dict):
            variables |= state.output
    return variables
