"""`sql.insert`: puts many rows into a table."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.data.rows import EXAMPLE, Rows
from activities.formats.csv_write import columns_of
from activities.sql.session import Database, Session, database_field, opened
from activities.sql.statement import in_pieces, insert_statement
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

PIECE = 1_000


class SqlInsertConfig(Model):
    """The rows, and where they go."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"database": "shop", "table": "product", "items": EXAMPLE}]}
    )

    database: Database = database_field()
    table: str = Field(
        title="Table",
        description="As `orders` or `shop.orders`.",
        min_length=1,
        json_schema_extra=ui(expression="never"),
    )
    items: Rows = Field(description="Objects by the names of the columns; what is missing is null.")
    columns: list[str] = Field(
        default=[], title="Columns", description="Empty: the fields of all rows."
    )
    on_conflict: Literal["fail", "skip"] = Field(
        default="fail",
        title="Rows that are there",
        description="`skip` leaves rows that break a unique key out; not for SQL Server.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    once: bool = Field(
        default=False,
        title="Exactly once",
        description="Notes in the same transaction that the step was done, in a table `noria_done` that is "
        "made where it isn't there.",
        json_schema_extra=ui(expression="never"),
    )


class SqlInsertOutput(BaseModel):
    """How much was done."""

    inserted: int
    """Rows, as far as the database tells."""
    repeated: bool
    """An earlier attempt had done it."""


@node("sql.insert", title="SQL insert", category="Databases", icon="database", key_field="table")
async def sql_insert(config: SqlInsertConfig, context: NodeContext) -> SqlInsertOutput:
    """Put many rows into a table: all of them or none.

    A repeat puts them in again where no unique key prevents it: choose `once`, or `skip` with a unique key.
    """
    if not config.items:
        return SqlInsertOutput(inserted=0, repeated=False)
    async with opened(config.database, context) as database:
        return await database.run(_insert, config, context.idempotency_key)


def _insert(session: Session, config: SqlInsertConfig, key: str) -> SqlInsertOutput:
    columns = config.columns or columns_of(config.items)
    sql = _statement(session, config, columns)
    inserted = 0
    with session.transaction():
        if config.once and session.was_done(key):
            return SqlInsertOutput(inserted=0, repeated=True)
        for piece in in_pieces(config.items, PIECE):
            inserted += session.insert(sql, [_row(item, columns) for item in piece])
    return SqlInsertOutput(inserted=inserted, repeated=False)


def _statement(session: Session, config: SqlInsertConfig, columns: list[str]) -> str:
    if not columns:
        raise NodeFailed("The rows have no fields, so there is nothing to insert.")
    title, quote = session.driver.title, session.driver.quote
    if config.on_conflict == "fail":
        return insert_statement(config.table, columns, quote)
    if title == "MySQL":
        plain = insert_statement(config.table, columns, quote)
        return plain.replace("INSERT INTO", "INSERT IGNORE INTO", 1)
    if title == "SQL Server":
        raise NodeFailed("SQL Server can't skip rows that are there: choose 'fail'.")
    return insert_statement(config.table, columns, quote, " ON CONFLICT DO NOTHING")


def _row(item: JsonValue, columns: list[str]) -> Mapping[str, JsonValue]:
    if not isinstance(item, dict):
        raise NodeFailed(f"A row is an object with the columns' names, not {str(item)[:100]!r}.")
    return {f"c{at}": item.get(name) for at, name in enumerate(columns)}
