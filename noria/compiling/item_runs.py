"""Loops whose items are runs of their own, written out in the plan.

each              goes over the items, with one step in its body
  each__item      starts a run for its item, and waits for it
    BODY …        what that run does: its plan is cut out of this one (`noria.steps.item_runs`)
"""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from noria.compiling.agents import MARK
from noria.compiling.containers import FOR_EACH
from noria.compiling.index import Index
from noria.control.for_each_item import FOR_EACH_ITEM
from noria.errors import Problem
from noria.model import OUT, NodeId
from noria.plan import Inner, Plan, PlanStep, Reads

_RESULT = "result"


def has_own_runs(type_: str, config: Mapping[str, JsonValue]) -> bool:
    """Whether a node of this type and config is such a loop."""
    return type_ == FOR_EACH and config.get("own_runs") is True


def item_step_of(loop: NodeId) -> NodeId:
    """Id of the step that starts the runs."""
    return NodeId(f"{loop}{MARK}item")


def check_item_steps(index: Index) -> Iterator[Problem]:
    """What the compiler adds must not be there already."""
    for placed in index.placed:
        if not has_own_runs(placed.node.type, placed.node.config):
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
    loops = {step.id for step in plan.steps if has_own_runs(step.type, step.config)}
    if not loops:
        return plan
    return plan.model_copy(update={"steps": tuple(_written_out(plan, loops))})


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
