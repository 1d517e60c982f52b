"""When a loop goes in batches, and what batches need from outside."""

import pytest

from noria.model import NodeId, RetryPolicy
from noria.node_type import Each
from noria.plan import Inner, Reads
from noria.steps.batches import backoff, goes_in_batches, outer_reads, reads_outer_loop
from tests.workflows.plans import step

FEW, MANY = tuple(range(50)), tuple(range(51))


@pytest.mark.parametrize(
    ("batching", "each", "expected"),
    [
        ("always", Each(FEW), False),
        ("always", Each(MANY), True),
        ("always", Each(None), True),
        ("always", Each(FEW, batch_size=10), True),
        ("on_request", Each(MANY), False),
        ("on_request", Each(None), False),
        ("on_request", Each(FEW, batch_size=10), True),
        ("never", Each(MANY, batch_size=10), False),
    ],
)
def test_many_items_of_a_fitting_body_go_in_batches(
    batching: str, each: Each, expected: bool
) -> None:
    assert goes_in_batches(step("each", "for_each", batching=batching), each) is expected


def test_a_batch_is_sent_what_its_body_reads_from_outside() -> None:
    inner = Inner(reads=Reads(steps={NodeId("a"): (("output",),), NodeId("x"): ((),)}, run=True))
    container = step("each", "for_each", inner={"result": inner})
    body = [
        step("a", "set", reads={"x": ["output.b"]}, vars=("v",)),
        step("b", "set", "a", reads={"a": ["output"]}, vars=("v", "w")),
    ]

    reads = outer_reads(container, body)

    assert reads == Reads(steps={NodeId("x"): (("output", "b"), ())}, vars=("v", "w"), run=True)


@pytest.mark.parametrize(
    ("path", "expected"), [(("outer", "item"), True), ((), True), (("index",), False)]
)
def test_the_loop_around_is_sent_where_it_is_read(path: tuple[str, ...], expected: bool) -> None:
    body = step("a", "set").model_copy(update={"reads": Reads(inside={"loop": (path,)})})

    assert reads_outer_loop(step("each", "for_each"), [body]) is expected


def test_pauses_grow_up_to_the_longest() -> None:
    policy = RetryPolicy(initial_interval_s=1, backoff=2, max_interval_s=5)

    assert [backoff(policy, attempt) for attempt in (1, 2, 3, 4, 900)] == [1, 2, 4, 5, 5]
