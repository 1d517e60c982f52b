"""The scheduling rules, against a reference that looks at every edge again after every step."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noria.model import NodeId, PortName
from noria.plan import Plan, PlanStep
from noria.steps.ready import Schedule, levels_of
from tests.workflows.plans import ENGINE, step

PORTS = ("out", "other")
Ended = dict[NodeId, PortName | None]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Up to 12 steps; edges go forward only, some doubled, every step after the first has one."""
    steps = [step("n0", "start", ports=PORTS)]
    for at in range(1, draw(st.integers(1, 12))):
        sources = draw(
            st.lists(
                st.tuples(st.integers(0, at - 1), st.sampled_from(PORTS)), min_size=1, max_size=4
            )
        )
        steps.append(
            step(
                f"n{at}",
                "set",
                *(f"n{source}.{port}" for source, port in sources),
                join=draw(st.sampled_from(["all", "any"])),
                ports=PORTS,
            )
        )
    return Plan(engine=ENGINE, steps=tuple(steps), start=steps[0].id)


def naive_decision(step: PlanStep, ended: Ended) -> str:
    """`ready`, `skipped` or `open`, from nothing but what has ended."""
    decided = [source for source in step.sources if source.node_id in ended]
    taken = [source for source in decided if ended[source.node_id] == source.port]
    if taken and (step.join == "any" or len(decided) == len(step.sources)):
        return "ready"
    return "skipped" if len(decided) == len(step.sources) and not taken else "open"


def naive(plan: Plan, started: set[NodeId], ended: Ended) -> tuple[set[NodeId], set[NodeId]]:
    """What became ready and what dead, to a fixed point."""
    ready: set[NodeId] = set()
    skipped: set[NodeId] = set()
    for later in plan.steps[1:]:
        if later.id in started or later.id in ended:
            continue
        decision = naive_decision(later, ended)
        if decision == "ready":
            ready.add(later.id)
        elif decision == "skipped":
            skipped.add(later.id)
            ended[later.id] = None
    return ready, skipped


def walk(
    plan: Plan, data: st.DataObject, visit: Callable[[Schedule, Ended, set[NodeId]], None]
) -> None:
    """End running steps in any order, by any port or none, until nothing runs."""
    schedule = Schedule(levels_of(plan)[None])
    running = list(schedule.begin().ready)
    started: set[NodeId] = set(running)
    ended: Ended = {}
    while running:
        node_id = data.draw(st.sampled_from(running))
        running.remove(node_id)
        ended[node_id] = data.draw(st.sampled_from([*map(PortName, PORTS), None]))
        change = schedule.end(node_id, ended[node_id])
        ready, skipped = naive(plan, started, ended)

        assert set(change.ready) == ready
        assert set(change.skipped) == skipped
        assert len(change.ready) == len(ready)
        running += change.ready
        started |= ready
        visit(schedule, ended, set(running))


@given(plans(), st.data())
def test_steps_become_ready_and_dead_as_in_the_reference(plan: Plan, data: st.DataObject) -> None:
    decided: set[NodeId] = set()

    def every_step_is_decided_once(_: Schedule, ended: Ended, running: set[NodeId]) -> None:
        decided.update(ended, running)

    walk(plan, data, every_step_is_decided_once)

    assert decided == {each.id for each in plan.steps}


@given(plans(), st.data())
def test_a_new_history_takes_up_what_the_old_one_left(plan: Plan, data: st.DataObject) -> None:
    def resumes_with_the_same_steps(_: Schedule, ended: Ended, running: set[NodeId]) -> None:
        change = Schedule(levels_of(plan)[None]).resume(ended)

        assert set(change.ready) == running
        assert change.skipped == ()

    walk(plan, data, resumes_with_the_same_steps)


def test_nothing_has_ended_before_the_start() -> None:
    one = Plan(engine=ENGINE, steps=(step("n0", "start"),), start=NodeId("n0"))

    assert Schedule(levels_of(one)[None]).resume({}).ready == ("n0",)


@pytest.mark.parametrize("length", [2_000])
def test_dead_paths_of_any_length_are_followed(length: int) -> None:
    names = [f"n{n}" for n in range(length)]
    steps = [step("n0", "start", ports=PORTS), step("n1", "set", "n0.other")]
    steps += [step(name, "set", before) for before, name in zip(names[1:], names[2:], strict=False)]
    plan = Plan(engine=ENGINE, steps=tuple(steps), start=NodeId("n0"))
    schedule = Schedule(levels_of(plan)[None])
    schedule.begin()

    change = schedule.end(NodeId("n0"), PortName("out"))

    assert len(change.skipped) == length - 1
