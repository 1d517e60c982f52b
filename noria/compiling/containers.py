"""Which node is in the body of which: `parent`, and all that can be wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from pydantic import JsonValue

from noria.errors import Problem
from noria.model import NodeId
from noria.spelling import Speller

if TYPE_CHECKING:
    from noria.compiling.index import Index, Placed

MAX_DEPTH = 10
"""Of loops in loops."""
FOR_EACH = "for_each"
VARS_SET = "vars.set"
IN_THE_RUN: dict[str, JsonValue] = {"own_runs": False}
"""Of loops that the compiler writes: their iterations belong to the run, also where they wait."""
_TOP_ONLY = {
    "start": "a run begins outside of loops, and the body with its nodes that no edge leads to",
    "end": "let the loop's result be read by an `end` after it",
}
_BODY_ONLY = ("break", "continue")


def find_parents(
    placed: "Sequence[Placed]",
    number: Mapping[NodeId, int],
    broken: AbstractSet[str],
    speller: Speller,
) -> tuple[list[int | None], list[Problem]]:
    """The number of each node's container, None at the top level and where it does not hold."""
    parents: list[int | None] = [None] * len(placed)
    problems: list[Problem] = []
    for at, each in enumerate(placed):
        if each.node.parent is None or each.node.parent in broken:
            continue
        problem = _check_parent(each, placed, number, speller)
        if problem is None:
            parents[at] = number[each.node.parent]
        else:
            problems.append(problem)
    for at, each in enumerate(placed):
        depth = _depth(at, parents)
        if depth is None:
            parents[at] = None
            problems.append(_problem(each, "parent_cycle", "is inside itself, by way of its loops"))
        elif depth == MAX_DEPTH + 1:
            problems.append(
                _problem(each, "nested_too_deep", f"is more than {MAX_DEPTH} loops deep")
            )
    return parents, problems


def _check_parent(
    each: "Placed", placed: "Sequence[Placed]", number: Mapping[NodeId, int], speller: Speller
) -> Problem | None:
    parent = each.node.parent
    assert parent is not None
    if parent not in number:
        close = speller.closest(parent, number)
        hint = f"did you mean {str(close)!r}?" if close else "remove its `parent`."
        return Problem(
            code="unknown_parent",
            message=f"Node {each.id!r} is in the body of {parent!r}, which does not exist: {hint}",
            node_id=each.id,
        )
    node_type = placed[number[parent]].node_type
    if node_type is not None and not node_type.container:
        return Problem(
            code="parent_not_container",
            message=f"Node {each.id!r} is in the body of {parent!r}, which is of type "
            f"{node_type.name!r} and has none: remove its `parent`, or make that a loop.",
            node_id=each.id,
        )
    return None


def _depth(at: int, parents: Sequence[int | None]) -> int | None:
    """How many loops it is in; None where they go round in a circle."""
    seen: set[int] = set()
    current = parents[at]
    while current is not None:
        if current in seen or current == at:
            return None
        seen.add(current)
        current = parents[current]
    return len(seen)


def _problem(each: "Placed", code: str, what: str) -> Problem:
    return Problem(
        code=code, message=f"Node {each.id!r} {what}: change its `parent`.", node_id=each.id
    )


def check_containers(index: "Index") -> Iterator[Problem]:
    """Rules about bodies as a whole."""
    filled = set(index.parents)
    for at, placed in enumerate(index.placed):
        node_type = placed.node_type
        if node_type is None:
            continue
        if node_type.container and at not in filled and index.is_whole:
            yield Problem(
                code="empty_body",
                message=f"The loop {placed.id!r} has nothing in its body: put a node into it, "
                "or remove it.",
                node_id=placed.id,
            )
        yield from _check_place(placed, in_loop=index.parents[at] is not None)
    yield from _check_variables(index)


def _check_place(placed: "Placed", *, in_loop: bool) -> Iterator[Problem]:
    type_ = placed.node.type
    if in_loop and type_ in _TOP_ONLY:
        yield Problem(
            code=f"{type_}_in_body",
            message=f"Node {placed.id!r} is of type {type_!r} and in the body of a loop: "
            f"{_TOP_ONLY[type_]}.",
            node_id=placed.id,
        )
    if not in_loop and type_ in _BODY_ONLY and placed.node.parent is None:
        yield Problem(
            code="outside_loop",
            message=f"Node {placed.id!r} is of type {type_!r}, which means something in the body of "
            "a loop only: move it into one, or remove it.",
            node_id=placed.id,
        )


def _check_variables(index: "Index") -> Iterator[Problem]:
    for at, placed in enumerate(index.placed):
        if placed.node.type != VARS_SET:
            continue
        for container in index.enclosing(at):
            config = index.placed[container].node.config
            if config.get("own_runs") is True:
                yield Problem(
                    severity="warning",
                    code="variables_in_item_run",
                    message=f"Node {placed.id!r} sets variables in a run of its own, with which they end: "
                    "let the items give results instead.",
                    node_id=placed.id,
                )
                break
            concurrency = config.get("concurrency")
            if isinstance(concurrency, int) and concurrency > 1:
                yield Problem(
                    severity="warning",
                    code="variables_in_parallel",
                    message=f"Node {placed.id!r} sets variables in {concurrency} iterations at a time, "
                    "of which the last one wins: let the iterations give results instead.",
                    node_id=placed.id,
                )
                break
