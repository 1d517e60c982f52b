"""What a step's expressions read, checked against what the graph can give them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from noria.compiling.bodies import Bodies
from noria.compiling.containers import FOR_EACH
from noria.compiling.index import Index, Placed
from noria.compiling.outcomes import Outcomes
from noria.errors import Problem
from noria.expressions.references import Reference
from noria.model import NodeId
from noria.plan import PlanExpression, Reads

SCOPE = ("steps", "trigger", "vars", "env", "run")
LOOP_SCOPE = ("item", "index", "key", "loop")
RUN_FIELDS = ("id", "started_at", "workflow", "version")
STEP_FIELDS = ("status", "output", "error", "attempt")


@dataclass(frozen=True)
class GraphFacts:
    """A graph's index with what has been worked out about it."""

    index: Index
    bodies: Bodies
    ancestors: Sequence[int]
    """Bit sets, by number; so is whatever follows. A reader is a node, or where a body begins or ends."""
    outcomes: Outcomes | None
    """None: the graph has cycles, so that nothing can be said."""
    is_reached: Sequence[bool]
    variables: Mapping[str, Sequence[int]] | None
    """Name → the nodes that set it. None: some names are computed."""

    def inner_field(self, number: int, expression: PlanExpression) -> str | None:
        """The container's field that the expression is in, if it belongs to an iteration."""
        node_type = self.index.placed[number].node_type
        name = expression.pointer.split("/")[1]
        return name if node_type and name in node_type.inner else None

    def inner_reader(self, container: int, name: str) -> int:
        """Where in an iteration a container's field is evaluated."""
        node_type = self.index.placed[container].node_type
        is_before = node_type is not None and node_type.inner.get(name) == "before"
        return (self.bodies.begin if is_before else self.bodies.end)[container]

    def reader(self, number: int, expression: PlanExpression) -> int:
        """Who reads what the expression reads."""
        name = self.inner_field(number, expression)
        return number if name is None else self.inner_reader(number, name)

    def owner(self, reader: int) -> Placed:
        """The node that people know the reader by."""
        return self.index.placed[self.bodies.owner[reader]]

    def enclosing(self, reader: int) -> Iterator[int]:
        """The containers around a reader, the nearest first."""
        owner = self.bodies.owner[reader]
        if owner != reader:
            yield owner
        yield from self.index.enclosing(owner)


def collect_reads(
    references: Sequence[Reference], ancestors: Callable[[], Sequence[NodeId]]
) -> Reads:
    """Cut down to the shortest paths: one that lies inside another adds nothing.

    `ancestors` are what a bare `steps` stands for.
    """
    steps: dict[NodeId, list[tuple[str, ...]]] = {}
    trigger: list[tuple[str, ...]] = []
    inside: dict[str, list[tuple[str, ...]]] = {}
    names: dict[str, list[str]] = {"vars": [], "env": []}
    for reference in references:
        root, *rest = reference.path
        if root == "steps" and not rest:
            for node_id in ancestors():
                steps.setdefault(node_id, []).append(())
        elif root == "steps":
            steps.setdefault(NodeId(rest[0]), []).append(tuple(rest[1:]))
        elif root == "trigger":
            trigger.append(tuple(rest))
        elif root in LOOP_SCOPE:
            inside.setdefault(root, []).append(tuple(rest))
        elif root in names:
            names[root].append(rest[0] if rest else "*")
    return Reads(
        steps={node_id: _shortest(paths) for node_id, paths in steps.items()},
        trigger=_shortest(trigger),
        vars=_all_or_each(names["vars"]),
        env=_all_or_each(names["env"]),
        run=any(reference.path[0] == "run" for reference in references),
        inside={name: _shortest(paths) for name, paths in inside.items()},
    )


