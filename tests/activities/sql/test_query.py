from typing import Any

import pytest

from activities.guard import Guard, HostRefused
from activities.sql.insert import sql_insert
from activities.sql.query import sql_query
from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.credentials import database
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, run

ROWS = [{"id": n, "name": f"it's %s {n}", "price": n / 4} for n in range(1, 6)]


async def ask(context: FakeContext, sql: str, **config: Any) -> Any:
    return await run(sql_query, {"database": "shop", "sql": sql, **config}, context)


async def test_h1_parameters_are_values_and_never_sql(shop: FakeContext) -> None:
    await run(sql_insert, {"database": "shop", "table": "product", "items": ROWS}, shop)
    sql = "SELECT id, name FROM product WHERE name = :name OR id = :id -- :not 'a' one\nORDER BY id"

    found = await ask(shop, sql, params={"name": "x' OR 1=1 --", "id": 2})

    assert found == {
        "rows": [{"id": 2, "name": "it's %s 2"}],
        "columns": ["id", "name"],
        "count": 1,
        "more": False,
    }


async def test_percent_signs_and_texts_with_colons_are_left_alone(shop: FakeContext) -> None:
    found = await ask(shop, "SELECT ':a 100%' AS x, 7 % 4 AS y")

    assert found["rows"] == [{"x": ":a 100%", "y": 3}]
    both = await ask(shop, "SELECT ':a 100%' AS x, :b AS y", params={"b": "b"})
    assert both["rows"] == [{"x": ":a 100%", "y": "b"}]


async def test_doubled_percent_signs_stay_two(shop: FakeContext) -> None:
    assert (await ask(shop, "SELECT '50%%' AS x"))["rows"] == [{"x": "50%%"}]
    found = await ask(shop, "SELECT '50%%' AS x, :b AS y", params={"b": "b"})
    assert found["rows"] == [{"x": "50%%", "y": "b"}]


async def test_arrays_slices_and_escapes_of_postgresql_take_parameters(postgresql_url: str) -> None:
    context = offline(credentials=database(postgresql_url))
    sql = r"""SELECT 2 = ANY(ARRAY[:a::int, :b::int]) AS among, (ARRAY['x', 'y'])[:b] AS second,
              'a_b' LIKE :like ESCAPE '\' AS fits, :last::text AS last"""

    found = await ask(context, sql, params={"a": 1, "b": 2, "like": r"a\_b", "last": "z"})

    assert found["rows"] == [{"among": True, "second": "y", "fits": True, "last": "z"}]


async def test_more_rows_than_asked_for_are_said_to_be_there(shop: FakeContext) -> None:
    await run(sql_insert, {"database": "shop", "table": "product", "items": ROWS}, shop)

    found = await ask(shop, "SELECT id, price FROM product ORDER BY id", limit=2)

    assert (found["count"], found["more"]) == (2, True)
    assert found["rows"][0] == {"id": 1, "price": 0.25}


async def test_a_query_changes_nothing(shop: FakeContext) -> None:
    with pytest.raises(NodeFailed, match="gives no rows"):
        await ask(shop, "INSERT INTO product (id) VALUES (1)")

    assert (await ask(shop, "SELECT * FROM product"))["rows"] == []


async def test_mistakes_are_told_in_the_words_of_the_database(shop: FakeContext) -> None:
    with pytest.raises(NodeFailed, match="refused the statement.*nowhere"):
        await ask(shop, "SELECT * FROM nowhere")
    with pytest.raises(NodeFailed, match="names :id, but there is no such parameter"):
        await ask(shop, "SELECT :id")


async def test_values_of_postgresql_are_json(postgresql_url: str) -> None:
    context = offline(credentials=database(postgresql_url))
    sql = """SELECT 0.1::numeric AS a, 12345678901234567890.5::numeric AS b, '{"x": [1]}'::jsonb AS c,
             'ab'::bytea AS d, '2026-05-01T12:00:00Z'::timestamptz AT TIME ZONE 'UTC' AS e,
             'NaN'::float8 AS f, ARRAY[1, 2] AS g, :j::jsonb ->> 'k' AS h, interval '1 day' AS i"""

    [row] = (await ask(context, sql, params={"j": {"k": "v"}}))["rows"]

    assert row == {
        "a": 0.1, "b": "12345678901234567890.5", "c": {"x": [1]}, "d": "YWI=",
        "e": "2026-05-01T12:00:00", "f": "nan", "g": [1, 2], "h": "v", "i": 86400.0,
    }  # fmt: skip


async def test_a_statement_ends_at_the_steps_timeout(postgresql_url: str) -> None:
    context = offline(credentials=database(postgresql_url), timeout_s=0.3)

    with pytest.raises(NodeFailed, match="within the step's timeout"):
        await ask(context, "SELECT pg_sleep(20)")


async def test_sqlite_reads_no_other_file(shop: FakeContext, tmp_path: Any) -> None:
    context = offline(credentials=database("sqlite:///../other.db"), files=tmp_path)

    with pytest.raises(NodeFailed, match="leads out"):
        await ask(context, "SELECT 1")
    inside = offline(credentials=database("sqlite:///a.db"), files=tmp_path)
    with pytest.raises(NodeFailed, match="refused"):
        await ask(inside, f"ATTACH '{tmp_path}/x.db' AS x")


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
async def test_a_wrong_password_and_a_closed_port_are_told_apart(
    request: pytest.FixtureRequest, kind: str
) -> None:
    url: str = request.getfixturevalue(f"{kind}_url")
    user, _, rest = url.partition("://")[2].partition("@")
    scheme = url.partition("://")[0]
    wrong = f"{scheme}://{user.partition(':')[0]}:wrong@{rest}"
    with pytest.raises(NodeFailed, match="refused the credential's user or password"):
        await ask(offline(credentials=database(wrong)), "SELECT 1")
    with pytest.raises(NodeUnavailable):
        await ask(offline(credentials=database(f"{scheme}://a:b@127.0.0.1:1/x")), "SELECT 1")


@pytest.mark.parametrize(
    ("url", "message"),
    [("oracle://a:geheim@x/y", "no database 'oracle'"), ("mysql://a:geheim@x:y/z", "not a number"),
     ("postgresql:///x", "names no host")],
)  # fmt: skip
async def test_a_url_that_is_none_is_not_repeated(url: str, message: str) -> None:
    with pytest.raises(NodeFailed, match=message) as caught:
        await ask(offline(credentials=database(url)), "SELECT 1")

    assert "geheim" not in str(caught.value)


async def test_internal_hosts_are_closed() -> None:
    context = offline(credentials=database("postgresql://a:b@127.0.0.1/x"), guard=Guard())

    with pytest.raises(HostRefused):
        await ask(context, "SELECT 1")
