"""Part of a graph, to be tried out: one step alone, all up to one, or one and all after it. Pure.

The part is a plan of its own: steps that are neither run nor known are left out of it.
"""

from collections.abc import Iterable, Mapping, Set
from datetime import datetime

from noria.compiling.containers import VARS_SET
from noria.errors import Invalid, Problem
from noria.forks.choice import Choice
from noria.forks.fork import Fork, Wish, at_top, check_names, settle
from noria.forks.past import Past, after, outermost, reusable, top_of
from noria.forks.records import Mode, Reason
from noria.model import OUT, NodeId
from noria.plan import Plan, PlanSource, PlanStep, Reads
from noria.run import StepState
from noria.steps.ready import Level, levels_of


def plan_part(past: Past, wish: Wish, mode: Mode, now: datetime) -> Fork:
    """What to run of `wish.plan`, and what to take from pins and from an earlier run instead.

    Raises:
        Invalid: A step that is named does not exist, or one that is read is neither run nor known.
    """
    check_names(wish)
    wish = at_top(wish)
    assert wish.at is not None, "a part has a step that it is about"
    level = levels_of(wish.plan)[None]
    past_states = reusable(past, wish.plan)
    known = {*past_states, *wish.pins} - {wish.at}
    run = _run_set(wish, mode, level, known)
    _check_known(wish, level, run, known)
    reads = level.reads_of(run)
    sources = {source.node_id for node_id in run for source in level.steps[node_id].sources}
    kept = run | ((reads | sources | _writers(wish.plan, run)) & known) | {wish.plan.start}
    kept |= {undo for node_id in run if (undo := level.steps[node_id].undo)}
    forced = None if mode == "up_to" else wish.at
    choice = Choice(
        plan=_cut(wish.plan, kept, run, forced),
        reused=_in_order(wish.plan, past_states, kept - run),
        reasons={node_id: _reason(node_id, wish.at) for node_id in run},
    )
    return settle(past, wish, choice, now)


def _run_set(wish: Wish, mode: Mode, level: Level, known: Set[NodeId]) -> set[NodeId]:
    assert wish.at is not None
    if mode == "only":
        return {wish.at}
    if mode == "from":
        return {wish.at} | (after(wish.plan, [wish.at]) - wish.pins.keys())
    needed: set[NodeId] = set()
    waiting = [wish.at]
    while waiting:
        node_id = waiting.pop()
        if node_id in needed or node_id in known:
            continue
        needed.add(node_id)
        sources = level.steps[node_id].sources
        # A loop's body reads itself, too.
        read = level.reads_of([node_id]) & level.steps.keys()
        waiting += [*(source.node_id for source in sources), *read]
    return needed


def _writers(plan: Plan, run: Set[NodeId]) -> set[NodeId]:
    """Steps at the top level that set variables, where one that runs reads any."""
    tops = outermost(plan)
    inside = [step for step in plan.steps if tops[step.id] in run]
    if not any(reads.vars for step in inside for reads in _all_reads(step)):
        return set()
    return {tops[step.id] for step in plan.steps if step.type == VARS_SET}


def _all_reads(step: PlanStep) -> list[Reads]:
    """Of its config, and of the fields that a loop evaluates in each iteration."""
    return [step.reads, *(inner.reads for inner in step.inner.values())]


def _check_known(wish: Wish, level: Level, run: Set[NodeId], known: Set[NodeId]) -> None:
    """A missing output would fail in the middle of the run, which is too late to say so."""
    problems = [
        Problem(
            code="output_missing",
            message=f"Step {node_id!r} reads `steps.{read}`, which is not run here: pin an output of "
            f"{read!r}, or take the outputs of an earlier run.",
            node_id=node_id,
            field=f"/pins/{read}",
        )
        for node_id in level.steps
        if node_id in run
        for read in sorted(level.reads_of([node_id]) & level.steps.keys())
        if read not in run and read not in known and read != wish.plan.start
    ]
    if problems:
        raise Invalid("Outputs of earlier steps are missing.", problems)


def _cut(plan: Plan, kept: Set[NodeId], run: Set[NodeId], forced: NodeId | None) -> Plan:
    """The kept steps with the edges between them; the forced one comes right after the start."""
    start = PlanSource(node_id=plan.start, port=OUT)
    tops = outermost(plan)
    steps: list[PlanStep] = []
    for step in plan.steps:
        if tops[step.id] not in kept:
            continue
        if step.parent is not None:
            steps.append(step)
            continue
        sources = tuple(source for source in step.sources if source.node_id in kept)
        if step.id not in run:
            sources = ()
        elif step.id == forced and step.id != plan.start:
            sources = (start,)
        steps.append(step.model_copy(update={"sources": sources}))
    return plan.model_copy(update={"steps": tuple(steps)})


def _in_order(
    plan: Plan, states: Mapping[NodeId, StepState], node_ids: Iterable[NodeId]
) -> dict[NodeId, StepState]:
    wanted = set(node_ids)
    return {
        step.id: states[step.id] for step in top_of(plan) if step.id in wanted and step.id in states
    }


def _reason(node_id: NodeId, at: NodeId) -> Reason:
    return "chosen" if node_id == at else "after"
