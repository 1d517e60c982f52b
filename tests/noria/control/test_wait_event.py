import pytest
from pydantic import ValidationError

from noria.control.wait_event import WaitEventConfig, wait_event
from noria.node_type import Ask
from noria.waits import EventAsked
from tests.noria.control.contexts import context


def test_it_asks_for_the_event() -> None:
    assert wait_event.control is not None
    config = WaitEventConfig(key="order-1:paid", timeout_s=60)

    assert wait_event.control(config, context()) == Ask(EventAsked(key="order-1:paid"), 60)
    assert wait_event.ports(config) == ("out", "timeout")


def test_a_key_that_is_one_number_is_text() -> None:
    assert WaitEventConfig.model_validate({"key": 4711}).key == "4711"


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"key": ""},
        {"key": "x" * 501},
        {"key": "\0"},
        {"key": True},
        {"key": "k", "timeout_s": 0},
    ],
)
def test_what_nobody_could_send_is_refused(config: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WaitEventConfig.model_validate(config)
