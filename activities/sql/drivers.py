"""The databases there are: how each is connected to, and what its errors mean.

All of them through Python's common interface for databases, in threads; a driver is imported when it
is used. Statements end by the server's own limits at the step's timeout.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from activities.sql.statement import MYSQL, POSTGRESQL, SQLITE, SQLSERVER, Dialect
from noria.errors import NodeError, NodeFailed, NodeUnavailable

CONNECT_SECONDS = 10

Connection = Any
"""Of DB-API 2.0: `cursor()`, `commit()`, `rollback()`, `close()`."""


@dataclass(frozen=True)
class Place:
    """Where a database is; made from its URL."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    name: str
    options: Mapping[str, str]
    address: str = ""
    """What the guard allows to connect to, or the file."""


@dataclass(frozen=True)
class Driver:
    """One kind of database."""

    title: str
    port: int
    """0: a file."""
    dialect: Dialect
    quote: str
    connect: Callable[[Place, float], Connection]
    """With the seconds that a statement may take."""
    translate: Callable[[Exception], NodeError | None]
    done_table: str = "CREATE TABLE IF NOT EXISTS noria_done (step_key VARCHAR(200) PRIMARY KEY)"
    """Keeps which steps were done."""
    stream: Callable[[Connection], Any] = lambda connection: connection.cursor()
    """A cursor that does not hold all rows at once, where the driver has one."""


