"""Compiles a graph: checks all of it, orders it and freezes it as a plan. Pure."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from noria.catalog import Catalog
from noria.compiling.agents import told, write_out
from noria.compiling.bodies import Bodies, build_bodies
from noria.compiling.checks import check_graph
from noria.compiling.containers import VARS_SET
from noria.compiling.disabled import pass_through
from noria.compiling.gathering import gather_sources
from noria.compiling.graphs import write_graphs_out
from noria.compiling.index import Index, build_index
from noria.compiling.item_runs import write_item_runs_out
from noria.compiling.order import (
    find_ancestors,
    find_components,
    find_cycles,
    find_reachable,
    sort_topologically,
)
from noria.compiling.outcomes import Outcomes
from noria.compiling.planning import Parsed, make_plan
from noria.compiling.reads import GraphFacts, check_reference
from noria.compiling.teams import write_teams_out
from noria.each import inside
from noria.errors import ExpressionError, GraphInvalid, Problem
from noria.expressions import ExpressionItem, check
from noria.expressions.references import names
from noria.graph_document import read_graph
from noria.model import MAX_NODES, Graph
from noria.plan import Plan, PlanExpression

MAX_EDGES = 20_000
MAX_EXPRESSIONS = 10_000
LARGE_PLAN_BYTES = 1024 * 1024
MAX_PLAN_BYTES = 1536 * 1024
"""Compressed: Temporal takes 2 MB for all that a run is started with."""


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
    drawn = pass_through(read_graph(graph), catalog)
    document = write_out(write_graphs_out(write_teams_out(drawn, catalog), catalog), catalog)
    index = build_index(document, catalog)
    problems = document.problems + index.problems
    problems += gather_sources(index)
    bodies = build_bodies(index)
    components = find_components(bodies.successors, bodies.predecessors)
    cycles = find_cycles(bodies.successors, components)
    problems += check_graph(index, bodies, cycles)
    parsed, unparsable = _parse(index)
    problems += unparsable
    facts = _work_out(index, bodies, components, is_acyclic=not cycles)
    for each in parsed:
        reader = facts.reader(each.number, each.expression)
        for reference in each.references:
            problems += check_reference(facts, reader, each.expression, reference)
    if document is not drawn:
        problems = told(problems, drawn)
    if any(problem.severity == "error" for problem in problems):
        return Compiled(None, problems)
    plan = write_item_runs_out(make_plan(facts, parsed))
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
        [
            ExpressionItem(key, inside(each.source) or each.source, each.bare)
            for key, (_, each) in places.items()
        ]
    )
    problems = [
        _unreadable(index.placed[places[key][0]].id, places[key][1], error) for key, error in wrong
    ]
    failed = {key for key, _ in wrong}
    parsed = [
        Parsed(number, expression, names(expression.source, expression.bare))
        for key, (number, expression) in places.items()
        if key not in failed
    ]
    return parsed, problems


def _unreadable(node_id: str, expression: PlanExpression, error: ExpressionError) -> Problem:
    text = expression.source.strip()
    has_braces = expression.bare and text.startswith("{{") and text.endswith("}}")
    return Problem(
        code="bad_expression",
        message="This field is an expression as it stands: leave out the double braces around it."
        if has_braces
        else f"The expression can't be read: {error}",
        node_id=node_id,
        field=expression.pointer,
        line=error.line,
        column=error.column,
    )


def _work_out(
    index: Index, bodies: Bodies, components: Sequence[Sequence[int]], *, is_acyclic: bool
) -> GraphFacts:
    reached = find_reachable(index.starts, bodies.successors)
    count = len(bodies.owner)
    outcomes = None
    if is_acyclic:
        outcomes = Outcomes(
            sort_topologically(bodies.successors, bodies.predecessors),
            bodies.ports,
            bodies.incoming,
            [
                number == owner and index.placed[owner].node.join == "any"
                for number, owner in enumerate(bodies.owner)
            ],
        )
    return GraphFacts(
        index,
        bodies,
        find_ancestors(bodies.predecessors, components),
        outcomes,
        [number in reached for number in range(count)],
        _variables(index),
    )


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
