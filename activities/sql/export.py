"""`sql.export`: streams the rows of a query into a file."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import closing
from io import StringIO
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

from activities.formats.csv_write import cell_text
from activities.sql.session import Database, Session, columns_of, database_field, opened
from activities.sql.statement import Params, Sql
from activities.sql.values import to_json
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

FETCHED_AT_ONCE = 5_000
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
        data, count, columns = await database.run(_export, config)
    ref = await context.put_blob(data, _MEDIA_TYPES[config.format])
    return SqlExportOutput(file=ref.to_json(), count=count, columns=columns)


def _export(session: Session, config: SqlExportConfig) -> tuple[bytes, int, list[str]]:
    try:
        with closing(session.stream(config.sql, config.params)) as cursor:
            return _write(cursor, config)
    finally:
        session.connection.rollback()


def _write(cursor: Any, config: SqlExportConfig) -> tuple[bytes, int, list[str]]:
    first = cursor.fetchmany(FETCHED_AT_ONCE)
    columns = columns_of(cursor)
    written = bytearray(_line(columns) if config.format == "csv" else b"")
    count = 0
    for rows in _portions(cursor, first):
        count += len(rows)
        for row in rows:
            values = [to_json(value) for value in row]
            written += (
                _line([cell_text(value) for value in values])
                if config.format == "csv"
                else orjson.dumps(dict(zip(columns, values, strict=True))) + b"\n"
            )
        if len(written) > MAX_FILE_BYTES:
            raise NodeFailed(
                f"The rows take more than {MAX_FILE_BYTES // 1024**2} MB; ask for fewer at a time."
            )
    return bytes(written), count, columns


def _portions(cursor: Any, rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    while rows:
        yield rows
        rows = cursor.fetchmany(FETCHED_AT_ONCE)


def _line(fields: Sequence[str]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(fields)
    return text.getvalue().encode()
