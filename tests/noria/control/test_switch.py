import pytest
from pydantic import JsonValue

from noria.control.switch import SwitchCase, SwitchConfig, is_equal, switch
from noria.model import PortName
from noria.node_type import Output
from tests.noria.control.contexts import context

HI, NO = PortName("hi"), PortName("no")


@pytest.mark.parametrize(("value", "port"), [("x", HI), ("y", NO), (None, NO)])
def test_the_first_case_that_equals_is_taken_else_the_default(value: JsonValue, port: str) -> None:
    assert switch.control is not None
    config = SwitchConfig(value=value, cases=[SwitchCase(port=HI, equals="x")], default=NO)

    assert switch.control(config, context()) == Output(
        {"port": port, "value": value}, port=PortName(port)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 1.0), ({"a": 1, "b": [2]}, {"b": [2.0], "a": 1}), ([], []), (None, None), (True, True)],
)
def test_equal_are_values_that_are_the_same_json(one: JsonValue, other: JsonValue) -> None:
    assert is_equal(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (0, False),
        (1, "1"),
        ([1], [True]),
        ({"a": 1}, {"a": True}),
        ([], {}),
        ([1], [1, 2]),
    ],
)
def test_values_of_different_types_differ(one: JsonValue, other: JsonValue) -> None:
    assert not is_equal(one, other)


def test_its_ports_are_those_of_its_cases_and_the_default() -> None:
    assert switch.ports({"cases": [{"port": "a"}, {"port": "b"}], "default": "c"}) == (
        "a",
        "b",
        "c",
    )
