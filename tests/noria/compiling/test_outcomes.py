"""Compared with trying out every choice of ports, and many orders of ending."""

from dataclasses import dataclass
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from noria.compiling.outcomes import Exit, Outcomes
from noria.model import ERROR, PortName

A, B, OUT = PortName("a"), PortName("b"), PortName("out")
KINDS: list[tuple[PortName, ...]] = [(OUT,), (A, B), (OUT, ERROR)]


@dataclass(frozen=True)
class Drawn:
    ports: list[tuple[PortName, ...]]
    incoming: list[list[Exit]]
    is_any: list[bool]

    @property
    def outcomes(self) -> Outcomes:
        return Outcomes(range(len(self.ports)), self.ports, self.incoming, self.is_any)


@st.composite
def drawings(draw: st.DrawFn) -> Drawn:
    """Small acyclic graphs in which every node but the first has a source."""
    size = draw(st.integers(2, 6))
    ports = [draw(st.sampled_from(KINDS)) for _ in range(size)]
    incoming: list[list[Exit]] = [[]]
    for node in range(1, size):
        exits = [(source, port) for source in range(node) for port in ports[source]]
        incoming.append(draw(st.lists(st.sampled_from(exits), min_size=1, max_size=4, unique=True)))
    return Drawn(ports, incoming, [draw(st.booleans()) for _ in range(size)])


def which_run(drawn: Drawn, chosen: tuple[PortName, ...]) -> list[bool]:
    runs = [True]
    for exits in drawn.incoming[1:]:
        runs.append(any(runs[source] and chosen[source] == port for source, port in exits))
    return runs


@given(drawings())
def test_a_step_is_sure_to_end_well_exactly_when_every_choice_of_ports_says_so(
    drawn: Drawn,
) -> None:
    size = len(drawn.ports)
    worlds = [(chosen, which_run(drawn, chosen)) for chosen in product(*drawn.ports)]

    for node in range(size):
        for earlier in range(node):
            relevant = [(chosen, runs) for chosen, runs in worlds if runs[node]]
            well = all(runs[earlier] and chosen[earlier] != ERROR for chosen, runs in relevant)
            error = all(runs[earlier] and chosen[earlier] == ERROR for chosen, runs in relevant)
            if relevant:
                assert drawn.outcomes.ends_well(node, earlier) == well
                assert drawn.outcomes.ends_by_error(node, earlier) == error


@given(drawings(), st.data())
def test_a_step_that_is_settled_has_always_ended_before(drawn: Drawn, data: st.DataObject) -> None:
    chosen = tuple(data.draw(st.sampled_from(ports)) for ports in drawn.ports)
    ended: dict[int, PortName | None] = {}
    running: list[int] = []
    seen_at_start: dict[int, set[int]] = {}
    while True:
        running += start_or_skip(drawn, ended, running, seen_at_start)
        if not running:
            break
        node = data.draw(st.sampled_from(running))
        running.remove(node)
        ended[node] = chosen[node]

    for node, seen in seen_at_start.items():
        for earlier in range(node):
            if drawn.outcomes.is_settled(node, earlier):
                assert earlier in seen


def start_or_skip(
    drawn: Drawn,
    ended: dict[int, PortName | None],
    running: list[int],
    seen_at_start: dict[int, set[int]],
) -> list[int]:
    """What may start as things stand; skipped nodes end by no port, and on through the graph."""
    started: list[int] = []
    for node, exits in enumerate(drawn.incoming):
        if node in ended or node in running or node in started:
            continue
        taken = [ended.get(source) == port for source, port in exits]
        settled = [source in ended for source, _ in exits]
        if not exits or (any(taken) and (drawn.is_any[node] or all(settled))):
            seen_at_start[node] = set(ended)
            started.append(node)
        elif all(settled):
            ended[node] = None
    return started


def test_both_ways_through_a_branch_meet_again() -> None:
    # 0 branches to 1 and 2, which meet in 3; 4 comes after 3.
    drawn = Drawn(
        [(A, B), (OUT,), (OUT,), (OUT,), (OUT,)],
        [[], [(0, A)], [(0, B)], [(1, OUT), (2, OUT)], [(3, OUT)]],
        [False] * 5,
    )

    assert drawn.outcomes.ends_well(4, 3)
    assert drawn.outcomes.ends_well(4, 0)
    assert not drawn.outcomes.ends_well(4, 1)
    assert drawn.outcomes.is_settled(4, 1)


def test_a_join_of_any_does_not_wait_for_the_slower_one() -> None:
    drawn = Drawn(
        [(OUT,), (OUT,), (OUT,), (OUT,)],
        [[], [(0, OUT)], [(0, OUT)], [(1, OUT), (2, OUT)]],
        [False, False, False, True],
    )

    assert drawn.outcomes.ends_well(3, 1)
    assert not drawn.outcomes.is_settled(3, 1)
    assert drawn.outcomes.is_settled(3, 0)
