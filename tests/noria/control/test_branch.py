import pytest
from pydantic import JsonValue, ValidationError

from noria.control.branch import BranchCase, BranchConfig, branch, is_true
from noria.model import PortName
from noria.node_type import Outcome, Output
from tests.noria.control.contexts import context

HI, MID, NO = PortName("hi"), PortName("mid"), PortName("no")


def take(*conditions: JsonValue) -> Outcome:
    """Cases `hi`, then `mid`."""
    cases = [
        BranchCase(port=port, when=when) for port, when in zip((HI, MID), conditions, strict=False)
    ]
    assert branch.control is not None
    return branch.control(BranchConfig(cases=cases, default=NO), context())


def test_the_first_true_case_is_taken() -> None:
    assert take(True, True) == Output({"port": "hi"}, port=HI)
    assert take(False, True) == Output({"port": "mid"}, port=MID)


def test_the_default_is_taken_when_no_case_is_true() -> None:
    assert take(False, None) == Output({"port": "no"}, port=NO)


@pytest.mark.parametrize("value", [True, 1, -1, 0.5, "0", " ", "false", [], {}, [0], {"a": None}])
def test_what_javascript_takes_for_true_is_true(value: JsonValue) -> None:
    assert is_true(value)


@pytest.mark.parametrize("value", [False, None, 0, 0.0, -0.0, ""])
def test_what_javascript_takes_for_false_is_false(value: JsonValue) -> None:
    assert not is_true(value)


def test_its_ports_are_those_of_its_cases_and_the_default_each_once() -> None:
    case = {"port": "a", "when": "x"}

    assert branch.ports({"cases": [case, {"port": "b"}, case], "default": "b"}) == ("a", "b")


def test_ports_of_a_config_that_is_not_right_yet_are_those_there_are() -> None:
    assert branch.ports({"cases": [{"port": 7}, "x", {"port": ""}]}) == ()
    assert branch.ports({"cases": "x", "default": "no"}) == ("no",)
    assert branch.ports(BranchConfig(cases=[BranchCase(port=HI, when="x")], default=NO)) == (HI, NO)


@pytest.mark.parametrize("port", ["Hi", "1", "a b", "", "a" * 64])
def test_a_port_has_a_name_that_edges_can_name(port: str) -> None:
    with pytest.raises(ValidationError):
        BranchCase(port=PortName(port), when="x")
