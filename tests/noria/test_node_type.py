import pytest
from pydantic import BaseModel, JsonValue, ValidationError

from noria.context import NodeContext
from noria.model import Model
from noria.node_type import ControlContext, Outcome, Output, control, node, ui
from noria.ports import ConfigPorts, StaticPorts


class Config(Model):
    name: str = ""


class Answer(BaseModel):
    total: int


@node("test.documented", title="Documented", category="Test", icon="x")
async def documented(config: Config, context: NodeContext) -> Answer:
    """Do one thing
    in two lines.

    More in the docs.
    """
    return Answer(total=1)


@control("test.pure", title="Pure", icon="x", output=dict[str, int])
def pure(config: Config, context: ControlContext) -> Outcome:
    """Answer."""
    return Output({"a": 1})


@node("test.free", title="Free", category="Test", icon="x")
async def free(config: Config, context: NodeContext) -> JsonValue:
    """Answer anything."""
    return None


def test_a_node_type_is_described_by_its_docstring() -> None:
    assert documented.description == "Do one thing in two lines."
    assert documented.docs.endswith("More in the docs.")
    assert documented.config is Config


def test_its_output_has_a_shape_where_the_function_declares_one() -> None:
    assert documented.output is not None
    assert documented.output.json_schema()["required"] == ["total"]
    assert pure.output is not None
    assert free.output is None


def test_its_lane_follows_from_how_it_was_declared() -> None:
    assert (documented.lane, pure.lane) == ("activity", "control")
    assert documented.ports({}) == ("out",)


def test_a_hint_that_no_form_knows_is_refused() -> None:
    with pytest.raises(ValidationError):
        ui(wigdet="code")


def test_ports_can_be_read_from_any_depth_of_a_config() -> None:
    ports = ConfigPorts(("/a/*/b", "/c/d"))

    assert ports({"a": [{"b": "x"}, {}, {"b": "y"}], "c": {"d": "z"}}) == ("x", "y", "z")
    assert ports({}) == ()
    assert StaticPorts(())({}) == ()
