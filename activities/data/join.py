"""`data.join`: puts two lists side by side where their keys are the same."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.data.rows import MAX_ITEMS, Rows, key_of, same_length
from noria.context import NodeContext
from noria.each import Each
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui


class JoinConfig(Model):
    """Two lists and what joins them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "left": [{"id": 1, "name": "Ada"}],
                    "right": [{"customer": 1, "total": 12}],
                    "left_key": "item.id",
                    "right_key": "item.customer",
                }
            ]
        }
    )

    left: Rows = Field(title="Left")
    right: Rows = Field(title="Right")
    left_key: Each = Field(
        title="Key of the left",
        description="Looked at for each `item` of the left list.",
        json_schema_extra=ui(expression="each", each="left", placeholder="item.id"),
    )
    right_key: Each = Field(
        title="Key of the right",
        description="Looked at for each `item` of the right list.",
        json_schema_extra=ui(expression="each", each="right", placeholder="item.customer_id"),
    )
    keep: Literal["matches", "left", "right", "all"] = Field(
        default="matches",
        title="Keep",
        description="`matches`: pairs only; `left`, `right`: also what has no match on that side; "
        "`all`: also both.",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class Pair(BaseModel):
    """What belongs together; null where there is no match."""

    left: JsonValue
    right: JsonValue


class JoinOutput(BaseModel):
    """In the order of the left list, then what only the right has."""

    items: list[Pair]
    count: int


@node("data.join", title="Join", category="Data", icon="git-merge", quick=True, changes=False)
async def join_lists(config: JoinConfig, context: NodeContext) -> JoinOutput:
    """Put the items of two lists side by side where their keys are the same.

    An item with several matches comes several times; a null key matches nothing. Keys match when they are
    of the same type: `1` is not `"1"`. A repeat gives the same.
    """
    same_length(config.left, config.left_key, "left_key")
    same_length(config.right, config.right_key, "right_key")
    pairs: list[Pair] = []
    for pair in _pairs(config):
        pairs.append(pair)
        if len(pairs) > MAX_ITEMS:
            raise NodeFailed(
                f"The lists give more than {MAX_ITEMS:,} pairs: choose keys that are rarer."
            )
    return JoinOutput(items=pairs, count=len(pairs))


def _pairs(config: JoinConfig) -> Iterator[Pair]:
    places = _places(config.right_key)
    matched: set[int] = set()
    for item, key in zip(config.left, config.left_key, strict=True):
        found = () if key is None else places.get(key_of(key), ())
        matched.update(found)
        for at in found:
            yield Pair(left=item, right=config.right[at])
        if not found and config.keep in ("left", "all"):
            yield Pair(left=item, right=None)
    if config.keep in ("right", "all"):
        for at, item in enumerate(config.right):
            if at not in matched:
                yield Pair(left=None, right=item)


def _places(keys: Sequence[JsonValue]) -> dict[bytes, list[int]]:
    places: dict[bytes, list[int]] = {}
    for at, key in enumerate(keys):
        if key is not None:
            places.setdefault(key_of(key), []).append(at)
    return places
