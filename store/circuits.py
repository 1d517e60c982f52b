"""Circuits that are open, so that every worker leaves alone what one has found failing.

A row is there only while a circuit is open: there are few, and workers read all of them, of all
workspaces, since they belong to the machinery. PostgreSQL's clock decides, not the workers'. One
that nobody has called for an hour counts as closed, and goes when the next one opens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, delete, func, select

from store.database import Database, Session
from store.destination_tables import Circuit

FORGOTTEN_AFTER = timedelta(hours=1)

_OPEN = """
    WITH forgotten AS (DELETE FROM circuit WHERE opened_at < now() - interval '1 day')
    INSERT INTO circuit (workspace_id, destination, credential, reason)
    SELECT id, $2, $3, $4 FROM workspace WHERE id = $1
    ON CONFLICT (workspace_id, destination, credential)
    DO UPDATE SET opened_at = now(), probed_at = NULL, reason = excluded.reason
"""
_LIST = """
    SELECT workspace_id, destination, credential, reason,
        extract(epoch FROM now() - opened_at)::float8
    FROM circuit WHERE opened_at > now() - interval '1 hour'
"""
_PROBE = """
    UPDATE circuit SET probed_at = now()
    WHERE workspace_id = $1 AND destination = $2 AND credential = $3
        AND greatest(opened_at, probed_at) <= now() - make_interval(secs => $4)
"""
_CLOSE = "DELETE FROM circuit WHERE workspace_id = $1 AND destination = $2 AND credential = $3"


@dataclass(frozen=True)
class OpenCircuit:
    """What is left alone, by whom, why, and since when."""

    workspace_id: UUID
    destination: str
    credential: str
    reason: str
    open_for_s: float


async def open_circuit(
    database: Database, *, workspace_id: UUID, destination: str, credential: str, reason: str
) -> None:
    """From now on, also where it is open already. A workspace that is gone has no circuits."""
    async with database.connections.one() as connection:
        await connection.execute(
            _OPEN, (workspace_id, destination, credential, reason), prepare=True
        )


async def list_circuits(database: Database) -> Sequence[OpenCircuit]:
    """Of all workspaces."""
    async with database.connections.one() as connection:
        cursor = await connection.execute(_LIST, prepare=True)
        return [OpenCircuit(*row) for row in await cursor.fetchall()]


async def probe_circuit(
    database: Database, *, workspace_id: UUID, destination: str, credential: str, open_s: float
) -> bool:
    """True for one caller once the circuit was open for so long, and for the next if that one dies."""
    async with database.connections.one() as connection:
        cursor = await connection.execute(
            _PROBE, (workspace_id, destination, credential, open_s), prepare=True
        )
        return cursor.rowcount == 1


async def close_circuit(
    database: Database, *, workspace_id: UUID, destination: str, credential: str
) -> None:
    """The destination answers again."""
    async with database.connections.one() as connection:
        await connection.execute(_CLOSE, (workspace_id, destination, credential), prepare=True)


async def list_of_workspace(session: Session, *, workspace_id: UUID) -> Sequence[Circuit]:
    """The newest first."""
    query = (
        select(Circuit)
        .where(
            Circuit.workspace_id == workspace_id,
            col(Circuit.opened_at) > func.now() - FORGOTTEN_AFTER,
        )
        .order_by(col(Circuit.opened_at).desc(), Circuit.destination, Circuit.credential)
    )
    return (await session.exec(query)).all()


async def close_of_workspace(
    session: Session, *, workspace_id: UUID, destination: str, credential: str | None
) -> int:
    """By a person; workers learn of it when they next look. Returns how many were open."""
    closing = delete(Circuit).where(
        col(Circuit.workspace_id) == workspace_id, col(Circuit.destination) == destination
    )
    if credential is not None:
        closing = closing.where(col(Circuit.credential) == credential)
    return len((await session.exec(closing.returning(col(Circuit.credential)))).all())
