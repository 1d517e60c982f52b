from noria.control.start import StartConfig, start
from noria.node_type import Output
from tests.noria.control.contexts import context


def test_the_output_is_the_runs_input() -> None:
    assert start.control is not None
    assert start.control(StartConfig(), context({"id": 1})) == Output({"id": 1})
