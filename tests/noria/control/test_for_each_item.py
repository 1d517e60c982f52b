"""`for_each.item`: which item it is, by the iteration that it is in."""

import pytest

from noria.catalog import load_control_catalog
from noria.control.for_each_item import FOR_EACH_ITEM, ForEachItemConfig, for_each_item
from noria.node_type import ControlContext, ItemRun
from tests.noria.control.contexts import NOW


@pytest.mark.parametrize(("iteration", "index"), [("4", 4), ("2/0/7", 7)])
def test_it_starts_the_run_of_its_item(iteration: str, index: int) -> None:
    assert for_each_item.control is not None
    found = for_each_item.control(ForEachItemConfig(), ControlContext(NOW, None, iteration))

    assert found == ItemRun(index)


def test_no_palette_shows_it() -> None:
    catalog = load_control_catalog()

    assert catalog.get(FOR_EACH_ITEM, 1).internal
    assert FOR_EACH_ITEM not in {entry["type"] for entry in catalog.manifest()}
