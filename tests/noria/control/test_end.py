from noria.control.end import EndConfig, end
from noria.node_type import Finish
from tests.noria.control.contexts import context


def test_the_runs_output_is_what_the_config_says() -> None:
    assert end.control is not None
    assert end.control(EndConfig(output=[1, None]), context()) == Finish([1, None])
    assert end.control(EndConfig(), context()) == Finish(None)


def test_nothing_runs_after_it() -> None:
    assert end.ports({}) == ()
