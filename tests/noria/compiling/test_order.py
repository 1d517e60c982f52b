from hypothesis import given
from hypothesis import strategies as st

from noria.compiling.order import (
    find_ancestors,
    find_components,
    find_cycles,
    find_reachable,
    sort_topologically,
)

Pairs = list[tuple[int, int]]
GRAPHS = st.integers(1, 8).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=16),
    )
)


def neighbours(size: int, pairs: Pairs) -> tuple[list[list[int]], list[list[int]]]:
    successors = [[b for a, b in pairs if a == node] for node in range(size)]
    predecessors = [[a for a, b in pairs if b == node] for node in range(size)]
    return successors, predecessors


def cycles(size: int, pairs: Pairs) -> list[list[int]]:
    successors, predecessors = neighbours(size, pairs)
    return find_cycles(successors, find_components(successors, predecessors))


def test_ties_go_by_number() -> None:
    order = sort_topologically(*neighbours(4, [(3, 0), (3, 1), (3, 2), (1, 2)]))

    assert order == [3, 0, 1, 2]


def test_a_cycle_is_told_from_its_lowest_node() -> None:
    assert cycles(5, [(0, 3), (3, 2), (2, 1), (1, 3), (1, 4)]) == [[1, 3, 2]]


def test_a_node_that_leads_to_itself_is_a_cycle() -> None:
    assert cycles(2, [(0, 1), (1, 1)]) == [[1]]


def test_separate_cycles_are_all_told() -> None:
    assert cycles(4, [(0, 1), (1, 0), (2, 3), (3, 2)]) == [[0, 1], [2, 3]]


def test_a_long_chain_needs_no_deep_stack() -> None:
    size = 20_000
    successors, predecessors = [[n + 1] for n in range(size - 1)], [[n] for n in range(size - 1)]

    components = find_components([*successors, []], [[], *predecessors])

    assert components == [[n] for n in range(size)]


@given(GRAPHS)
def test_what_cannot_be_ordered_is_on_or_behind_a_cycle(graph: tuple[int, Pairs]) -> None:
    size, pairs = graph
    successors, predecessors = neighbours(size, pairs)

    order = sort_topologically(successors, predecessors)

    behind = find_reachable([n for cycle in cycles(size, pairs) for n in cycle], successors)
    assert set(order) == set(range(size)) - behind
    assert all(order.index(a) < order.index(b) for a, b in pairs if b in order)


@given(GRAPHS)
def test_ancestors_are_those_from_which_a_node_can_be_reached(graph: tuple[int, Pairs]) -> None:
    size, pairs = graph
    successors, predecessors = neighbours(size, pairs)

    ancestors = find_ancestors(predecessors, find_components(successors, predecessors))

    for node in range(size):
        before = find_reachable(predecessors[node], predecessors)
        assert ancestors[node] == sum(1 << other for other in before)
