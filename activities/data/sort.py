"""`data.sort`: puts items in order."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.data.rows import EXAMPLE, Rows, order_of, same_length
from noria.context import NodeContext
from noria.each import Each
from noria.model import Model
from noria.node_type import node, ui


class SortKey(Model):
    """One thing to sort by."""

    by: Each = Field(
        title="By",
        description="Looked at for each `item`.",
        json_schema_extra=ui(expression="each", placeholder="item.total"),
    )
    descending: bool = Field(
        default=False,
        title="Largest first",
        description="From the largest to the smallest; null is last either way.",
        json_schema_extra=ui(expression="never"),
    )


class SortConfig(Model):
    """A list and what to sort it by."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": EXAMPLE, "keys": [{"by": "item.total"}]}]}
    )

    items: Rows
    keys: list[SortKey] = Field(
        title="Sort by",
        description="The first counts most; a later one decides between equals.",
        min_length=1,
        max_length=10,
    )
    limit: int | None = Field(
        default=None, title="At most", description="Items to give; unset: all.", ge=0
    )


class SortOutput(BaseModel):
    """The list in its new order."""

    items: list[JsonValue]
    count: int


@node("data.sort", title="Sort", category="Data", icon="list", quick=True, changes=False)
async def sort_items(config: SortConfig, context: NodeContext) -> SortOutput:
    """Put the items of a list in order.

    Numbers come before text, text before lists and objects, null last. Text is compared by its
    characters' code points: capital letters before small ones. Equal items keep their order. A repeat
    gives the same.
    """
    order = list(range(len(config.items)))
    # From the key that counts least: Python's sort keeps the order of equals.
    for key in reversed(config.keys):
        same_length(config.items, key.by, "by")
        order.sort(key=lambda at, by=key.by: order_of(by[at]), reverse=key.descending)
        order.sort(key=lambda at, by=key.by: by[at] is None)
    items = [config.items[at] for at in order][: config.limit]
    return SortOutput(items=items, count=len(items))
