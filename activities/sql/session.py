"""One connection for one attempt, one transaction at a time."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import Field, JsonValue

from activities.sql.drivers import Connection, Driver, Place, parse_url
from activities.sql.statement import prepare
from activities.sql.values import from_json
from noria.context import NodeContext
from noria.credential_types.database import DatabaseFields
from noria.credentials import CredentialName
from noria.errors import NodeFailed
from noria.node_type import ui

T = TypeVar("T")


def database_field() -> Any:
    """The config field that names the database."""
    return Field(
        title="Database",
        description="Name of a credential that holds the database's URL.",
        json_schema_extra=ui(widget="credential", credential_type="database", expression="never"),
    )


Database = CredentialName


@dataclass(frozen=True)
class Session:
    """Used in one thread at a time."""

    driver: Driver
    connection: Connection

    def execute(self, sql: str, params: Mapping[str, JsonValue]) -> Any:
        """A cursor that has executed the statement."""
        return self._execute(self.connection.cursor(), sql, params)

    def stream(self, sql: str, params: Mapping[str, JsonValue]) -> Any:
        """A cursor whose rows come as they are fetched, where the driver can do so; close it before all else."""
        return self._execute(self.driver.stream(self.connection), sql, params)

    def _execute(self, cursor: Any, sql: str, params: Mapping[str, JsonValue]) -> Any:
        text, values = prepare(sql, params, self.driver.dialect)
        cursor.execute(text, _plainly(values)) if values else cursor.execute(text)
        return cursor

    def insert(self, sql: str, rows: Sequence[Mapping[str, JsonValue]]) -> int:
        """How many rows there are now that were not."""
        text, _ = prepare(sql, rows[0], self.driver.dialect)
        values: list[Any] = [prepare(sql, row, self.driver.dialect)[1] for row in rows]
        cursor = self.connection.cursor()
        cursor.executemany(text, [_plainly(each) for each in values])
        return max(int(cursor.rowcount), 0)

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Kept when the block ends well, else as if nothing had been."""
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        # The one place where what a step did in its own database becomes so.
        keep = self.connection.commit
        keep()

    def was_done(self, key: str) -> bool:
        """Note in this transaction that the step was done; True where an earlier attempt did it."""
        cursor = self.connection.cursor()
        with self.transaction():
            cursor.execute(self.driver.done_table)
        if self.execute("SELECT 1 FROM noria_done WHERE step_key = :key", {"key": key}).fetchone():
            return True
        # Two attempts at once: the second waits here for the first, and then fails and is repeated.
        self.execute("INSERT INTO noria_done (step_key) VALUES (:key)", {"key": key})
        return False


def _plainly(values: Any) -> Any:
    if isinstance(values, Mapping):
        return {name: from_json(value) for name, value in values.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return [from_json(value) for value in values]


@asynccontextmanager
async def opened(name: str, context: NodeContext) -> AsyncGenerator["Worker"]:
    """A connection to the database of a credential.

    Raises:
        NodeError: It can't be opened, is not open to nodes, or does not answer.
    """
    credential = await context.credential(name, "database")
    driver, place = parse_url(credential.read(DatabaseFields).url.get_secret_value())
    if driver.port:
        place = replace(place, address=await context.resolve(place.host, place.port))
    else:
        place = replace(place, address=str(context.local_path(place.name)))
    async with context.circuit(f"{place.host or place.name}:{place.port}", name):
        worker = Worker(driver)
        session = await worker.do(_open, driver, place, context.timeout_s)
        try:
            yield replace(worker, session=session)
        finally:
            await asyncio.shield(asyncio.to_thread(session.connection.close))


def _open(driver: Driver, place: Place, seconds: float) -> Session:
    return Session(driver, driver.connect(place, seconds))


@dataclass(frozen=True)
class Worker:
    """Does what blocks in a thread, and says what its errors mean."""

    driver: Driver
    session: Session | None = None

    async def do(self, function: Callable[..., T], *arguments: Any) -> T:
        try:
            return await asyncio.to_thread(function, *arguments)
        # The seam to four drivers, whose errors have no common root.
        except Exception as error:
            translated = self.driver.translate(error)
            if translated is None:
                raise
            raise translated from error

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """`function(session, …)`."""
        assert self.session is not None
        return await self.do(function, self.session, *arguments)


def columns_of(cursor: Any) -> list[str]:
    """
    Raises:
        NodeFailed: The statement gives no rows.
    """
    if cursor.description is None:
        raise NodeFailed("The statement gives no rows: use a node that executes instead.")
    return [str(column[0]) for column in cursor.description]
