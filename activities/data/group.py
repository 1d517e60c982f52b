"""`data.group`: gathers items that have something in common."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.data.rows import EXAMPLE, Rows, key_of, same_length
from noria.context import NodeContext
from noria.each import Each
from noria.model import Model
from noria.node_type import node, ui


class GroupConfig(Model):
    """A list and what its groups have in common."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": EXAMPLE, "by": "item.name"}]}
    )

    items: Rows
    by: Each = Field(
        title="Group by",
        description="Looked at for each `item`; items with the same value are one group.",
        json_schema_extra=ui(expression="each", placeholder="item.customer"),
    )


class Group(BaseModel):
    """Items with one key, in the order of the list."""

    key: JsonValue
    items: list[JsonValue]
    count: int


class GroupOutput(BaseModel):
    """In the order in which their first items come."""

    groups: list[Group]
    count: int
    """Of groups."""


@node(
    "data.group",
    title="Group",
    category="Data",
    icon="layers",
    key_field="by",
    quick=True,
    changes=False,
)
async def group_items(config: GroupConfig, context: NodeContext) -> GroupOutput:
    """Gather the items of a list that have something in common.

    For sums and averages over groups use `data.aggregate`. A repeat gives the same.
    """
    same_length(config.items, config.by, "by")
    groups: dict[bytes, Group] = {}
    for item, key in zip(config.items, config.by, strict=True):
        group = groups.setdefault(key_of(key), Group(key=key, items=[], count=0))
        group.items.append(item)
        group.count += 1
    return GroupOutput(groups=list(groups.values()), count=len(groups))
