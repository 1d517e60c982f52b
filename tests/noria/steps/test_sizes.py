"""Which values a snapshot can't carry by itself."""

from noria.blobs import size_of
from noria.run import StepKey
from noria.steps.sizes import MAX_SNAPSHOT_BYTES, find_large


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
