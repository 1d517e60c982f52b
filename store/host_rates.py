"""How often destinations may be called, of all workers together.

The generic cell rate algorithm in one statement: a call uses `each` seconds of time, and may come
up to a second before the time that is used so far. PostgreSQL's clock decides.
"""

from uuid import UUID

from store.database import Database

_TAKE = """
    INSERT INTO host_rate AS rate (workspace_id, destination, used_until)
    SELECT id, $2, now() + make_interval(secs => $3) FROM workspace WHERE id = $1
    ON CONFLICT (workspace_id, destination)
    DO UPDATE SET used_until = greatest(rate.used_until, now()) + make_interval(secs => $3)
    WHERE rate.used_until <= now() + make_interval(secs => $4)
    RETURNING extract(epoch FROM used_until - now())::float8
"""
BURST_SECONDS = 1.0
"""What a second allows may be called at once."""


async def take_turn(
    database: Database, *, workspace_id: UUID, destination: str, each_s: float, patience_s: float
) -> float | None:
    """Seconds until the call may be made, which has its turn then; None: longer than `patience_s`."""
    burst = max(0.0, BURST_SECONDS - each_s)
    values = (workspace_id, destination, each_s, patience_s + burst)
    async with database.connections.one() as connection:
        cursor = await connection.execute(_TAKE, values, prepare=True)
        row = await cursor.fetchone()
    return None if row is None else max(0.0, row[0] - each_s - burst)
