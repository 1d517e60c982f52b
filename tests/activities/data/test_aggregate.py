import pytest

from activities.data.aggregate import aggregate
from noria.errors import NodeFailed
from tests.activities.nodes import run

ROWS = [{"c": "x", "t": 10}, {"c": "y", "t": 0.1}, {"c": "x", "t": 0.2}, {"c": "y", "t": None}]
MEASURES = [
    {"name": "sum", "of": "item.t"},
    {"name": "avg", "operation": "average", "of": "item.t"},
    {"name": "n", "operation": "count", "of": "item.t"},
    {"name": "top", "operation": "max", "of": "item.t"},
    {"name": "who", "operation": "distinct", "of": "item.c"},
]


async def test_figures_of_all_and_of_each_group() -> None:
    output = await run(aggregate, {"items": ROWS, "measures": MEASURES, "by": "item.c"})

    assert output["values"] == {
        "sum": 10.3, "avg": 10.3 / 3, "n": 3, "top": 10, "who": ["x", "y"],
    }  # fmt: skip
    assert [(each["key"], each["count"], each["values"]["sum"]) for each in output["groups"]] == [
        ("x", 2, 10.2), ("y", 2, 0.1),
    ]  # fmt: skip


async def test_figures_of_nothing() -> None:
    output = await run(aggregate, {"items": [], "measures": MEASURES})

    assert output["values"] == {"sum": 0, "avg": None, "n": 0, "top": None, "who": []}
    assert output["groups"] == []


async def test_text_is_not_added_up() -> None:
    measure = [{"name": "sum", "of": "item"}]

    with pytest.raises(NodeFailed, match="'sum' needs numbers, but met '12'"):
        await run(aggregate, {"items": ["12"], "measures": measure})
    with pytest.raises(NodeFailed, match="met 'True'"):
        await run(aggregate, {"items": [True], "measures": measure})
