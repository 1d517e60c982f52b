from typing import Any

import pytest

from activities.sql.execute import sql_execute
from activities.sql.query import sql_query
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.activities.nodes import run

ADD = {
    "sql": "INSERT INTO product (id, name) VALUES (:id, :name)",
    "params": {"id": 1, "name": "ink"},
}
RENAME = {"sql": "UPDATE product SET name = :name", "params": {"name": "pen"}}


async def execute(context: FakeContext, *statements: Any, **config: Any) -> Any:
    return await run(sql_execute, {"database": "shop", "statements": statements, **config}, context)


async def names(context: FakeContext) -> list[Any]:
    sql = "SELECT name FROM product ORDER BY id"
    found = await run(sql_query, {"database": "shop", "sql": sql}, context)
    return [row["name"] for row in found["rows"]]


async def test_statements_are_done_together(shop: FakeContext) -> None:
    output = await execute(shop, ADD, RENAME)

    assert [each["affected"] for each in output["results"]] == [1, 1]
    assert await names(shop) == ["pen"]


async def test_or_not_at_all(shop: FakeContext) -> None:
    with pytest.raises(NodeFailed, match="refused the statement"):
        await execute(shop, ADD, {"sql": "INSERT INTO product (id) VALUES (1)"})

    assert await names(shop) == []


async def test_exactly_once_also_when_the_answer_was_lost(shop: FakeContext) -> None:
    first = await execute(shop, ADD, once=True)
    again = await execute(shop, ADD, once=True)

    assert (first["repeated"], again["repeated"]) == (False, True)
    assert await names(shop) == ["ink"]


async def test_a_failed_attempt_does_not_count_as_done(shop: FakeContext) -> None:
    with pytest.raises(NodeFailed):
        await execute(shop, ADD, {"sql": "SELECT * FROM nowhere"}, once=True)

    assert not (await execute(shop, ADD, once=True))["repeated"]
    assert await names(shop) == ["ink"]
