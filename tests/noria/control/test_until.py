from noria.control.until import UntilConfig, until_loop
from noria.node_type import Repeat
from tests.noria.control.contexts import context


def test_it_repeats_until_the_condition_is_true() -> None:
    assert until_loop.control is not None
    config = UntilConfig(condition="loop.prev == null", initial=1)

    assert until_loop.control(config, context()) == Repeat(1, 1_000, until=True)


def test_its_condition_is_looked_at_after_the_body() -> None:
    assert dict(until_loop.inner) == {"next": "after", "condition": "after"}
