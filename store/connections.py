"""Bare connections of psycopg, for the few statements that are too frequent for an ORM."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import orjson
from psycopg import AsyncConnection, AsyncRawCursor, Error
from psycopg.rows import TupleRow
from psycopg.types.json import set_json_loads

Connection = AsyncConnection[TupleRow]
"""Its statements name parameters `$1`, `$2`."""

# A process that stands still inside a transaction (a paused machine, a stopped container) keeps its
# row locks, and its connection stays up. PostgreSQL ends it, so that another worker can go on.
OPTIONS = "-c timezone=UTC -c idle_in_transaction_session_timeout=60s"
"""Of every connection."""

# Rows are found by their keys only, however few a young table holds. One plan serves all batches:
# making one takes longer than following it.
FREQUENT = f"{OPTIONS} -c plan_cache_mode=force_generic_plan -c enable_seqscan=off"


class Connections:
    """Opens a connection when none is idle, and keeps it.

    psycopg's own pool waits longer after each failure to connect. Here who asks sets the pace.
    """

    def __init__(self, url: str, limit: int) -> None:
        """`limit`: who comes while so many are in use waits for one."""
        self._url = url
        self._turns = asyncio.Semaphore(limit)
        self._idle: list[Connection] = []

    @asynccontextmanager
    async def one(self) -> AsyncGenerator[Connection]:
        """A connection in autocommit mode; closed rather than kept when the block breaks off."""
        async with self._turns:
            connection = self._idle.pop() if self._idle else await self._connect()
            try:
                yield connection
            except BaseException as error:
                await connection.close()
                if isinstance(error, Error):
                    # A server that restarted has dropped the others too.
                    await self.close()
                raise
            self._idle.append(connection)

    async def close(self) -> None:
        """Those in use are kept when they come back."""
        while self._idle:
            await self._idle.pop().close()

    async def _connect(self) -> Connection:
        connection = await AsyncConnection.connect(
            self._url,
            autocommit=True,
            connect_timeout=5,
            options=FREQUENT,
            cursor_factory=AsyncRawCursor,
        )
        set_json_loads(orjson.loads, connection)
        return connection
