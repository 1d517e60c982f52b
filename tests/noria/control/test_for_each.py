import pytest
from pydantic import JsonValue, ValidationError

from noria.config import validate_config
from noria.control.for_each import ForEachConfig, for_each
from noria.errors import NodeFailed
from noria.node_type import Each, Outcome
from tests.noria.control.contexts import context

BLOB: JsonValue = {"$blob": "0" * 64, "size": 1}


def go_over(items: JsonValue, **config: JsonValue) -> Outcome:
    assert for_each.control is not None
    return for_each.control(validate_config(for_each, {"items": items, **config}), context())


def test_it_goes_over_a_list() -> None:
    assert go_over([1, None]) == Each((1, None))


def test_it_goes_over_the_properties_of_an_object() -> None:
    assert go_over({"b": 1, "a": 2}) == Each((1, 2), ("b", "a"))


def test_it_leaves_a_reference_closed() -> None:
    assert go_over(BLOB) == Each(None, source=BLOB)


def test_it_says_how() -> None:
    each = go_over([], concurrency=7, on_item_error="skip", batch_size=100)

    assert each == Each((), concurrency=7, on_item_error="skip", batch_size=100)


@pytest.mark.parametrize("items", [None, "text", 7, True])
def test_nothing_else_can_be_gone_over(items: JsonValue) -> None:
    with pytest.raises(NodeFailed, match="a loop goes over a list or an object"):
        go_over(items)


@pytest.mark.parametrize(
    "config", [{"concurrency": 0}, {"concurrency": 1001}, {"batch_size": 0}, {"on_item_error": "x"}]
)
def test_its_bounds_hold(config: dict[str, JsonValue]) -> None:
    with pytest.raises(NodeFailed):
        go_over([], **config)


def test_it_is_a_container_whose_result_is_found_in_each_iteration() -> None:
    assert for_each.container
    assert dict(for_each.inner) == {"result": "after"}


def test_items_that_are_runs_go_in_no_batches() -> None:
    with pytest.raises(ValidationError, match="leave one of them out"):
        ForEachConfig.model_validate({"items": [], "own_runs": True, "batch_size": 3})
    assert ForEachConfig.model_validate({"items": [], "own_runs": True}).own_runs
