from noria.control.set import SetConfig, set_values
from noria.node_type import Output
from tests.noria.control.contexts import context


def test_the_output_is_the_object() -> None:
    assert set_values.control is not None
    assert set_values.control(SetConfig(values={"a b": [1]}), context()) == Output({"a b": [1]})
