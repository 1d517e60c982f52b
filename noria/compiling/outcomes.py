"""Which steps are sure to have ended well when a step starts: what "may be skipped" means.

A step runs when at least one of its incoming edges is taken, so whether it runs depends on nothing
but the port by which each step before it ends. Against an adversary who picks those ports freely:

- `_when_runs[n]`: facts that follow from "n runs", whichever port it ends by: what every port gives.
- `_when_exits(n, port)`: facts that follow from "n ended by that port": each target of it runs.
- `_known[n]`: facts at the moment n starts: what all of its incoming edges agree on, as any one
  of them may be the one that was taken.

A fact is "n ends well" (even bits) or "n ends by its error port" (odd bits). Facts hold in the end,
not yet at the start of n: therefore `_settled`, the nodes that are sure to have ended or been skipped
by then. A node with `join: all` waits for all of its sources; one with `join: any` for any of them.
"""

from collections.abc import Sequence

from noria.model import ERROR, PortName

Exit = tuple[int, PortName]


class Outcomes:
    """Of an acyclic graph, by node number."""

    def __init__(
        self,
        order: Sequence[int],
        ports: Sequence[tuple[PortName, ...]],
        incoming: Sequence[Sequence[Exit]],
        is_any: Sequence[bool],
    ) -> None:
        """`ports` has the error port where the node has one; `order` is topological."""
        self._ports = ports
        self._targets: dict[Exit, list[int]] = {}
        for target, exits in enumerate(incoming):
            for exit_ in exits:
                self._targets.setdefault(exit_, []).append(target)
        self._when_runs = [0] * len(ports)
        for node in reversed(order):
            self._when_runs[node] = _common(
                [self._when_exits((node, port)) for port in ports[node]]
            )
        self._known = [0] * len(ports)
        self._settled = [0] * len(ports)
        for node in order:
            exits = incoming[node]
            self._known[node] = self._when_runs[node] | _common(
                [self._known[exit_[0]] | self._when_exits(exit_) for exit_ in exits]
            )
            before = [self._settled[source] | (1 << source) for source, _ in exits]
            self._settled[node] = _common(before) if is_any[node] else _union(before)

    def is_settled(self, node: int, earlier: int) -> bool:
        """Whether `earlier` is sure to have ended or been skipped when `node` starts."""
        return bool(self._settled[node] >> earlier & 1)

    def ends_well(self, node: int, earlier: int) -> bool:
        """Whether `earlier` is sure to have an output whenever `node` runs, sooner or later."""
        return bool(self._known[node] & _well(earlier))

    def ends_by_error(self, node: int, earlier: int) -> bool:
        """Whether `earlier` is sure to have failed whenever `node` runs."""
        return bool(self._known[node] & _by_error(earlier))

    def _when_exits(self, exit_: Exit) -> int:
        node, port = exit_
        ended = _by_error(node) if port == ERROR else _well(node)
        return ended | _union([self._when_runs[target] for target in self._targets.get(exit_, [])])


def _well(node: int) -> int:
    return 1 << (2 * node)


def _by_error(node: int) -> int:
    return 2 << (2 * node)


def _union(sets: Sequence[int]) -> int:
    together = 0
    for facts in sets:
        together |= facts
    return together


def _common(sets: Sequence[int]) -> int:
    if not sets:
        return 0
    together = sets[0]
    for facts in sets[1:]:
        together &= facts
    return together
