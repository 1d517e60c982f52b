from typing import Any

import pytest

from activities.sql.insert import sql_insert
from activities.sql.query import sql_query
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, run


async def insert(context: FakeContext, items: Any, **config: Any) -> Any:
    return await run(
        sql_insert, {"database": "shop", "table": "product", "items": items, **config}, context
    )


async def count(context: FakeContext) -> int:
    sql = "SELECT count(*) AS n, max(name) AS last FROM product"
    found = await run(sql_query, {"database": "shop", "sql": sql}, context)
    return found["rows"][0]["n"]


async def test_many_rows_go_in_at_once_and_what_is_missing_is_null(shop: FakeContext) -> None:
    rows: list[dict[str, Any]] = [{"id": n, "name": f"{n}"} for n in range(2_500)]

    output = await insert(shop, [*rows, {"id": 9_999, "price": 1.5}])

    assert output["repeated"] is False
    assert await count(shop) == 2_501


async def test_all_of_them_or_none(shop: FakeContext) -> None:
    with pytest.raises(NodeFailed, match="refused"):
        await insert(shop, [{"id": 1}, {"id": 2}, {"id": 1}])

    assert await count(shop) == 0


async def test_rows_that_are_there_can_be_skipped(shop: FakeContext) -> None:
    await insert(shop, [{"id": 1, "name": "kept"}])
    await insert(shop, [{"id": 1, "name": "not"}, {"id": 2, "name": "new"}], on_conflict="skip")

    assert await count(shop) == 2


async def test_exactly_once(shop: FakeContext) -> None:
    await insert(shop, [{"id": 1}], once=True)

    assert await insert(shop, [{"id": 1}], once=True) == {"inserted": 0, "repeated": True}


@pytest.mark.parametrize(
    ("config", "items", "message"),
    [
        ({"table": "product; DROP TABLE product"}, [{"id": 1}], "no name of a table"),
        ({}, [{'id") VALUES (1); --': 1}], "refused|no name of a column"),
        ({}, [7], "fields|not '7'"),
        ({"columns": ["id"]}, [7], "not '7'"),
    ],
)
async def test_names_can_not_carry_sql(
    shop: FakeContext, config: Any, items: Any, message: str
) -> None:
    with pytest.raises(NodeFailed, match=message):
        await insert(shop, items, **config)

    assert await count(shop) == 0


async def test_no_rows_are_no_work() -> None:
    assert await insert(offline(), []) == {"inserted": 0, "repeated": False}
