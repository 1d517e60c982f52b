"""Order in a directed graph: cycles, ancestors, and the one topological order of a plan.

Nodes are numbers, from 0 in the order of the document; sets of them are bit sets, which makes a
graph of 2,000 nodes a matter of milliseconds.
"""

from collections.abc import Sequence
from heapq import heappop, heappush

Neighbours = Sequence[Sequence[int]]


def find_components(successors: Neighbours, predecessors: Neighbours) -> list[list[int]]:
    """Strongly connected components (Kosaraju), each before those that it leads to."""
    component_of: dict[int, int] = {}
    components: list[list[int]] = []
    for node in reversed(_finish_order(successors)):
        if node in component_of:
            continue
        component = [node]
        component_of[node] = len(components)
        for member in component:  # grows while it is walked
            for source in predecessors[member]:
                if source not in component_of:
                    component_of[source] = len(components)
                    component.append(source)
        components.append(sorted(component))
    return components


def _finish_order(successors: Neighbours) -> list[int]:
    """Depth first, each node after all that it leads to."""
    # A stack of our own: a chain of 2,000 nodes is deeper than Python's.
    seen: set[int] = set()
    finished: list[int] = []
    for root in range(len(successors)):
        if root in seen:
            continue
        seen.add(root)
        stack = [(root, iter(successors[root]))]
        while stack:
            node, targets = stack[-1]
            target = next((target for target in targets if target not in seen), None)
            if target is None:
                stack.pop()
                finished.append(node)
            else:
                seen.add(target)
                stack.append((target, iter(successors[target])))
    return finished


def find_cycles(successors: Neighbours, components: Sequence[Sequence[int]]) -> list[list[int]]:
    """One cycle for each component that has any, by its lowest node first."""
    cycles = [
        _cycle_in(component, successors)
        for component in components
        if len(component) > 1 or component[0] in successors[component[0]]
    ]
    return sorted(cycles)


def _cycle_in(component: Sequence[int], successors: Neighbours) -> list[int]:
    """The shortest way from the lowest node back to it, found breadth first."""
    inside, start = set(component), component[0]
    came_from: dict[int, int] = {}
    frontier = [start]
    while frontier:
        reached: list[int] = []
        for node in frontier:
            for target in successors[node]:
                if target == start:
                    return _trace(node, start, came_from)
                if target in inside and target not in came_from:
                    came_from[target] = node
                    reached.append(target)
        frontier = reached
    raise AssertionError("a component without a cycle")


def _trace(node: int, start: int, came_from: dict[int, int]) -> list[int]:
    path = [node]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def find_ancestors(predecessors: Neighbours, components: Sequence[Sequence[int]]) -> list[int]:
    """For each node the bit set of all nodes before it; in a cycle, all of the cycle too."""
    ancestors = [0] * len(predecessors)
    for component in components:
        before = 0
        for node in component:
            for source in predecessors[node]:
                before |= ancestors[source] | (1 << source)
        for node in component:
            ancestors[node] = before
    return ancestors


def find_reachable(starts: Sequence[int], successors: Neighbours) -> set[int]:
    """The starts and all that can be reached from them."""
    reached = set(starts)
    pending = list(starts)
    while pending:
        for target in successors[pending.pop()]:
            if target not in reached:
                reached.add(target)
                pending.append(target)
    return reached


def sort_topologically(successors: Neighbours, predecessors: Neighbours) -> list[int]:
    """Sources first, ties by number; nodes on or behind a cycle are left out."""
    open_sources = [len(set(sources)) for sources in predecessors]
    ready = [node for node, count in enumerate(open_sources) if count == 0]
    order: list[int] = []
    while ready:
        node = heappop(ready)
        order.append(node)
        for target in dict.fromkeys(successors[node]):
            open_sources[target] -= 1
            if open_sources[target] == 0:
                heappush(ready, target)
    return order
