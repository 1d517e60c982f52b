"""When a run goes on in a new history."""

import pytest

from noria.blobs import size_of
from noria.run import StepKey
from workflows.renewal import (
    MAX_BYTES,
    MAX_EVENTS,
    MAX_SNAPSHOT_BYTES,
    Renewal,
    advise,
    find_large,
)


@pytest.mark.parametrize(
    ("suggested", "events", "size_bytes", "advice"),
    [
        (False, MAX_EVENTS + 1, 0, Renewal.NOT_YET),
        (True, 4_096, 0, Renewal.WHEN_IDLE),
        (True, MAX_EVENTS + 1, 0, Renewal.NOW),
        (True, 100, MAX_BYTES + 1, Renewal.NOW),
    ],
)
def test_it_is_put_off_until_it_costs_nothing_or_must_be(
    suggested: bool, events: int, size_bytes: int, advice: Renewal
) -> None:
    assert advise(suggested=suggested, events=events, size_bytes=size_bytes) is advice


def test_a_snapshot_that_fits_is_left_alone() -> None:
    assert find_large({StepKey("a"): "x" * (MAX_SNAPSHOT_BYTES // 2)}) == []


def test_the_largest_outputs_are_stored_until_the_rest_fits() -> None:
    outputs = {StepKey(f"n{n}"): "x" * (n * 10_000) for n in range(20)}

    large = find_large(outputs)
    rest = sum(size_of(value) for node_id, value in outputs.items() if node_id not in large)

    assert large[0] == "n19"
    assert rest <= MAX_SNAPSHOT_BYTES < rest + size_of(outputs[large[-1]])


def test_what_a_reference_would_not_make_smaller_stays() -> None:
    assert find_large({StepKey(f"n{n}"): "x" * 1_000 for n in range(1_100)}) == []
