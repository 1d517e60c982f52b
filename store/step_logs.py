"""Lines that nodes logged: written by workers, read beside their step."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select, tuple_

from noria.errors import Invalid, Problem
from noria.step_log import LogLine
from store.database import Database, Session, to_json
from store.look_tables import StepLog
from store.paging import Page

# A run that is gone has no lines, and one that is written twice is one line.
_WRITE = """
    INSERT INTO step_log
        (run_id, workspace_id, node_id, iteration, attempt, number, at, level, message, facts)
    SELECT line.* FROM json_to_recordset($1::json) AS line (
        run_id uuid, workspace_id uuid, node_id text, iteration text, attempt integer,
        number smallint, at timestamptz, level text, message text, facts json
    )
    JOIN run ON run.id = line.run_id AND run.workspace_id = line.workspace_id
    ON CONFLICT DO NOTHING
"""


async def write_lines(database: Database, lines: Sequence[LogLine]) -> None:
    """All of them, or none; may be repeated."""
    rows = to_json([line.model_dump(mode="json") for line in lines])
    async with database.connections.one() as connection:
        await connection.execute(_WRITE, (rows,), prepare=True)


async def list_lines(  # noqa: PLR0913 - one argument per part of the place
    session: Session,
    *,
    workspace_id: UUID,
    run_id: UUID,
    node_id: str,
    iteration: str,
    cursor: str | None,
    limit: int,
) -> Page[StepLog]:
    """Of all attempts at a step, the first one first."""
    query = (
        select(StepLog)
        .where(
            StepLog.workspace_id == workspace_id,
            StepLog.run_id == run_id,
            StepLog.node_id == node_id,
            StepLog.iteration == iteration,
        )
        .order_by(col(StepLog.attempt), col(StepLog.number))
        .limit(limit + 1)
    )
    if cursor:
        query = query.where(
            tuple_(col(StepLog.attempt), col(StepLog.number)) > _read_cursor(cursor)
        )
    rows = (await session.exec(query)).all()
    items = rows[:limit]
    more = len(rows) > limit
    return Page(items, f"{items[-1].attempt}.{items[-1].number}" if more else None)


def _read_cursor(cursor: str) -> tuple[int, int]:
    attempt, _, number = cursor.partition(".")
    if not (attempt.isdecimal() and number.isdecimal() and len(cursor) < 16):
        raise Invalid(
            f"{cursor!r} is not a cursor; take `next_cursor` of the page before.",
            [Problem(code="cursor", message="Not a cursor.")],
        )
    return int(attempt), int(number)
