"""What a run is started with that does one item of another run's loop. Pure: not the starting."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from pydantic import JsonValue

from noria.compiling.containers import VARS_SET
from noria.model import NodeId
from noria.node_type import ItemRun
from noria.plan import Plan, PlanStep
from noria.run import (
    Item,
    LoopState,
    RunRequest,
    Snapshot,
    StepKey,
    StepState,
    split_step_key,
    step_key,
)
from noria.steps.batches import outer_reads
from noria.steps.frame import Place
from noria.steps.loops import Loop, without_outer
from noria.steps.places import items_around
from noria.steps.scope import cut, named
from noria.steps.variables import last_wins


def item_request(  # noqa: PLR0913 # all that a run knows, written by keyword
    request: RunRequest,
    place: Place,
    *,
    run_id: str,
    facts: Loop,
    variables: Mapping[str, JsonValue],
    run: Mapping[str, JsonValue],
    left: Mapping[StepKey, StepState],
    breakpoints: Sequence[NodeId],
    now: datetime,
) -> RunRequest:
    """The run of this step's body, from the run that the step is in.

    Args:
        request: Of the run that the step is in.
        place: The step, in the iteration of its item.
        run_id: The new run's.
        facts: `loop` in the iteration, large values by reference.
        variables: All that are set.
        run: What expressions read as `run`.
        left: What an earlier run did of the item.
        breakpoints: Of the run that the step is in, as they are now.
        now: When the loop's iteration began.
    """
    container = place.step.model_copy(update={"parent": None, "sources": ()})
    body = tuple(_inside(request.plan, container.id))
    reads = outer_reads(container, body)
    known = place.frame.visible
    outer = {
        step_id: _as_read(known[step_id], paths)
        for step_id, paths in reads.steps.items()
        if step_id in known
    }
    inside = {container.id, *(step.id for step in body)}
    return request.model_copy(
        update={
            "run_id": run_id,
            "plan": _cut(request.plan, outer, container, body),
            # Each of a thousand would carry what none of them reads.
            "input": request.input if reads.trigger else None,
            "item": Item(
                node_id=container.id,
                iteration=place.frame.iteration,
                around=_around(facts),
                run=dict(run),
            ),
            "snapshot": Snapshot(
                states={
                    **{step_key(id_, place.frame.iteration): outer[id_] for id_ in outer},
                    **left,
                },
                vars=named({**variables, **_set_in(container, body, left)}, reads.vars),
                loops={
                    step_key(container.id, place.frame.iteration): LoopState(
                        outcome=ItemRun(_index(facts)),
                        since=now,
                        begun=_index(facts) + 1,
                        under_way={_index(facts): without_outer(facts)},
                    )
                },
            ),
            "snapshot_at": (),
            "started_at": None,
            "start_at": None,
            "timeout_s": None,
            "breakpoints": tuple(each for each in breakpoints if each in inside),
            "depth": request.depth + 1,
        }
    )


def _set_in(
    container: PlanStep, body: Sequence[PlanStep], left: Mapping[StepKey, StepState]
) -> Mapping[str, JsonValue]:
    """Variables that the item has set."""
    steps = {step.id: step for step in (container, *body)}
    # What the run of an item in it has set stays in that.
    setters = {step.id for step in body if step.type == VARS_SET and items_around(steps, step) == 1}
    return last_wins(
        (state.finished_at, state.output)
        for key, state in left.items()
        if split_step_key(key)[0] in setters and state.finished_at is not None
    )


def _as_read(state: StepState, paths: Sequence[tuple[str, ...]]) -> StepState:
    """With so much of its output as is read: each item's run carries it."""
    if () in paths:
        return state
    below = [path[1:] for path in paths if path[0] == "output"]
    return state.model_copy(update={"output": cut(state.output, below) if below else None})


def _inside(plan: Plan, container: NodeId) -> Iterator[PlanStep]:
    """All of its body, loops in it with theirs."""
    around = {container}
    for step in plan.steps:  # a container comes before its body
        if step.parent in around:
            around.add(step.id)
            yield step


def _cut(
    plan: Plan, outer: Mapping[NodeId, StepState], container: PlanStep, body: Sequence[PlanStep]
) -> Plan:
    """The body, and the steps before it whose outputs it reads, which have ended."""
    before = (
        step.model_copy(update={"parent": None, "sources": (), "undo": None})
        for step in plan.steps
        if step.id in outer
    )
    return plan.model_copy(update={"steps": (*before, container, *body), "input_schema": None})


def _index(facts: Loop) -> int:
    index = facts["index"]
    assert isinstance(index, int)
    return index


def _around(facts: Loop) -> Loop | None:
    outer = facts.get("outer")
    return outer if isinstance(outer, dict) else None