def _shortest(paths: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    kept = set(paths)
    return tuple(
        path
        for path in dict.fromkeys(paths)
        if not any(path[:length] in kept for length in range(len(path)))
    )


def _all_or_each(names: Sequence[str]) -> tuple[str, ...]:
    return ("*",) if "*" in names else tuple(dict.fromkeys(names))


def check_reference(
    graph: GraphFacts, reader: int, expression: PlanExpression, reference: Reference
) -> Iterator[Problem]:
    """Problems of one place where an expression reads the scope."""
    root, rest = reference.path[0], reference.path[1:]
    found: tuple[str, str, str] | None = None
    if root == "steps" and rest:
        found = _check_step(graph, reader, NodeId(rest[0]), rest[1:], reference)
    elif root == "vars" and rest:
        found = _check_variable(graph, reader, rest[0], reference)
    elif root == "run" and rest and rest[0] not in RUN_FIELDS and not reference.optional:
        found = ("error", "unknown_name", _no_such(graph, "run", rest[0], RUN_FIELDS))
    elif root in LOOP_SCOPE:
        found = _check_loop(graph, reader, reference)
    elif root not in SCOPE:
        found = ("error", "unknown_name", _unknown_root(graph, root))
    if found is not None:
        severity, code, message = found
        yield Problem(
            severity="error" if severity == "error" else "warning",
            code=code,
            message=message,
            node_id=graph.owner(reader).id,
            field=expression.pointer,
            line=reference.line,
            column=reference.column,
        )


def _unknown_root(graph: GraphFacts, root: str) -> str:
    close = graph.index.speller.closest(root, SCOPE)
    hint = f"did you mean `{close}`?" if close else f"there are {_listed(SCOPE)}."
    return f"There is nothing called `{root}`: {hint}"


def _check_loop(
    graph: GraphFacts, reader: int, reference: Reference
) -> tuple[str, str, str] | None:
    root, rest = reference.path[0], reference.path[1:]
    around = [graph.index.placed[number] for number in graph.enclosing(reader)]
    if not around:
        message = f"`{root}` exists inside loops only: read `trigger`, `steps` or `vars` instead."
        return "error", "unknown_name", message
    if root in ("item", "key"):
        if any(_has_items(placed) for placed in around):
            return None
        message = f"There is no `{root}` in {around[0].node.type!r}: read `loop.prev` instead."
        return "error", "unknown_name", message
    return _check_levels(graph, around, rest, reference) if root == "loop" else None


def _check_levels(
    graph: GraphFacts, around: Sequence[Placed], path: tuple[str, ...], reference: Reference
) -> tuple[str, str, str] | None:
    """Whether each `outer` on the path is there, and what is read of the last one."""
    what = "loop"
    for level, name in enumerate(path):
        known = (*_level_fields(around[level]), *(["outer"] if level + 1 < len(around) else []))
        if name not in known:
            message = _no_such(graph, what, name, known)
            return None if reference.optional else ("error", "unknown_name", message)
        if name != "outer":
            return None
        what = f"{what}.outer"
    return None


def _has_items(placed: Placed) -> bool:
    return placed.node.type == FOR_EACH


def _level_fields(placed: Placed) -> tuple[str, ...]:
    return ("index", "item", "key") if _has_items(placed) else ("index", "prev")


def _no_such(graph: GraphFacts, what: str, name: str, known: Sequence[str]) -> str:
    close = graph.index.speller.closest(name, known)
    hint = f"did you mean `{what}.{close}`?" if close else f"it has {_listed(known)}."
    return f"`{what}` has no `{name}`: {hint}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _check_step(
    graph: GraphFacts, reader: int, node_id: NodeId, path: tuple[str, ...], reference: Reference
) -> tuple[str, str, str] | None:
    index = graph.index
    earlier = index.number.get(node_id)
    if earlier is None:
        if node_id in index.broken:
            return None
        close = graph.index.speller.closest(node_id, index.number)
        hint = f"did you mean `steps.{close}`?" if close else "choose a step before this one."
        return "error", "unknown_step", f"There is no step `{node_id}`: {hint}"
    if not graph.is_reached[reader]:
        return None
    if wrong := _check_border(graph, reader, earlier):
        return wrong
    if not graph.ancestors[reader] >> earlier & 1:
        return "error", "step_not_before", _not_before(graph, reader, earlier)
    if path and path[0] not in STEP_FIELDS and not reference.optional:
        return "error", "unknown_name", _no_such(graph, f"steps.{node_id}", path[0], STEP_FIELDS)
    if path and graph.outcomes is not None:
        return _check_presence(graph, graph.outcomes, reader, earlier, path[0], reference)
    return None


