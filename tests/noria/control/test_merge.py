import pytest
from pydantic import JsonValue

from noria.control.merge import MergeConfig, merge
from noria.errors import NodeFailed
from noria.node_type import Outcome, Output
from tests.noria.control.contexts import context

SOURCES: list[tuple[str, JsonValue]] = [("b", 2), ("a", None)]


def gather(mode: str, sources: list[tuple[str, JsonValue]]) -> Outcome:
    assert merge.control is not None
    config = MergeConfig.model_validate({"mode": mode, "sources": sources})
    return merge.control(config, context())


@pytest.mark.parametrize(
    ("mode", "gathered"), [("object", {"b": 2, "a": None}), ("list", [2, None]), ("first", 2)]
)
def test_it_gathers_in_the_order_of_the_edges(mode: str, gathered: JsonValue) -> None:
    assert gather(mode, SOURCES) == Output(gathered)


def test_there_has_to_be_a_first() -> None:
    assert gather("list", []) == Output([])
    with pytest.raises(NodeFailed, match="as the first"):
        gather("first", [])
