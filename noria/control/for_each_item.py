"""`for_each.item`: one item of a loop whose items are runs of their own."""

from pydantic import JsonValue

from noria.model import Model
from noria.node_type import ControlContext, ItemRun, control

FOR_EACH_ITEM = "for_each.item"
"""The node type of the step that the compiler puts between such a loop and its body."""


class ForEachItemConfig(Model):
    """What the item's run gives."""

    result: JsonValue = None
    """As `for_each` has it."""


@control(
    FOR_EACH_ITEM,
    title="Item",
    category="Loops",
    icon="repeat",
    inner={"result": "after"},
    internal=True,
)
def for_each_item(config: ForEachItemConfig, context: ControlContext) -> ItemRun:
    """Run the body for one item, as a run of its own."""
    return ItemRun(int(context.iteration.rpartition("/")[2]))
