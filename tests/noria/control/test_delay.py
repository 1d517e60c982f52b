from datetime import timedelta

import pytest
from pydantic import ValidationError

from noria.control.delay import DelayConfig, delay
from noria.node_type import Output, WaitUntil
from tests.noria.control.contexts import NOW, context


def test_it_waits_from_now() -> None:
    assert delay.control is not None
    assert delay.control(DelayConfig(seconds=1.5), context()) == WaitUntil(
        NOW + timedelta(seconds=1.5)
    )


def test_no_time_at_all_is_not_waited_for() -> None:
    assert delay.control is not None
    assert delay.control(DelayConfig(seconds=0), context()) == Output({"waited_s": 0.0})


def test_it_may_wait_for_ten_years() -> None:
    years = timedelta(days=3_653).total_seconds()

    assert delay.control is not None
    assert delay.control(DelayConfig(seconds=years), context()) == WaitUntil(
        NOW + timedelta(days=3_653)
    )


@pytest.mark.parametrize("seconds", [-1, float("inf"), float("nan"), 1e10, "soon", None])
def test_other_times_are_refused(seconds: object) -> None:
    with pytest.raises(ValidationError):
        DelayConfig.model_validate({"seconds": seconds})
