"""`sql.export`: streams the rows of a query into a file."""

import asyncio
import csv
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from io import StringIO
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

from activities.formats.csv_write import cell_text
from activities.sql.session import (
    Database,
    Session,
    Worker,
    columns_of,
    database_field,
    opened,
)
from activities.sql.statement import Params, Sql
from activities.sql.values import to_json
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

FIRST_FETCHED = 100
FETCHED_AT_ONCE = 5_000
PIECE_BYTES = 1024 * 1024
"""How much is fetched at once, as far as the rows before tell."""
MAX_FILE_BYTES = 256 * 1024 * 1024
_MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json_lines": "application/x-ndjson"}


class SqlExportConfig(Model):
    """What to ask, and how to write it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"database": "shop", "sql": "SELECT * FROM customer"}]}
    )

    database: Database = database_field()
    sql: Sql
    params: Params = {}
    format: Literal["csv", "json_lines"] = Field(
        default="csv",
        title="Format",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class SqlExportOutput(BaseModel):
    """A reference to the file."""

    file: dict[str, Any]
    count: int
    """Rows."""
    columns: list[str]


@node(
    "sql.export",
    title="SQL export",
    category="Databases",
    icon="database",
    key_field="sql",
    changes=False,
)
async def sql_export(config: SqlExportConfig, context: NodeContext) -> SqlExportOutput:
    """Stream the rows of a query into a file, however many they are, up to 256 MB.

    PostgreSQL and MySQL send them in portions through a cursor, so that neither side holds all of them. It
    changes nothing; a repeat asks again.
    """
    async with opened(config.database, context) as database:
        rows = _Rows(config)
        async with aclosing(rows.read(database)) as pieces:
            ref = await context.put_blob_stream(pieces, _MEDIA_TYPES[config.format])
    return SqlExportOutput(file=ref.to_json(), count=rows.count, columns=rows.columns)


class _Rows:
    """What a query gives, as lines of a file: a portion of them at a time is in memory."""

    def __init__(self, config: SqlExportConfig) -> None:
        self._config = config
        self._cursor: Any = None
        self._size = 0
        self._wanted = FIRST_FETCHED
        self.count = 0
        self.columns: list[str] = []

    async def read(self, database: Worker) -> AsyncGenerator[bytes]:
        """Each piece is fetched and written in a thread, since drivers block."""
        try:
            while piece := await database.run(self._piece):
                yield piece
        except asyncio.CancelledError:
            raise  # a thread still fetches; the connection is closed under it
        except BaseException:
            await database.run(self._close)
            raise
        await database.run(self._close)

    def _piece(self, session: Session) -> bytes:
        """The next lines; empty at the end."""
        head = b""
        if self._cursor is None:
            self._cursor = session.stream(self._config.sql, self._config.params)
            rows = self._cursor.fetchmany(self._wanted)
            # Some drivers know the columns only once there are rows.
            self.columns = columns_of(self._cursor)
            head = _line(self.columns) if self._config.format == "csv" else b""
        else:
            rows = self._cursor.fetchmany(self._wanted)
        piece = head + b"".join(map(self._written, rows))
        self.count += len(rows)
        self._size += len(piece)
        self._wanted = min(FETCHED_AT_ONCE, max(1, PIECE_BYTES * self.count // max(1, self._size)))
        if self._size > MAX_FILE_BYTES:
            raise NodeFailed(
                f"The rows take more than {MAX_FILE_BYTES // 1024**2} MB; ask for fewer at a time."
            )
        return piece

    def _written(self, row: Sequence[Any]) -> bytes:
        values = [to_json(value) for value in row]
        if self._config.format == "csv":
            return _line([cell_text(value) for value in values])
        return orjson.dumps(dict(zip(self.columns, values, strict=True))) + b"\n"

    def _close(self, session: Session) -> None:
        if self._cursor is not None:
            self._cursor.close()
        session.connection.rollback()


def _line(fields: Sequence[str]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(fields)
    return text.getvalue().encode()
