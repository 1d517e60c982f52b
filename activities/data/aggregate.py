"""`data.aggregate`: counts, sums and the like over a list or over its groups."""

from collections.abc import Callable, Sequence
from math import fsum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.data.rows import EXAMPLE, Rows, key_of, order_of, same_length
from noria.context import NodeContext
from noria.each import Each
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

Operation = Literal["count", "sum", "average", "min", "max", "first", "last", "list", "distinct"]


class Measure(Model):
    """One figure."""

    name: str = Field(
        title="Name",
        description="Of the figure in the output.",
        min_length=1,
        json_schema_extra=ui(expression="never"),
    )
    operation: Operation = Field(
        default="sum",
        title="Operation",
        description="`count` counts what is not null, `distinct` lists each value once.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    of: Each = Field(
        title="Of",
        description="Looked at for each `item`; null does not count.",
        json_schema_extra=ui(expression="each", placeholder="item.total"),
    )


class AggregateConfig(Model):
    """A list, its figures and, if wanted, its groups."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"items": EXAMPLE, "measures": [{"name": "total", "of": "item.total"}]}]
        }
    )

    items: Rows
    measures: list[Measure] = Field(
        title="Figures", description="What to work out.", min_length=1, max_length=50
    )
    by: Each | None = Field(
        default=None,
        title="For each",
        description="Figures of each group of items with the same value; unset: of all together.",
        json_schema_extra=ui(expression="each", placeholder="item.customer"),
    )


class Figures(BaseModel):
    """Of one group."""

    key: JsonValue
    """Null without groups."""
    count: int
    """Items."""
    values: dict[str, JsonValue]
    """Figures by name."""


class AggregateOutput(BaseModel):
    """Of all items, and of each group."""

    values: dict[str, JsonValue]
    groups: list[Figures]
    count: int
    """Items."""


@node(
    "data.aggregate",
    title="Aggregate",
    category="Data",
    icon="calculator",
    quick=True,
    changes=False,
)
async def aggregate(config: AggregateConfig, context: NodeContext) -> AggregateOutput:
    """Count, sum, average and the like over a list, and over its groups.

    The sum of nothing is 0; average, smallest and largest of nothing are null. A repeat gives the same.
    """
    for measure in config.measures:
        same_length(config.items, measure.of, "of")
    everything = list(range(len(config.items)))
    keys = config.by
    places: dict[bytes, list[int]] = {}
    if keys is not None:
        same_length(config.items, keys, "by")
        for at, key in enumerate(keys):
            places.setdefault(key_of(key), []).append(at)
    return AggregateOutput(
        values=_figures(config.measures, everything),
        groups=[
            Figures(
                key=keys[group[0]] if keys else None,
                count=len(group),
                values=_figures(config.measures, group),
            )
            for group in places.values()
        ],
        count=len(everything),
    )


def _figures(measures: Sequence[Measure], places: Sequence[int]) -> dict[str, JsonValue]:
    figures: dict[str, JsonValue] = {}
    for measure in measures:
        values = [measure.of[at] for at in places if measure.of[at] is not None]
        figures[measure.name] = _OPERATIONS[measure.operation](measure.name, values)
    return figures


def _numbers(name: str, values: Sequence[JsonValue]) -> list[int | float]:
    numbers: list[int | float] = []
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NodeFailed(
                f"The figure {name!r} needs numbers, but met {str(value)[:100]!r}: turn it into one in "
                "the expression, as `Number(item.total)`."
            )
        numbers.append(value)
    return numbers


def _sum(name: str, values: Sequence[JsonValue]) -> JsonValue:
    numbers = _numbers(name, values)
    whole = all(isinstance(each, int) for each in numbers)
    return sum(numbers) if whole else fsum(numbers)


def _average(name: str, values: Sequence[JsonValue]) -> JsonValue:
    numbers = _numbers(name, values)
    return fsum(numbers) / len(numbers) if numbers else None


def _distinct(_: str, values: Sequence[JsonValue]) -> JsonValue:
    return list({key_of(each): each for each in values}.values())


_OPERATIONS: dict[Operation, Callable[[str, Sequence[JsonValue]], JsonValue]] = {
    "count": lambda _, values: len(values),
    "sum": _sum,
    "average": _average,
    "min": lambda _, values: min(values, key=order_of, default=None),
    "max": lambda _, values: max(values, key=order_of, default=None),
    "first": lambda _, values: values[0] if values else None,
    "last": lambda _, values: values[-1] if values else None,
    "list": lambda _, values: list(values),
    "distinct": _distinct,
}
