"""Loops whose items are runs of their own, written out in the plan.

each              goes over the items, with one step in its body
  each__item      starts a run for its item, and waits for it
    BODY …        what that run does: its plan is cut out of this one (`noria.steps.item_runs`)
"""

from collections.abc import Iterator

from noria.compiling.agents import MARK
from noria.compiling.containers import FOR_EACH
from noria.compiling.index import Index
from noria.control.for_each_item import FOR_EACH_ITEM
from noria.control.respond import RESPOND
from noria.errors import Problem
from noria.model import OUT, NodeId
from noria.plan import Inner, Plan, PlanStep, Reads

_RESULT = "result"


def item_step_of(loop: NodeId) -> NodeId:
    """Id of the step that starts the runs."""
    return NodeId(f"{loop}{MARK}item")


def check_item_runs(index: Index) -> Iterator[Problem]:
    """What the compiler adds must not be there already, and what items can't do must not be asked of them."""
    for at, placed in enumerate(index.placed):
        if placed.node.type == RESPOND and not index.own_runs.isdisjoint(index.enclosing(at)):
            yield Problem(
                code="respond_in_item_run",
                message=f"Node {placed.id!r} would answer in the run of an item, which nobody waits for: "
                "place it outside of the loop, or leave out the loop's `own_runs`.",
                node_id=placed.id,
            )
        if at not in index.own_runs:
            continue
        if item_step_of(placed.id) in index.number:
            yield Problem(
                code="item_step_taken",
                message=f"Another node is called {item_step_of(placed.id)!r}, as the runs of the items "
                f"of {placed.id!r} would be: rename one of the two.",
                node_id=placed.id,
            )


def write_item_runs_out(plan: Plan) -> Plan:
    """The same plan, in which such loops have a step that starts the runs."""
    loops = {step.id for step in plan.steps if _has_own_runs(step)}
    if not loops:
        return plan
    return plan.model_copy(update={"steps": tuple(_written_out(plan, loops))})


def _has_own_runs(step: PlanStep) -> bool:
    """Its config says so, also where that of its node leaves it open."""
    return step.type == FOR_EACH and step.config.get("own_runs") is True


def _written_out(plan: Plan, loops: set[NodeId]) -> Iterator[PlanStep]:
    for step in plan.steps:
        known = step
        if step.parent is not None and step.parent in loops:
            known = known.model_copy(update={"parent": item_step_of(step.parent)})
        if step.id not in loops:
            yield known
            continue
        item = item_step_of(step.id)
        config = {name: value for name, value in step.config.items() if name != _RESULT}
        gives = Inner(reads=Reads(steps={item: (("output",),)}))
        yield known.model_copy(update={"config": config, "inner": {_RESULT: gives}})
        yield PlanStep(
            id=item,
            type=FOR_EACH_ITEM,
            name=f"{step.name}: item",
            lane="control",
            config={_RESULT: step.config[_RESULT]} if _RESULT in step.config else {},
            ports=(OUT,),
            parent=step.id,
            inner={_RESULT: step.inner.get(_RESULT, Inner())},
        )
