"""Which loops have items that are runs of their own: those that say so, or else those whose body waits.

A body that waits may do so for weeks; as a run of its own, an item has a history, a page and an end of its
own, and the run that it belongs to stays short.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from noria.compiling.containers import FOR_EACH, VARS_SET
from noria.control.respond import RESPOND

if TYPE_CHECKING:
    from noria.compiling.index import Placed


def find_own_runs(placed: "Sequence[Placed]", parents: Sequence[int | None]) -> frozenset[int]:
    """The numbers of those loops.

    A body that sets variables, answers for the run or can be undone stays in the run unless the loop says
    otherwise: in a run of its own each of these means something else.
    """
    bodies: list[list[int]] = [[] for _ in placed]
    for at, parent in enumerate(parents):
        if parent is not None:
            bodies[parent].append(at)
    found: set[int] = set()

    def waits(at: int) -> bool:
        """In its own steps, or in a loop in it whose items are no runs of their own."""
        loops = [stays(inside) for inside in bodies[at]]  # all of them, so that each is decided
        return any(loops) or any(_is_wait(placed[inside]) for inside in bodies[at])

    def stays(at: int) -> bool:
        waiting = waits(at)
        if _has_own_runs(placed[at], waiting, is_apart=_is_apart(at, placed, bodies)):
            found.add(at)
        return waiting and at not in found

    for at, parent in enumerate(parents):
        if parent is None:
            stays(at)
    return frozenset(found)


def _has_own_runs(loop: "Placed", waits: bool, *, is_apart: bool) -> bool:
    if loop.node.type != FOR_EACH:
        return False
    said = loop.node.config.get("own_runs")
    if said is not None:
        return said is True
    return waits and not is_apart and loop.node.config.get("batch_size") is None


def _is_wait(placed: "Placed") -> bool:
    return placed.node_type is not None and placed.node_type.waits


def _is_apart(at: int, placed: "Sequence[Placed]", bodies: Sequence[Sequence[int]]) -> bool:
    return any(
        placed[inside].node.type in (VARS_SET, RESPOND)
        or placed[inside].node.undo is not None
        or _is_apart(inside, placed, bodies)
        for inside in bodies[at]
    )
