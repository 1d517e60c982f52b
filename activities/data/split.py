"""`data.split`: cuts a list into pieces."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.data.rows import EXAMPLE, Rows
from noria.context import NodeContext
from noria.model import Model
from noria.node_type import node


class SplitConfig(Model):
    """A list and how large its pieces are."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": EXAMPLE, "size": 100}]})

    items: Rows
    size: int = Field(
        default=100, title="Size", description="Items in a piece; the last has the rest.", ge=1
    )


class SplitOutput(BaseModel):
    """In the order of the list."""

    batches: list[list[JsonValue]]
    count: int
    """Of pieces."""


@node(
    "data.split",
    title="Split",
    category="Data",
    icon="split",
    key_field="size",
    quick=True,
    changes=False,
)
async def split_list(config: SplitConfig, context: NodeContext) -> SplitOutput:
    """Cut a list into pieces of one size, as for an API that takes 100 at a time.

    Let a `for_each` go over `batches`. A repeat gives the same.
    """
    starts = range(0, len(config.items), config.size)
    batches = [config.items[start : start + config.size] for start in starts]
    return SplitOutput(batches=batches, count=len(batches))
