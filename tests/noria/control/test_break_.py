from noria.control.break_ import BreakConfig, break_loop
from noria.node_type import Break
from tests.noria.control.contexts import context


def test_it_leaves_the_loop_and_nothing_runs_after_it() -> None:
    assert break_loop.control is not None
    assert break_loop.control(BreakConfig(), context()) == Break()
    assert break_loop.ports({}) == ()
