from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from noria.control.wait_until import WaitUntilConfig, wait_until
from noria.errors import NodeFailed
from noria.node_type import Outcome, Output, WaitUntil
from tests.noria.control.contexts import NOW, context


def wait(time: str) -> Outcome:
    assert wait_until.control is not None
    return wait_until.control(WaitUntilConfig.model_validate({"time": time}), context())


@pytest.mark.parametrize(
    "time",
    [
        "2026-05-01T15:00:00+02:00",
        "2026-05-01T13:00:00Z",
        "2026-05-01 13:00:00.000Z",
        " 2026-05-01T13:00Z ",
    ],
)
def test_it_waits_for_the_moment_whatever_the_offset(time: str) -> None:
    assert wait(time) == WaitUntil(datetime(2026, 5, 1, 13, 0, tzinfo=UTC))


@pytest.mark.parametrize("time", ["2026-05-01T12:00:00Z", "1970-01-01T00:00:00Z"])
def test_a_time_that_has_come_passes_at_once(time: str) -> None:
    assert wait(time) == Output({"waited_s": 0.0})


def test_a_time_too_far_away_fails_the_step() -> None:
    with pytest.raises(NodeFailed, match="more than ten years"):
        wait((NOW + timedelta(days=4_000)).isoformat())


@pytest.mark.parametrize(
    "time",
    ["2026-05-01T13:00:00", "2026-05-01", "1777640400", "tomorrow", "", 1_777_640_400, True, None],
)
def test_what_names_no_one_moment_is_refused(time: object) -> None:
    with pytest.raises(ValidationError):
        WaitUntilConfig.model_validate({"time": time})
