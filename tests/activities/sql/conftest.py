"""Real databases: PostgreSQL, SQLite, and MariaDB where it is installed."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import pymysql
import pytest

from activities.guard import Allowance, Guard
from activities.sql.execute import sql_execute
from tests.activities.credentials import database
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, run
from tests.servers import postgres_server

MARIADBD = shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin")
INSTALL = shutil.which("mariadb-install-db")


@pytest.fixture(scope="session")
def postgresql_url() -> Generator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def mysql_url() -> Generator[str]:
    if not MARIADBD or not INSTALL:
        pytest.skip("MariaDB is not installed")
    folder = Path(tempfile.mkdtemp(prefix="noria-mariadb-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    user = ["--user=root"] if os.getuid() == 0 else []
    data = [f"--datadir={folder}", *user]
    subprocess.run(
        [INSTALL, "--no-defaults", *data, "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=True, capture_output=True,
    )  # fmt: skip
    server = subprocess.Popen(
        [MARIADBD, "--no-defaults", *data, f"--port={port}", "--bind-address=127.0.0.1",
         f"--socket={folder}/s", "--innodb-buffer-pool-size=16M"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _make_user(str(folder / "s"))
        yield f"mysql://noria:pass%20word@127.0.0.1:{port}/shop"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _make_user(path: str) -> None:
    end = time.monotonic() + 60
    while not Path(path).exists():
        assert time.monotonic() < end
        time.sleep(0.1)
    connection = pymysql.connect(unix_socket=path, user="root", password="")
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE shop")
        cursor.execute("CREATE USER noria@'%' IDENTIFIED BY 'pass word'")
        cursor.execute("GRANT ALL ON shop.* TO noria@'%'")


@pytest.fixture(params=["postgresql", "mysql", "sqlite"])
async def shop(request: pytest.FixtureRequest, tmp_path: Path) -> FakeContext:
    """A step's context whose credential `shop` leads to an empty table `product`."""
    kind: str = request.param
    url = "sqlite:///shop.db" if kind == "sqlite" else request.getfixturevalue(f"{kind}_url")
    guard = Guard(Allowance.parse_all(f"127.0.0.1:{urlsplit(url).port or 1}"))
    context = offline(credentials=database(url), files=tmp_path, guard=guard)
    await make_tables(context)
    return context


async def make_tables(context: FakeContext) -> None:
    statements = [
        "DROP TABLE IF EXISTS product",
        "DROP TABLE IF EXISTS noria_done",
        "CREATE TABLE product (id INTEGER PRIMARY KEY, name VARCHAR(100), price DECIMAL(20, 4))",
    ]
    await run(
        sql_execute,
        {"database": "shop", "statements": [{"sql": sql} for sql in statements]},
        context,
    )
