"""The graph with what bodies imply: where each begins and ends. For order, reach and outcomes.

To each container belong two numbers behind those of the nodes: `begin`, from which the first nodes of
its body start, and `end`, where the body's last ones meet. There the container's own fields are
evaluated that belong to an iteration. Nothing leads from `end` to what comes after the container,
since nobody there sees a single iteration.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from noria.compiling.index import Index, Ports
from noria.compiling.order import Neighbours, sort_topologically
from noria.compiling.outcomes import Exit
from noria.model import OUT, PortName

_BODY = PortName("body")
"""Of a container, towards its `begin`; no edge can name it, as it is none of its ports."""


@dataclass(frozen=True)
class Bodies:
    """By number: nodes first, as in the index."""

    owner: list[int]
    """The node that a number stands for: itself, or the container."""
    begin: dict[int, int]
    end: dict[int, int]
    ports: list[Ports]
    incoming: list[list[Exit]]
    successors: Neighbours
    predecessors: Neighbours


def build_bodies(index: Index) -> Bodies:
    """Number the bodies and join them to the graph."""
    count = len(index.placed)
    containers = [number for number in range(count) if _is_container(index, number)]
    begin = {container: count + 2 * at for at, container in enumerate(containers)}
    end = {container: number + 1 for container, number in begin.items()}
    ports = [_possible_ports(index, number) for number in range(count)]
    incoming = [list(exits) for exits in index.incoming]
    for container in containers:
        ports += [(OUT,), ()]
        incoming += [[(container, _BODY)], _last_exits(index, container, ports)]
    for number, container in enumerate(index.parents):
        if container is not None and not incoming[number]:
            incoming[number].append((begin[container], OUT))
    predecessors = [[source for source, _ in exits] for exits in incoming]
    for number, container in enumerate(index.parents):
        if container is not None and number not in predecessors[end[container]]:
            predecessors[end[container]].append(number)
    return Bodies(
        [*range(count), *(container for container in containers for _ in range(2))],
        begin,
        end,
        ports,
        incoming,
        _turned(predecessors),
        predecessors,
    )


def plan_order(index: Index) -> list[int]:
    """Topological; a body comes between its container and what follows that."""
    successors = [list(targets) for targets in index.successors]
    for number in range(len(index.placed)):
        for container in index.enclosing(number):
            successors[number] += index.successors[container]
            successors[container].append(number)
    return sort_topologically(successors, _turned(successors))


def _is_container(index: Index, number: int) -> bool:
    node_type = index.placed[number].node_type
    return (node_type is not None and node_type.container) or number in index.parents


def _possible_ports(index: Index, number: int) -> Ports:
    ports = index.placed[number].ports
    if ports is None:
        used = dict.fromkeys(port for port, _ in index.outgoing[number])
        return (*used,) or (OUT,)
    return ports


def _last_exits(index: Index, container: int, ports: Sequence[Ports]) -> list[Exit]:
    """Ports in the body from which no edge leads: by these an iteration comes to its end."""
    return [
        (number, port)
        for number, parent in enumerate(index.parents)
        if parent == container and number not in index.undoes
        for port in ports[number]
        if all(used != port for used, _ in index.outgoing[number])
    ]


def _turned(neighbours: Neighbours) -> list[list[int]]:
    turned: list[list[int]] = [[] for _ in neighbours]
    for number, others in enumerate(neighbours):
        for other in others:
            turned[other].append(number)
    return turned
