"""Freezes a graph without errors as a plan. Not its checks, which come first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from noria.compiling.bodies import plan_order
from noria.compiling.containers import FOR_EACH
from noria.compiling.index import Index, Placed
from noria.compiling.reads import GraphFacts, collect_reads
from noria.compiling.undos import UNDO
from noria.expressions import ENGINE_ID
from noria.expressions.references import Reference
from noria.model import NodeId
from noria.node_type import DEFAULT_QUEUE
from noria.plan import Batching, Inner, Plan, PlanExpression, PlanSource, PlanStep, Reads

Field = tuple[int, str | None]
"""A node and, where it belongs to an iteration, the name of a container's field; else None."""


@dataclass(frozen=True)
class Parsed:
    """An expression that can be read."""

    number: int
    """Of its node."""
    expression: PlanExpression
    references: Sequence[Reference]


def make_plan(facts: GraphFacts, parsed: Sequence[Parsed]) -> Plan:
    """Steps in topological order, a body right after its container."""
    index = facts.index
    references: dict[Field, list[Reference]] = {}
    for each in parsed:
        field = each.number, facts.inner_field(each.number, each.expression)
        references.setdefault(field, []).extend(each.references)
    start = index.placed[index.starts[0]].node
    schema = start.config.get("input_schema")
    return Plan(
        engine=ENGINE_ID,
        steps=tuple(_step(facts, number, references) for number in plan_order(index)),
        start=start.id,
        input_schema=schema if isinstance(schema, dict) and schema else None,
    )


def _step(
    facts: GraphFacts, number: int, references: Mapping[Field, Sequence[Reference]]
) -> PlanStep:
    index = facts.index
    placed = index.placed[number]
    node, node_type = placed.node, placed.node_type
    assert node_type is not None
    assert placed.ports is not None
    container = index.parents[number]
    return PlanStep(
        id=node.id,
        type=node.type,
        type_version=node.type_version,
        name=node.name or node_type.title,
        lane=node_type.lane,
        config={**node.config, "own_runs": True} if number in index.own_runs else node.config,
        expressions=tuple(
            each for each in placed.expressions if facts.inner_field(number, each) is None
        ),
        reads=_reads(facts, number, references.get((number, None), ())),
        policy=node.policy,
        queue=node_type.queue,
        join=node.join,
        ports=placed.ports,
        sources=tuple(
            PlanSource(node_id=index.placed[source].id, port=port)
            for source, port in index.incoming[number]
            if port != UNDO
        ),
        parent=None if container is None else index.placed[container].id,
        inner={name: _inner(facts, number, name, references) for name in node_type.inner},
        quick=node_type.lane == "activity" and placed.is_quick,
        batching=find_batching(index, number),
        undo=node.undo,
        undoes=index.placed[index.undoes[number]].id if number in index.undoes else None,
    )


def _inner(
    facts: GraphFacts, number: int, name: str, references: Mapping[Field, Sequence[Reference]]
) -> Inner:
    placed = facts.index.placed[number]
    if placed.node.config.get(name) is None:
        # The output of the body's last step that ran, whichever that is.
        body = (
            facts.index.placed[inside].id
            for inside, container in enumerate(facts.index.parents)
            if container == number
        )
        return Inner(reads=Reads(steps=dict.fromkeys(body, (("output",),))))
    return Inner(
        expressions=tuple(
            each for each in placed.expressions if facts.inner_field(number, each) == name
        ),
        reads=_reads(facts, facts.inner_reader(number, name), references.get((number, name), ())),
    )


def _reads(facts: GraphFacts, reader: int, references: Sequence[Reference]) -> Reads:
    return collect_reads(references, lambda: _ancestors(facts, reader))


def _ancestors(facts: GraphFacts, reader: int) -> list[NodeId]:
    bits = facts.ancestors[reader]
    around = set(facts.enclosing(reader))
    return [
        placed.id
        for other, placed in enumerate(facts.index.placed)
        if bits >> other & 1 and other not in around
    ]


def find_batching(index: Index, container: int) -> Batching:
    """What may be in a batch gives its answer at once and touches nothing that outlives its iteration."""
    node_type = index.placed[container].node_type
    if node_type is None or node_type.name != FOR_EACH:
        return "never"
    if container in index.own_runs:
        return "never"
    body = [index.placed[n] for n, parent in enumerate(index.parents) if parent == container]
    if not all(map(_may_be_batched, body)):
        return "never"
    return "always" if all(placed.is_quick for placed in body) else "on_request"


def _may_be_batched(placed: Placed) -> bool:
    node_type = placed.node_type
    # What a batch did is not known step by step, so that it could be undone.
    if placed.node.undo is not None:
        return False
    # What is held waits for a person, which no activity can.
    if node_type is None or node_type.container or placed.node.policy.on_error == "hold":
        return False
    # A batch runs on the engine's own queue.
    is_ours = node_type.queue == DEFAULT_QUEUE
    return is_ours and (node_type.quick or node_type.lane == "activity")
