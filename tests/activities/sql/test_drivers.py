"""SQL Server's driver is not installable everywhere: a module of the same name stands in for it."""

import sys
from types import ModuleType
from typing import Any

import psycopg
import pymysql
import pytest
from pymysql.cursors import SSCursor

from activities.sql.drivers import DRIVERS
from activities.sql.execute import sql_execute
from activities.sql.export import sql_export
from activities.sql.insert import sql_insert
from activities.sql.query import sql_query
from noria.errors import NodeError, NodeFailed, NodeUnavailable
from tests.activities.credentials import database
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, opened, run

NAME = "mssql_python"


class SqlServerError(Exception):
    """Their module is how the errors of a driver are told from others."""


class OperationalError(SqlServerError):
    pass


SqlServerError.__module__ = OperationalError.__module__ = f"{NAME}.exceptions"


class Server:
    """Notes what it is told, as connection and cursor in one, and answers with two rows."""

    def __init__(self) -> None:
        self.address = ""
        self.timeout = 0
        self.told: list[Any] = []
        self.refusal: Exception | None = None
        self.description: Any = (("id",), ("name",))
        self.rowcount = 2
        self._rows: list[Any] = []
        self._done = False

    def connect(self, address: str) -> "Server":
        self.address = address
        return self

    def cursor(self) -> "Server":
        return self

    def execute(self, *statement: Any) -> None:
        if self.refusal:
            raise self.refusal
        self.told.append(statement)
        self._rows = [(1, "ink"), (2, "pen")]
        # As the table of done steps would answer.
        if statement[0].startswith("SELECT 1 FROM noria_done"):
            self._rows = [(1,)] if self._done else []
        self._done = self._done or statement[0].startswith("INSERT INTO noria_done")

    def executemany(self, *statement: Any) -> None:
        self.told.append(statement)

    def fetchmany(self, count: int) -> list[Any]:
        rows, self._rows = self._rows[:count], self._rows[count:]
        return rows

    def fetchone(self) -> Any:
        return next(iter(self.fetchmany(1)), None)

    def commit(self) -> None:
        self.told.append("commit")

    def rollback(self) -> None:
        self.told.append("rollback")

    def close(self) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server, module = Server(), ModuleType(NAME)
    module.connect = server.connect  # type: ignore[attr-defined] # the whole of what is used of it
    monkeypatch.setitem(sys.modules, NAME, module)
    return server


def shop(options: str = "", password: str = "geheim") -> FakeContext:
    url = f"sqlserver://sa:{password}@127.0.0.1/store{options}"
    return offline(credentials=database(url), timeout_s=7)


async def ask(context: FakeContext, sql: str, **config: Any) -> Any:
    return await run(sql_query, {"database": "shop", "sql": sql, **config}, context)


async def test_sql_server_is_asked_with_question_marks(server: Server) -> None:
    sql = "SELECT [a :b], 7 % 2 FROM product WHERE name = :name AND id > :id"

    found = await ask(shop(), sql, params={"id": 5, "name": "x' OR 1=1 --"})

    assert found["rows"] == [{"id": 1, "name": "ink"}, {"id": 2, "name": "pen"}]
    text = "SELECT [a :b], 7 % 2 FROM product WHERE name = ? AND id > ?"
    assert server.told == [(text, ["x' OR 1=1 --", 5]), "rollback"]


async def test_sql_server_gets_a_statement_without_parameters_as_it_is(server: Server) -> None:
    await ask(shop(), "SELECT '100%%' AS x")

    assert server.told[0] == ("SELECT '100%%' AS x",)


async def test_sql_server_gets_many_rows_at_once(server: Server) -> None:
    items = [{"id": 1, "name": "ink"}, {"id": 2}]
    config: dict[str, Any] = {"database": "shop", "table": "dbo.product", "items": items}

    assert (await run(sql_insert, config, shop()))["inserted"] == 2
    text = 'INSERT INTO dbo.product ("id", "name") VALUES (?, ?)'
    assert server.told == [(text, [[1, "ink"], [2, None]]), "commit"]
    with pytest.raises(NodeFailed, match="SQL Server can't skip"):
        await run(sql_insert, {**config, "on_conflict": "skip"}, shop())


async def test_sql_server_does_a_step_once(server: Server) -> None:
    statement = {"sql": "UPDATE product SET n = n - :n", "params": {"n": 1}}
    config: dict[str, Any] = {"database": "shop", "statements": [statement], "once": True}
    server.description = None

    first = await run(sql_execute, config, shop())
    again = await run(sql_execute, config, shop())

    assert (first["repeated"], again["repeated"]) == (False, True)
    assert server.told[0][0].startswith("IF OBJECT_ID('noria_done') IS NULL CREATE TABLE")
    assert [each for each in server.told if each[0].startswith("UPDATE")] == [
        ("UPDATE product SET n = n - ?", [1])
    ]


async def test_sql_server_exports_in_portions(server: Server) -> None:
    context = shop()

    output = await run(sql_export, {"database": "shop", "sql": "SELECT * FROM product"}, context)

    assert await opened(context, output["file"]) == b"id,name\r\n1,ink\r\n2,pen\r\n"


async def test_what_a_credential_holds_stays_inside_of_its_part(server: Server) -> None:
    await ask(shop(password="a%7D%3BEncrypt%3Dno"), "SELECT 1 AS x")

    assert server.address.split(";", 3)[:3] == [
        "SERVER={127.0.0.1,1433}",
        "DATABASE={store}",
        "UID={sa}",
    ]
    assert "PWD={a}};Encrypt=no};Encrypt={yes};" in server.address
    assert server.address.endswith("HostnameInCertificate={127.0.0.1};TrustServerCertificate={no}")
    assert server.timeout == 7


async def test_a_certificate_is_trusted_only_where_the_url_says_so(server: Server) -> None:
    await ask(shop("?trust_server_certificate=yes"), "SELECT 1 AS x")

    assert server.address.endswith("TrustServerCertificate={yes}")


@pytest.mark.parametrize(
    ("refusal", "kind", "message"),
    [
        (SqlServerError("Login failed for user 'sa'."), NodeFailed, "user or password"),
        (OperationalError("TCP provider: 0x2746"), NodeUnavailable, "could not be reached"),
        (SqlServerError("Invalid object\nname 'x'."), NodeFailed, "Invalid object name 'x'"),
    ],
)
async def test_errors_of_sql_server_are_told_apart(
    server: Server, refusal: Exception, kind: type[NodeError], message: str
) -> None:
    server.refusal = refusal

    with pytest.raises(kind, match=message):
        await ask(shop(), "SELECT 1 AS x")


async def test_a_worker_without_the_driver_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, NAME, None)

    with pytest.raises(NodeFailed, match="extra 'sqlserver'"):
        await ask(shop(), "SELECT 1 AS x")


def test_mysql_streams_rows_and_holds_no_table() -> None:
    connection = pymysql.Connection(defer_connect=True)

    cursor = DRIVERS["mysql"].stream(connection)

    assert isinstance(cursor, SSCursor)


@pytest.mark.parametrize(
    "said", ["sorry, too many clients already", 'too many connections for role "a"']
)
def test_a_user_with_all_its_connections_is_told_from_a_server_that_is_away(said: str) -> None:
    error = DRIVERS["postgresql"].translate(psycopg.OperationalError(f"FATAL:  {said}"))

    assert isinstance(error, NodeUnavailable)
    assert "no connection left" in str(error)
