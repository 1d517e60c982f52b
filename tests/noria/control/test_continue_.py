from noria.control.continue_ import ContinueConfig, continue_loop
from noria.node_type import Continue
from tests.noria.control.contexts import context


def test_it_ends_the_iteration_and_nothing_runs_after_it() -> None:
    assert continue_loop.control is not None
    assert continue_loop.control(ContinueConfig(), context()) == Continue()
    assert continue_loop.ports({}) == ()