def _check_border(graph: GraphFacts, reader: int, earlier: int) -> tuple[str, str, str] | None:
    """Bodies are read from inside, loops from outside."""
    around = list(graph.enclosing(reader))
    its = graph.index.placed[earlier].id
    if earlier in around:
        message = (
            f"Loop `{its}` has no output while it runs: read `loop.prev`, or steps of its body, here "
            "and the loop's output after it."
        )
        return "error", "step_not_before", message
    container = graph.index.parents[earlier]
    if container is None or container in around:
        return None
    loop = graph.index.placed[container].id
    message = (
        f"Step `{its}` runs inside the loop `{loop}`, once in each iteration: read "
        f"`steps.{loop}.output`, and let its `result` or `next` say what an iteration gives."
    )
    return "error", "step_inside_loop", message


def _not_before(graph: GraphFacts, reader: int, earlier: int) -> str:
    mine, its = graph.owner(reader).id, graph.index.placed[earlier].id
    if graph.bodies.begin.get(graph.bodies.owner[reader]) == reader:
        return (
            f"Step `{its}` runs after the condition of `{mine}` has been looked at: read `loop.prev`, "
            "or a step before the loop."
        )
    if reader == earlier:
        return f"Step `{mine}` can't read itself: it has not run yet."
    if graph.ancestors[earlier] >> reader & 1:
        return f"Step `{its}` runs after `{mine}`: read a step that runs before it."
    return (
        f"Step `{its}` may run at the same time as `{mine}`, or not at all: draw a path of edges from "
        f"`{its}` to `{mine}`, or read another step."
    )


def _check_presence(
    graph: GraphFacts,
    outcomes: Outcomes,
    reader: int,
    earlier: int,
    field: str,
    reference: Reference,
) -> tuple[str, str, str] | None:
    """Whether the field is sure to be there when the reader runs."""
    placed = graph.index.placed[earlier]
    if reference.optional or field == "status":
        return None
    what = f"`steps.{placed.id}.{field}`"
    if placed.node.disabled:
        return (
            "warning",
            "reads_disabled",
            f"{what} is empty, since step `{placed.id}` is disabled: enable it, or write `?.` or `??` "
            "where that is fine.",
        )
    if field == "error":
        return _check_error(graph, outcomes, reader, earlier)
    if outcomes.ends_well(reader, earlier):
        if outcomes.is_settled(reader, earlier):
            return None
        return (
            "warning",
            "may_not_have_ended",
            f"{what} may not be there yet, since a join on the way waits for any of its edges: "
            "write `?.` or `??` where that is fine, or let it wait for all.",
        )
    if placed.has_error_port:
        reason = f"step `{placed.id}` may be skipped, or leave by its error port"
    else:
        reason = f"step `{placed.id}` may be skipped"
    return (
        "warning",
        "may_be_skipped",
        f"{what} may be absent, since {reason}: write `?.` or `??` where that is fine.",
    )


def _check_error(
    graph: GraphFacts, outcomes: Outcomes, reader: int, earlier: int
) -> tuple[str, str, str] | None:
    placed = graph.index.placed[earlier]
    what = f"`steps.{placed.id}.error`"
    if placed.node.policy.on_error in ("fail", "hold"):
        return (
            "warning",
            "no_error_port",
            f"{what} is never there, since no step runs after `{placed.id}` has failed: set the `on_error` "
            f"of `{placed.id}` to 'port' and read it behind that port.",
        )
    if outcomes.ends_by_error(reader, earlier) and outcomes.is_settled(reader, earlier):
        return None
    return (
        "warning",
        "may_be_skipped",
        f"{what} is there only when `{placed.id}` has failed: write `?.` or `??` where that is fine, "
        "or read it behind the error port.",
    )


def _check_variable(
    graph: GraphFacts, reader: int, name: str, reference: Reference
) -> tuple[str, str, str] | None:
    if graph.variables is None or reference.optional or not graph.is_reached[reader]:
        return None
    writers = graph.variables.get(name, ())
    if not writers:
        close = graph.index.speller.closest(name, graph.variables)
        hint = f"did you mean `vars.{close}`?" if close else "set it with a `vars.set` node."
        return "error", "unknown_variable", f"No node sets the variable `{name}`: {hint}"
    outcomes = graph.outcomes
    if outcomes is None or any(
        outcomes.ends_well(reader, writer)
        and outcomes.is_settled(reader, writer)
        and graph.index.placed[writer].node.policy.on_error != "continue"
        for writer in writers
    ):
        return None
    return (
        "warning",
        "may_not_be_set",
        f"`vars.{name}` may not be set yet, since `{graph.index.placed[writers[0]].id}` may be skipped "
        "or run later: write `??` where that is fine, or set it on a path that always runs before.",
    )
