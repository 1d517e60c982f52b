"""Parts of a graph: what runs, what is taken as known, and what is missing."""

from datetime import UTC, datetime

import pytest

from noria.errors import Invalid
from noria.forks.fork import Fork, Wish
from noria.forks.part import plan_part
from noria.forks.past import Past
from noria.forks.records import Mode, Pin
from noria.model import NodeId
from noria.plan import Plan
from noria.run import StepKey, StepRecord
from noria.steps.ready import Schedule, levels_of
from tests.noria.forks.test_fork import row
from tests.workflows.plans import plan, step

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LINE = plan(
    step("start", "start"),
    step("fetch", "test.emit", "start"),
    step("shape", "test.echo", "fetch", reads={"fetch": ["output"]}),
    step("aside", "test.emit", "fetch"),
    step("send", "test.echo", "shape", "aside", reads={"shape": ["output"]}),
    step("end", "end", "send", ports=()),
)


def part(
    mode: Mode,
    node_id: str,
    *pinned: str,
    of: Plan = LINE,
    rows: list[StepRecord] | None = None,
) -> Fork:
    pins = {NodeId(name): Pin(output=f"pin of {name}") for name in pinned}
    return plan_part(Past(of, rows or []), Wish(of, {}, NodeId(node_id), pins), mode, NOON)


def runs(found: Fork) -> list[str]:
    """What an engine would run, in which order, if every step left by its first port."""
    ports = {item.id: item.ports[0] if item.ports else None for item in found.plan.steps}
    schedule = Schedule(levels_of(found.plan)[None])
    states = found.snapshot.states
    change = (
        schedule.resume({NodeId(key): state.port for key, state in states.items()})
        if states
        else schedule.begin()
    )
    ready, order = list(change.ready), list[str]()
    while ready:
        node_id = ready.pop(0)
        order.append(node_id)
        ready += schedule.end(node_id, ports[node_id]).ready
    return order


def test_one_node_alone() -> None:
    found = part("only", "shape", "fetch")

    assert runs(found) == ["shape"]
    assert found.snapshot.states[StepKey("fetch")].output == "pin of fetch"


def test_one_node_that_reads_nothing_needs_no_pin() -> None:
    assert runs(part("only", "fetch")) == ["start", "fetch"]
    assert runs(part("only", "start")) == ["start"]


def test_up_to_a_node_runs_what_it_needs_and_no_more() -> None:
    assert runs(part("up_to", "shape")) == ["start", "fetch", "shape"]
    assert runs(part("up_to", "send", "shape")) == ["fetch", "aside", "send"]
    assert runs(part("up_to", "send", "shape", "aside")) == ["send"]


def test_up_to_a_loop_whose_body_reads_itself() -> None:
    loop = plan(
        step("start", "start"),
        step("each", "for_each", "start"),
        step("one", "test.emit", parent="each"),
        step("two", "test.echo", "one", parent="each", reads={"one": ["output"]}),
        step("end", "end", "each", ports=()),
    )

    assert runs(part("up_to", "each", of=loop)) == ["start", "each"]
    assert runs(part("up_to", "end", of=loop)) == ["start", "each", "end"]


def test_from_a_node_runs_all_after_it() -> None:
    found = part("from", "shape", "fetch")

    assert runs(found) == ["shape", "send", "end"]
    assert runs(part("from", "start")) == ["start", "fetch", "shape", "aside", "send", "end"]


def test_a_pin_after_the_node_is_not_run() -> None:
    assert runs(part("from", "fetch", "shape")) == ["fetch", "aside", "send", "end"]


def test_an_earlier_run_gives_what_is_not_pinned() -> None:
    found = part("only", "shape", rows=[row("start"), row("fetch"), row("shape")])

    assert runs(found) == ["shape"]
    assert found.snapshot.states[StepKey("fetch")].output == "fetch gave"
    assert found.copied == ("fetch",)


def test_missing_outputs_are_told_before_anything_runs() -> None:
    with pytest.raises(Invalid) as refused:
        part("from", "send")

    assert [(p.code, p.node_id, p.field) for p in refused.value.problems] == [
        ("output_missing", "send", "/pins/shape")
    ]


def test_variables_come_from_the_steps_that_set_them() -> None:
    variables = plan(
        step("start", "start"),
        step("rate", "vars.set", "start"),
        step("use", "test.echo", "rate", vars=("limit",)),
    )
    rows = [row("start"), row("rate", output={"limit": 3})]

    assert part("only", "use", of=variables, rows=rows).snapshot.vars == {"limit": 3}
