"""`sql.execute`: changes a database, in one transaction."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.sql.session import Database, Session, columns_of, database_field, opened
from activities.sql.statement import Params, Sql
from activities.sql.values import as_rows
from noria.context import NodeContext
from noria.model import Model
from noria.node_type import node, ui

MAX_ROWS = 10_000


class Statement(Model):
    """One statement."""

    sql: Sql = Field(json_schema_extra=ui(placeholder="UPDATE stock SET n = n - :n WHERE id = :id"))
    params: Params = {}


class SqlExecuteConfig(Model):
    """What to do, and where."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "database": "shop",
                    "statements": [
                        {"sql": "DELETE FROM basket WHERE id = :id", "params": {"id": 1}}
                    ],
                }
            ]
        }
    )

    database: Database = database_field()
    statements: list[Statement] = Field(
        title="Statements",
        description="Done in order, all of them or none.",
        min_length=1,
        max_length=100,
    )
    once: bool = Field(
        default=False,
        title="Exactly once",
        description="Notes in the same transaction that the step was done, in a table `noria_done` that is "
        "made where it isn't there.",
        json_schema_extra=ui(expression="never"),
    )


class Done(BaseModel):
    """What one statement did."""

    affected: int
    """Rows; -1 where the database does not say."""
    rows: list[JsonValue]
    """Where it has `RETURNING`, at most 10,000."""


class SqlExecuteOutput(BaseModel):
    """In the order of the statements."""

    results: list[Done]
    repeated: bool
    """An earlier attempt had done it: nothing was done again, and there are no results."""


@node("sql.execute", title="SQL execute", category="Databases", icon="database")
async def sql_execute(config: SqlExecuteConfig, context: NodeContext) -> SqlExecuteOutput:
    """Change a database by statements that are done together or not at all.

    When the worker dies right after the commit, the repeat does it again: choose `once`, or write statements
    that may be done twice, as `INSERT … ON CONFLICT DO NOTHING`.
    """
    async with opened(config.database, context) as database:
        return await database.run(_execute, config, context.idempotency_key)


def _execute(session: Session, config: SqlExecuteConfig, key: str) -> SqlExecuteOutput:
    with session.transaction():
        if config.once and session.was_done(key):
            return SqlExecuteOutput(results=[], repeated=True)
        results: list[Done] = []
        for statement in config.statements:
            cursor = session.execute(statement.sql, statement.params)
            rows: list[JsonValue] = []
            if cursor.description is not None:
                rows = as_rows(columns_of(cursor), cursor.fetchmany(MAX_ROWS))
            results.append(Done(affected=int(cursor.rowcount), rows=rows))
    return SqlExecuteOutput(results=results, repeated=False)
