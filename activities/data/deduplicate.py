"""`data.deduplicate`: keeps one of each."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.data.rows import EXAMPLE, Rows, key_of, same_length
from noria.context import NodeContext
from noria.each import Each
from noria.model import Model
from noria.node_type import node, ui


class DeduplicateConfig(Model):
    """A list and what makes two items the same."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": EXAMPLE, "by": "item.name"}]}
    )

    items: Rows
    by: Each | None = Field(
        default=None,
        title="The same when",
        description="Items with the same value are the same; unset: when they are wholly equal.",
        json_schema_extra=ui(expression="each", placeholder="item.id"),
    )
    keep: Literal["first", "last"] = Field(
        default="first",
        title="Keep",
        description="Which of the same to keep.",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class DeduplicateOutput(BaseModel):
    """In the order of the list."""

    items: list[JsonValue]
    count: int
    removed: int
    """How many were left out."""


@node(
    "data.deduplicate",
    title="Deduplicate",
    category="Data",
    icon="filter",
    quick=True,
    changes=False,
)
async def deduplicate(config: DeduplicateConfig, context: NodeContext) -> DeduplicateOutput:
    """Keep one of each of the items of a list.

    It knows this list only: what earlier runs saw is not remembered. A repeat gives the same.
    """
    keys = config.items if config.by is None else config.by
    same_length(config.items, keys, "by")
    kept: dict[bytes, int] = {}
    for at, value in enumerate(keys):
        key = key_of(value)
        if config.keep == "last" or key not in kept:
            kept[key] = at
    items = [config.items[at] for at in sorted(kept.values())]
    return DeduplicateOutput(items=items, count=len(items), removed=len(config.items) - len(items))
