"""Compiles a graph: checks all of it, orders it and freezes it as a plan. Pure."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from noria.catalog import Catalog
from noria.errors import GraphInvalid, Problem
from noria.expressions import ENGINE_ID, ExpressionItem, check
from noria.expressions.references import Reference, names
from noria.graph_checks import check_graph
from noria.graph_document import read_graph
from noria.graph_index import Index, build_index
from noria.model import MAX_NODES, OUT, Graph, NodeId, PortName
from noria.order import (
    find_ancestors,
    find_components,
    find_cycles,
    find_reachable,
    sort_topologically,
)
from noria.outcomes import Outcomes
from noria.plan import Plan, PlanExpression, PlanSource, PlanStep
from noria.reads import VARS_SET, GraphFacts, check_reference, collect_reads

MAX_EDGES = 20_000
MAX_EXPRESSIONS = 10_000
LARGE_PLAN_BYTES = 1024 * 1024
MAX_PLAN_BYTES = 1536 * 1024
"""Compressed: Temporal takes 2 MB for all that a run is started with."""


@dataclass(frozen=True)
class Parsed:
    """An expression that can be read."""

    number: int
    """Of its node."""
    expression: PlanExpression
    references: Sequence[Reference]


@dataclass(frozen=True)
class Compiled:
    """The plan, where no problem is an error, and all problems."""

    plan: Plan | None
    problems: list[Problem]

    def require_plan(self) -> Plan:
        """
        Raises:
            GraphInvalid: Some problem is an error.
        """
        if self.plan is None:
            raise GraphInvalid(self.problems)
        return self.plan


def compile_graph(graph: Graph | JsonValue, catalog: Catalog) -> Compiled:
    """Never raises for what a document says: everything wrong with it is a problem.

    The same graph and catalog give the same plan to the byte.
    """
    too_large = _check_size(graph)
    if too_large:
        return Compiled(None, too_large)
    document = read_graph(graph)
    index = build_index(document, catalog)
    problems = document.problems + index.problems
    components = find_components(index.successors, index.predecessors)
    cycles = find_cycles(index.successors, components)
    problems += check_graph(index, cycles)
    parsed, unparsable = _parse(index)
    problems += unparsable
    facts = _work_out(index, components, is_acyclic=not cycles)
    for each in parsed:
        for reference in each.references:
            problems += check_reference(facts, each.number, each.expression, reference)
    if any(problem.severity == "error" for problem in problems):
        return Compiled(None, problems)
    plan = _plan(index, facts, parsed)
    too_large = _check_plan_size(plan)
    return Compiled(None if too_large else plan, problems + too_large)


def _check_size(graph: Graph | JsonValue) -> list[Problem]:
    """Before any work is done for it."""
    if isinstance(graph, Graph):
        counts = len(graph.nodes), len(graph.edges)
    elif isinstance(graph, dict):
        counts = _length(graph.get("nodes")), _length(graph.get("edges"))
    else:
        counts = 0, 0
    limits = zip(("nodes", "edges"), counts, (MAX_NODES, MAX_EDGES), strict=True)
    return [_too_many(what, count, limit) for what, count, limit in limits if count > limit]


def _too_many(what: str, count: int, limit: int) -> Problem:
    return Problem(
        code=f"too_many_{what}",
        message=f"The graph has {count:,} {what}, more than {limit:,}: split it into several.",
    )


def _length(value: JsonValue) -> int:
    return len(value) if isinstance(value, list) else 0


def _parse(index: Index) -> tuple[list[Parsed], list[Problem]]:
    """All expressions in one go: an instance of the engine costs more than an expression."""
    places = {
        f"{number}{expression.pointer}": (number, expression)
        for number, placed in enumerate(index.placed)
        for expression in placed.expressions
    }
    if len(places) > MAX_EXPRESSIONS:
        return [], [_too_many("expressions", len(places), MAX_EXPRESSIONS)]
    wrong = check(
        [ExpressionItem(key, each.source, each.bare) for key, (_, each) in places.items()]
    )
    problems = [
        Problem(
            code="bad_expression",
            message=f"The expression can't be read: {error}",
            node_id=index.placed[places[key][0]].id,
            field=places[key][1].pointer,
            line=error.line,
            column=error.column,
        )
        for key, error in wrong
    ]
    failed = {key for key, _ in wrong}
    parsed = [
        Parsed(number, expression, names(expression.source, expression.bare))
        for key, (number, expression) in places.items()
        if key not in failed
    ]
    return parsed, problems


def _work_out(index: Index, components: Sequence[Sequence[int]], *, is_acyclic: bool) -> GraphFacts:
    reached = find_reachable(index.starts, index.successors)
    outcomes = None
    if is_acyclic:
        outcomes = Outcomes(
            sort_topologically(index.successors, index.predecessors),
            [_possible_ports(index, number) for number in range(len(index.placed))],
            index.incoming,
            [placed.node.join == "any" for placed in index.placed],
        )
    return GraphFacts(
        index,
        find_ancestors(index.predecessors, components),
        outcomes,
        [number in reached for number in range(len(index.placed))],
        _variables(index),
    )


def _possible_ports(index: Index, number: int) -> tuple[PortName, ...]:
    ports = index.placed[number].ports
    if ports is None:
        used = dict.fromkeys(port for port, _ in index.outgoing[number])
        return (*used,) or (OUT,)
    return ports


def _variables(index: Index) -> Mapping[str, Sequence[int]] | None:
    writers: dict[str, list[int]] = {}
    for number, placed in enumerate(index.placed):
        if placed.node.type == VARS_SET:
            values = placed.node.config.get("values")
            if not isinstance(values, dict):
                return None
            for name in values:
                writers.setdefault(name, []).append(number)
    return writers


def _plan(index: Index, facts: GraphFacts, parsed: Sequence[Parsed]) -> Plan:
    references_: dict[int, list[Reference]] = {}
    for each in parsed:
        references_.setdefault(each.number, []).extend(each.references)
    order = sort_topologically(index.successors, index.predecessors)
    start = index.placed[index.starts[0]].node
    schema = start.config.get("input_schema")
    return Plan(
        engine=ENGINE_ID,
        steps=tuple(_step(index, facts, number, references_.get(number, [])) for number in order),
        start=start.id,
        input_schema=schema if isinstance(schema, dict) and schema else None,
    )


def _step(
    index: Index, facts: GraphFacts, number: int, references_: Sequence[Reference]
) -> PlanStep:
    placed = index.placed[number]
    node, node_type = placed.node, placed.node_type
    assert node_type is not None
    assert placed.ports is not None
    return PlanStep(
        id=node.id,
        type=node.type,
        type_version=node.type_version,
        name=node.name or node_type.title,
        lane=node_type.lane,
        config=node.config,
        expressions=tuple(placed.expressions),
        reads=collect_reads(references_, lambda: _ancestors(index, facts, number)),
        policy=node.policy,
        join=node.join,
        ports=placed.ports,
        sources=tuple(
            PlanSource(node_id=index.placed[source].id, port=port)
            for source, port in index.incoming[number]
        ),
    )


def _ancestors(index: Index, facts: GraphFacts, number: int) -> list[NodeId]:
    bits = facts.ancestors[number]
    return [placed.id for other, placed in enumerate(index.placed) if bits >> other & 1]


def _check_plan_size(plan: Plan) -> list[Problem]:
    text = plan.model_dump_json().encode()
    if len(text) <= LARGE_PLAN_BYTES or len(zlib.compress(text, 1)) <= MAX_PLAN_BYTES:
        return []
    return [
        Problem(
            code="plan_too_large",
            message=f"The graph's configs take {len(text):,} bytes, more than a run can be started "
            "with: keep large values outside and fetch them.",
        )
    ]