def parse_url(url: str) -> tuple[Driver, Place]:
    """
    Raises:
        NodeFailed: It is no URL of a database that there is. The URL is not quoted: it holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NodeFailed("The credential's URL is none: its port is not a number.") from error
    scheme = parts.scheme.partition("+")[0]
    driver = DRIVERS.get(scheme)
    if driver is None:
        raise NodeFailed(
            f"There is no database {scheme!r}; use postgresql, mysql, sqlserver or sqlite, as "
            "'postgresql://user:password@host:5432/name'."
        )
    if driver.port and not parts.hostname:
        raise NodeFailed("The credential's URL names no host.")
    return driver, Place(
        scheme=scheme,
        host=parts.hostname or "",
        port=port or driver.port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        name=unquote(parts.path.removeprefix("/")),
        options=dict(parse_qsl(parts.query)),
    )


def _postgresql(place: Place, seconds: float) -> Connection:
    import psycopg

    modes = ("disable", "prefer", "require", "verify-ca", "verify-full")
    mode = place.options.get("sslmode", "prefer")
    return psycopg.connect(
        host=place.host,
        hostaddr=place.address,
        port=place.port,
        user=place.user,
        password=place.password,
        dbname=place.name,
        sslmode=mode if mode in modes else "prefer",
        connect_timeout=CONNECT_SECONDS,
        application_name="noria",
        options=f"-c statement_timeout={int(seconds * 1000)}",
    )


def _translate_postgresql(error: Exception) -> NodeError | None:
    import psycopg

    if not isinstance(error, psycopg.Error):
        return None
    state = error.sqlstate or ""
    message = " ".join((error.diag.message_primary or str(error)).split())
    if state.startswith("28"):
        return NodeFailed("The database refused the credential's user or password.")
    if state == "57014":
        return NodeFailed("The statement did not finish within the step's timeout.")
    if isinstance(error, psycopg.OperationalError) and not state:
        return _unreachable(message)
    if state[:2] in ("08", "40", "53", "57") or state == "55P03":
        return NodeUnavailable(f"The database could not do it now: {message}")
    detail = f" {error.diag.message_detail}" if error.diag.message_detail else ""
    return NodeFailed(f"The database refused the statement ({state}): {message}.{detail}")


def _unreachable(message: str) -> NodeError:
    if "password authentication failed" in message or "no pg_hba.conf entry" in message:
        return NodeFailed("The database refused the credential's user or password.")
    if "does not exist" in message:
        return NodeFailed("The database or the user that the credential names does not exist.")
    if "too many" in message or "remaining connection slots" in message:
        return NodeUnavailable("The database has no connection left for the credential's user.")
    return NodeUnavailable("The database could not be reached.")


def _mysql(place: Place, seconds: float) -> Connection:
    import pymysql

    connect: Any = pymysql.connect
    return connect(
        host=place.address,
        port=place.port,
        user=place.user,
        password=place.password,
        database=place.name or None,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=max(1, int(seconds)),
        write_timeout=max(1, int(seconds)),
        charset="utf8mb4",
        local_infile=False,
        # Checked by the host's name, where the URL asks for it; the server needs no name of its own else.
        ssl_verify_identity=False,
        ssl={} if place.options.get("ssl") in ("1", "true", "required") else None,
    )


def _mysql_stream(connection: Connection) -> Any:
    from pymysql.cursors import SSCursor

    return connection.cursor(SSCursor)


_MYSQL_BUSY = frozenset((1040, 1203, 1205, 1213, 2003, 2006, 2013, 3024))


def _translate_mysql(error: Exception) -> NodeError | None:
    import pymysql

    if not isinstance(error, pymysql.MySQLError):
        return None
    code = error.args[0] if error.args and isinstance(error.args[0], int) else 0
    message = str(error.args[1]) if len(error.args) > 1 else str(error)
    if code in (1044, 1045, 1698):
        return NodeFailed("The database refused the credential's user or password.")
    if code in _MYSQL_BUSY or (isinstance(error, pymysql.OperationalError) and code == 0):
        return NodeUnavailable(f"The database could not do it now ({code}).")
    return NodeFailed(f"The database refused the statement ({code}): {message}.")


def _sqlite(place: Place, seconds: float) -> Connection:
    import sqlite3
    import time

    connection = sqlite3.connect(
        place.address,
        timeout=min(seconds, 30),
        check_same_thread=False,
        isolation_level="IMMEDIATE",
    )

    def allows(action: int, *_: Any) -> int:
        # Another file could be any file of this machine.
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK

    connection.set_authorizer(allows)
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, 10_000)
    return connection


def _translate_sqlite(error: Exception) -> NodeError | None:
    import sqlite3

    if not isinstance(error, sqlite3.Error):
        return None
    message = str(error)
    if "interrupted" in message:
        return NodeFailed("The statement did not finish within the step's timeout.")
    if "locked" in message or "busy" in message:
        return NodeUnavailable("Somebody else is writing to the database.")
    return NodeFailed(f"The database refused the statement: {message}.")


def _sqlserver(place: Place, seconds: float) -> Connection:
    try:
        import mssql_python  # pyright: ignore[reportMissingImports] # an extra of its own
    except ImportError as error:
        raise NodeFailed(
            "This worker has no driver for SQL Server; install Noria with its extra 'sqlserver'."
        ) from error
    trust = place.options.get("trust_server_certificate", "no")
    connection: Any = mssql_python.connect(  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        ";".join(
            f"{name}={{{value.replace('}', '}}')}}}"
            for name, value in {
                "SERVER": f"{place.address},{place.port}",
                "DATABASE": place.name or "master",
                "UID": place.user,
                "PWD": place.password,
                "Encrypt": "yes",
                "HostnameInCertificate": place.host,
                "TrustServerCertificate": "yes" if trust in ("1", "yes", "true") else "no",
            }.items()
        )
    )
    connection.timeout = max(1, int(seconds))
    return cast("Connection", connection)


def _translate_sqlserver(error: Exception) -> NodeError | None:
    if not type(error).__module__.startswith("mssql_python"):
        return None
    message = " ".join(str(error).split())
    if "Login failed" in message:
        return NodeFailed("The database refused the credential's user or password.")
    if type(error).__name__ == "OperationalError":
        return NodeUnavailable("The database could not be reached, or broke off.")
    return NodeFailed(f"The database refused the statement: {message}.")


_POSTGRESQL = Driver(
    "PostgreSQL", 5432, POSTGRESQL, '"', _postgresql, _translate_postgresql,
    stream=lambda connection: connection.cursor(name="noria_export"),
)  # fmt: skip
_MYSQL = Driver("MySQL", 3306, MYSQL, "`", _mysql, _translate_mysql, stream=_mysql_stream)
_SQLITE = Driver("SQLite", 0, SQLITE, '"', _sqlite, _translate_sqlite)
_SQLSERVER = Driver(
    "SQL Server", 1433, SQLSERVER, '"', _sqlserver, _translate_sqlserver,
    "IF OBJECT_ID('noria_done') IS NULL CREATE TABLE noria_done (step_key VARCHAR(200) PRIMARY KEY)",
)  # fmt: skip
DRIVERS = {
    "postgresql": _POSTGRESQL,
    "postgres": _POSTGRESQL,
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
    "sqlite": _SQLITE,
    "sqlserver": _SQLSERVER,
    "mssql": _SQLSERVER,
}
