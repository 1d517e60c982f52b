"""Which steps may start and which are dead, as edges are decided. Pure: not how a step runs."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from noria.model import NodeId, PortName
from noria.plan import Plan, PlanStep


@dataclass(frozen=True)
class Change:
    """What one decided step brings about; both in the order in which it came about."""

    ready: tuple[NodeId, ...] = ()
    skipped: tuple[NodeId, ...] = ()


class Level:
    """The steps of the top level or of one container's body, prepared once for all iterations."""

    def __init__(self, steps: Sequence[PlanStep], reads: Mapping[NodeId, Iterable[NodeId]]) -> None:
        """
        Args:
            steps: In plan order. Those without incoming edges start the level, but compensations.
            reads: Which outputs each step reads, a container's body with it.
        """
        self.steps = {step.id: step for step in steps}
        self.starts = tuple(step.id for step in steps if not step.sources and not step.undoes)
        self.edges = _outgoing(steps)
        self._reads = reads

    def reads_of(self, node_ids: Iterable[NodeId]) -> set[NodeId]:
        """Whose outputs these steps read."""
        return {read for node_id in node_ids for read in self._reads[node_id]}


def levels_of(plan: Plan) -> dict[NodeId | None, Level]:
    """By container; None is the top level."""
    steps: dict[NodeId | None, list[PlanStep]] = {None: []}
    for step in plan.steps:
        steps.setdefault(step.parent, []).append(step)
    reads: dict[NodeId, set[NodeId]] = {}

    def read(step: PlanStep) -> set[NodeId]:
        if step.id not in reads:
            inside = [read(inner) for inner in steps.get(step.id, ())]
            fields = [inner.reads.steps for inner in step.inner.values()]
            reads[step.id] = set(step.reads.steps).union(*inside, *fields)
        return reads[step.id]

    for step in plan.steps:
        read(step)
    return {container: Level(inside, reads) for container, inside in steps.items()}


@dataclass
class _Waiting:
    """A step's incoming edges so far."""

    undecided: int
    any_taken: bool = False
    decided: bool = False
    """It became ready or dead: edges that come later change nothing."""


class Schedule:
    """Decides each step of a level once: ready, or skipped because every edge into it is dead.

    A step costs as much as it has outgoing edges, however large the plan is.
    """

    def __init__(self, level: Level) -> None:
        self._level = level
        self._waiting = {
            node_id: _Waiting(undecided=len(step.sources)) for node_id, step in level.steps.items()
        }

    def begin(self) -> Change:
        """The first steps."""
        return Change(ready=self._start(self._level.starts))

    def end(self, node_id: NodeId, port: PortName | None) -> Change:
        """Decide the edges of a step that ran: those of `port` are taken, all others are dead.

        With None every edge is dead.
        """
        return self._decide(deque([(node_id, port)]))

    def resume(self, ended: Mapping[NodeId, PortName | None]) -> Change:
        """Take up a level in which these steps have ended, skipped ones among them."""
        for node_id in ended:
            self._waiting[node_id].decided = True
        started = self._start(node_id for node_id in self._level.starts if node_id not in ended)
        # In plan order a step's edges are decided before those of the steps after it.
        order = (node_id for node_id in self._waiting if node_id in ended)
        change = self._decide(deque((node_id, ended[node_id]) for node_id in order))
        return Change(started + change.ready, change.skipped)

    def _start(self, node_ids: Iterable[NodeId]) -> tuple[NodeId, ...]:
        started = tuple(node_ids)
        for node_id in started:
            self._waiting[node_id].decided = True
        return started

    def _decide(self, ended: deque[tuple[NodeId, PortName | None]]) -> Change:
        ready: list[NodeId] = []
        skipped: list[NodeId] = []
        while ended:
            node_id, port = ended.popleft()
            for target, edge_port in self._level.edges.get(node_id, ()):
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
        return waiting.any_taken and self._level.steps[node_id].join == "any"


def _outgoing(steps: Iterable[PlanStep]) -> dict[NodeId, list[tuple[NodeId, PortName]]]:
    edges: dict[NodeId, list[tuple[NodeId, PortName]]] = {}
    for step in steps:
        for source in step.sources:
            edges.setdefault(source.node_id, []).append((step.id, source.port))
    return edges
