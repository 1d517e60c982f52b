import pytest
from pydantic import ValidationError

from noria.control.while_ import WhileConfig, while_loop
from noria.node_type import Repeat
from tests.noria.control.contexts import context


def test_it_repeats_from_the_initial_value() -> None:
    assert while_loop.control is not None
    config = WhileConfig(condition="loop.prev > 0", initial=3, max_iterations=5)

    assert while_loop.control(config, context()) == Repeat(3, 5)


def test_its_condition_is_looked_at_before_the_body() -> None:
    assert dict(while_loop.inner) == {"condition": "before", "next": "after"}


@pytest.mark.parametrize("bound", [0, 1_000_001])
def test_it_is_bounded(bound: int) -> None:
    with pytest.raises(ValidationError):
        WhileConfig(condition="true", max_iterations=bound)
