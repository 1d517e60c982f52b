"""Which steps of a plan a fork reuses and which it runs, and how people are shown it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from noria.forks.past import Past, outermost
from noria.forks.records import At, ForkStep, Reason
from noria.model import NodeId
from noria.plan import Plan, PlanStep
from noria.run import StepKey, StepState, StepStatus, step_key
from noria.steps.places import Steps, around


@dataclass
class Choice:
    """Which steps of a plan are reused and which run, while that is being decided."""

    plan: Plan
    reused: dict[NodeId, StepState]
    """As they ended in the earlier run."""
    reasons: dict[NodeId, Reason]
    """Of all others."""
    inside: dict[StepKey, StepState] = field(default_factory=dict[StepKey, StepState])
    """What was done in loops that run again: those iterations go on where they were."""
    at: At | None = None
    """Of a fork in one iteration: where."""


def shown_steps(
    past: Past, choice: Choice, given: Mapping[NodeId, StepState]
) -> Iterable[ForkStep]:
    """What becomes of each step, in the order of the plan; `given` are pinned or skipped."""
    rows = {record.node_id: record for record in past.steps if not record.iteration}
    old = {step.id: step for step in past.plan.steps}
    tops = outermost(choice.plan)
    within = dict(_within(choice))
    for step in choice.plan.steps:
        if step.undoes and step.id not in choice.reasons:
            continue
        before, top = old.get(step.id), tops[step.id]
        whole = top in choice.reused or top in given, _reason(top, choice, given)
        reused, reason = within.get(step.id, whole)
        yield ForkStep(
            node_id=step.id,
            name=step.name,
            reused=reused,
            reason=reason,
            status=rows[step.id].status if step.id in rows else None,
            edited=before is not None and _does(before) != _does(step),
        )


def _within(choice: Choice) -> Iterable[tuple[NodeId, tuple[bool, Reason]]]:
    """Of a fork in one iteration: the steps of the bodies that it is in."""
    if choice.at is None:
        return
    steps: Steps = {step.id: step for step in choice.plan.steps}
    chosen, inside = choice.at
    for container, outer in around(steps, steps[chosen], inside):
        for step in steps.values():
            if step.parent != container.id:
                continue
            if step_key(step.id, inside) in choice.inside:
                yield step.id, (True, "ended")
            else:
                yield step.id, (False, "chosen" if step.id == chosen else "after")
        # The loop around it goes on, too.
        chosen, inside = container.id, outer


def _reason(node_id: NodeId, choice: Choice, given: Mapping[NodeId, StepState]) -> Reason:
    if node_id in given:
        return "skipped" if given[node_id].status is StepStatus.SKIPPED else "pinned"
    return choice.reasons.get(node_id, "ended")


def _does(step: PlanStep) -> tuple[object, ...]:
    """All that a person edits in a node, without where it stands."""
    return step.type, step.type_version, step.config, step.policy
