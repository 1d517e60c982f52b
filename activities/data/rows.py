"""What nodes about lists share: the list itself, and how values compare."""

from collections.abc import Sequence
from typing import Annotated, Any

import orjson
from pydantic import BeforeValidator, Field, JsonValue

from noria.errors import NodeFailed
from noria.node_type import ui

MAX_ITEMS = 200_000
EXAMPLE: list[Any] = [{"name": "ink", "total": 12}, {"name": "pen", "total": 3}]


def _is_list(value: object) -> object:
    if not isinstance(value, list):
        kind = "null" if value is None else type(value).__name__
        raise ValueError(f"a list is needed here, not {kind} {str(value)[:100]!r}")
    return value  # pyright: ignore[reportUnknownVariableType] # judged by the model next


Rows = Annotated[
    list[JsonValue],
    BeforeValidator(_is_list),
    Field(
        title="Items",
        description="The list.",
        max_length=MAX_ITEMS,
        json_schema_extra=ui(widget="json", placeholder="{{ steps.fetch.output.body.orders }}"),
    ),
]


def same_length(items: Sequence[JsonValue], values: Sequence[JsonValue], field: str) -> None:
    """
    Raises:
        NodeFailed: A field that is evaluated for each item was given something of its own.
    """
    if len(items) != len(values):
        raise NodeFailed(
            f"The field {field!r} has {len(values)} values for {len(items)} items: write it as an "
            "expression about one `item`."
        )


def is_true(value: JsonValue) -> bool:
    """As JavaScript judges it: empty text, zero and null are false, empty lists and objects true."""
    return value is not None and value is not False and value != 0 and value != ""


def key_of(value: JsonValue) -> bytes:
    """The same for equal values, whatever the order of an object's keys."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def name_of(value: JsonValue) -> str:
    """A value as the name of an object's field."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def order_of(value: JsonValue) -> tuple[int, float, str]:
    """Sorts numbers before text before all else; null is last."""
    match value:
        case None:
            return (4, 0, "")
        case bool():
            return (0, float(value), "")
        case int() | float():
            return (1, float(value), "")
        case str():
            return (2, 0, value)
        case _:
            return (3, 0, key_of(value).decode())
