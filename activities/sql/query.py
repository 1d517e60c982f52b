"""`sql.query`: asks a database for rows."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.sql.session import Database, Session, columns_of, database_field, opened
from activities.sql.statement import Params, Sql
from activities.sql.values import as_rows
from noria.context import NodeContext
from noria.model import Model
from noria.node_type import node

MAX_ROWS = 100_000


class SqlQueryConfig(Model):
    """What to ask, and whom."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "database": "shop",
                    "sql": "SELECT id, name FROM customer WHERE id = :id",
                    "params": {"id": 1},
                }
            ]
        }
    )

    database: Database = database_field()
    sql: Sql
    params: Params = {}
    limit: int = Field(
        default=1_000,
        title="At most",
        description="Rows to give; for more than that use `sql.export`.",
        ge=1,
        le=MAX_ROWS,
    )


class SqlQueryOutput(BaseModel):
    """The rows, by the names of their columns."""

    rows: list[JsonValue]
    columns: list[str]
    count: int
    more: bool
    """Whether there are more rows than were given."""


@node(
    "sql.query",
    title="SQL query",
    category="Databases",
    icon="database",
    key_field="sql",
    changes=False,
)
async def sql_query(config: SqlQueryConfig, context: NodeContext) -> SqlQueryOutput:
    """Ask a PostgreSQL, MySQL, SQL Server or SQLite database for rows.

    It runs in a transaction that is rolled back, so it changes nothing, and a repeat asks again. Dates are
    text in ISO 8601, bytes are base64, decimals that no number holds exactly are text. A SQLite database is
    a file in the worker's folder of files.
    """
    async with opened(config.database, context) as database:
        return await database.run(_ask, config)


def _ask(session: Session, config: SqlQueryConfig) -> SqlQueryOutput:
    try:
        cursor = session.execute(config.sql, config.params)
        columns = columns_of(cursor)
        found = cursor.fetchmany(config.limit + 1)
    finally:
        session.connection.rollback()
    rows = as_rows(columns, found[: config.limit])
    return SqlQueryOutput(
        rows=rows, columns=columns, count=len(rows), more=len(found) > config.limit
    )
