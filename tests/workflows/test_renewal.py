"""When a run goes on in a new history."""

import pytest

from workflows.renewal import MAX_BYTES, MAX_EVENTS, Renewal, advise


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
