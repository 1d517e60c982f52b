from typing import Any

import pytest

from activities.sql.export import sql_export
from activities.sql.insert import sql_insert
from tests.activities.credentials import database
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, opened, run

ROWS = [{"id": 1, "name": 'a "b"', "price": 1.5}, {"id": 2, "name": None, "price": None}]


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("csv", b'id,name,price\r\n1,"a ""b""",1.5\r\n2,,\r\n'),
        (
            "json_lines",
            b'{"id":1,"name":"a \\"b\\"","price":1.5}\n{"id":2,"name":null,"price":null}\n',
        ),
    ],
)
async def test_rows_become_a_file(shop: FakeContext, format_: str, expected: bytes) -> None:
    await run(sql_insert, {"database": "shop", "table": "product", "items": ROWS}, shop)
    config = {"database": "shop", "sql": "SELECT * FROM product ORDER BY id", "format": format_}

    output = await run(sql_export, config, shop)

    assert await opened(shop, output["file"]) == expected
    assert output["columns"] == ["id", "name", "price"]


async def test_a_cursor_brings_many_rows_in_portions(postgresql_url: str) -> None:
    context = offline(credentials=database(postgresql_url))
    config: dict[str, Any] = {
        "database": "shop",
        "sql": "SELECT n FROM generate_series(1, :most) AS n",
        "params": {"most": 50_000},
    }

    output = await run(sql_export, config, context)

    assert output["count"] == 50_000
    assert (await opened(context, output["file"])).endswith(b"\r\n50000\r\n")


@pytest.mark.parametrize("percent", ["100%", "50%%"])
async def test_percent_signs_stay_as_written(shop: FakeContext, percent: str) -> None:
    config = {"database": "shop", "sql": f"SELECT '{percent}' AS x"}

    output = await run(sql_export, config, shop)

    assert await opened(shop, output["file"]) == f"x\r\n{percent}\r\n".encode()


async def test_parameters_are_json_as_in_a_query(postgresql_url: str) -> None:
    context = offline(credentials=database(postgresql_url))
    config: dict[str, Any] = {
        "database": "shop",
        "sql": "SELECT :j::jsonb ->> 'k' AS x",
        "params": {"j": {"k": "v"}},
    }

    output = await run(sql_export, config, context)

    assert await opened(context, output["file"]) == b"x\r\nv\r\n"
