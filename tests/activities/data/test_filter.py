from typing import Any

import pytest

from activities.data.filter import filter_items
from noria.errors import NodeFailed
from tests.activities.nodes import run

ORDERS = [{"id": 1, "total": 5}, {"id": 2, "total": 50}, {"id": 3}]


async def test_it_keeps_what_is_true_and_gives_the_rest_too() -> None:
    config = {"items": "{{ trigger }}", "where": "item.total > vars.least"}

    output = await run(filter_items, config, trigger=ORDERS, vars={"least": 10})

    assert output == {"items": [ORDERS[1]], "rest": [ORDERS[0], ORDERS[2]], "count": 1}


async def test_truth_is_that_of_expressions() -> None:
    items: list[Any] = [0, "", None, False, [], {}, "0", -1]

    assert (await run(filter_items, {"items": items, "where": "item"}))["items"] == [
        [], {}, "0", -1,
    ]  # fmt: skip


async def test_what_is_no_list_is_refused_with_its_name() -> None:
    with pytest.raises(NodeFailed, match="'/items' is wrong: .*a list is needed here, not dict"):
        await run(filter_items, {"items": "{{ trigger }}", "where": "item"}, trigger={"a": 1})


async def test_ten_thousand_items_are_one_evaluation() -> None:
    rows = [{"n": n} for n in range(10_000)]

    output = await run(
        filter_items,
        {"items": "{{ trigger }}", "where": "item.n % 100 === index % 50"},
        trigger=rows,
    )

    assert output["count"] == 5_000
