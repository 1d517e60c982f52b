"""`data.filter`: keeps the items for which an expression is true."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.data.rows import EXAMPLE, Rows, is_true, same_length
from noria.context import NodeContext
from noria.each import Each
from noria.model import Model
from noria.node_type import node, ui


class FilterConfig(Model):
    """A list and a condition."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": EXAMPLE, "where": "item.total > 10"}]}
    )

    items: Rows
    where: Each = Field(
        title="Keep where",
        description="Looked at for each `item`; what is true is kept.",
        json_schema_extra=ui(expression="each", placeholder="item.total > 10"),
    )


class FilterOutput(BaseModel):
    """The two halves, each in the order of the list."""

    items: list[JsonValue]
    """Those that were kept."""
    rest: list[JsonValue]
    count: int
    """Of those that were kept."""


@node(
    "data.filter",
    title="Filter",
    category="Data",
    icon="filter",
    key_field="where",
    quick=True,
    changes=False,
)
async def filter_items(config: FilterConfig, context: NodeContext) -> FilterOutput:
    """Keep the items for which an expression is true.

    The expression reads `item`, `index` (from 0) and all that other expressions read. Those that were
    not kept are in `rest`. A repeat gives the same.
    """
    same_length(config.items, config.where, "where")
    kept: list[JsonValue] = []
    rest: list[JsonValue] = []
    for item, where in zip(config.items, config.where, strict=True):
        (kept if is_true(where) else rest).append(item)
    return FilterOutput(items=kept, rest=rest, count=len(kept))
