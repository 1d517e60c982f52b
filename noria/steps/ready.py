"""Which steps may start and which are dead, as edges are decided. Pure: not how a step runs."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from noria.model import NodeId, PortName
from noria.plan import Plan, PlanStep


@dataclass(frozen=True)
class Change:
    """What one decided step brings about; both in the order in which it came about."""

    ready: tuple[NodeId, ...] = ()
    skipped: tuple[NodeId, ...] = ()


@dataclass
class _Waiting:
    """A step's incoming edges so far."""

    undecided: int
    any_taken: bool = False
    decided: bool = False
    """It became ready or dead: edges that come later change nothing."""


class Schedule:
    """Decides each step once: ready, or skipped because every edge into it is dead.

    A step costs as much as it has outgoing edges, however large the plan is.
    """

    def __init__(self, plan: Plan) -> None:
        self._joins_any = {step.id: step.join == "any" for step in plan.steps}
        self._waiting = {step.id: _Waiting(undecided=len(step.sources)) for step in plan.steps}
        self._edges = _outgoing(plan.steps)
        self._start = plan.start

    def begin(self) -> Change:
        """The first step of a new run."""
        self._waiting[self._start].decided = True
        return Change(ready=(self._start,))

    def end(self, node_id: NodeId, port: PortName | None) -> Change:
        """Decide the edges of a step that ran: those of `port` are taken, all others are dead.

        With None every edge is dead.
        """
        return self._decide(deque([(node_id, port)]))

    def resume(self, ended: Mapping[NodeId, PortName | None]) -> Change:
        """Take up a run in which these steps have ended, skipped ones among them."""
        for node_id in ended:
            self._waiting[node_id].decided = True
        if self._start not in ended:
            return self.begin()
        # In plan order a step's edges are decided before those of the steps after it.
        order = (node_id for node_id in self._waiting if node_id in ended)
        return self._decide(deque((node_id, ended[node_id]) for node_id in order))

    def _decide(self, ended: deque[tuple[NodeId, PortName | None]]) -> Change:
        ready: list[NodeId] = []
        skipped: list[NodeId] = []
        while ended:
            node_id, port = ended.popleft()
            for target, edge_port in self._edges.get(node_id, ()):
                waiting = self._waiting[target]
                waiting.undecided -= 1
                waiting.any_taken |= edge_port == port
                if waiting.decided or not self._is_decided(target, waiting):
                    continue
                waiting.decided = True
                if waiting.any_taken:
                    ready.append(target)
                else:
                    skipped.append(target)
                    ended.append((target, None))
        return Change(tuple(ready), tuple(skipped))

    def _is_decided(self, node_id: NodeId, waiting: _Waiting) -> bool:
        if waiting.undecided == 0:
            return True
        return waiting.any_taken and self._joins_any[node_id]


def _outgoing(steps: Iterable[PlanStep]) -> dict[NodeId, list[tuple[NodeId, PortName]]]:
    edges: dict[NodeId, list[tuple[NodeId, PortName]]] = {}
    for step in steps:
        for source in step.sources:
            edges.setdefault(source.node_id, []).append((step.id, source.port))
    return edges
