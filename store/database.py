"""Connections to PostgreSQL. Who asks decides where a transaction begins and ends."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import psycopg
from psycopg.errors import IdleInTransactionSessionTimeout
from sqlalchemy import event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.connections import OPTIONS, Connections
from store.row_security import ScopedSession
from store.settings import StoreSettings

Session = AsyncSession
SessionMaker = async_sessionmaker[AsyncSession]

OUTAGES: tuple[type[Exception], ...] = (
    OperationalError,
    InterfaceError,
    PoolTimeoutError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    IdleInTransactionSessionTimeout,
)
"""What is raised when PostgreSQL is away, restarting, out of connections, or tired of waiting for us."""

REFUSALS: tuple[type[Exception], ...] = (IntegrityError, DataError)
"""What is raised for rows that PostgreSQL never takes, however often they are sent."""


def to_json(value: Any) -> str:
    """Compact JSON in the order of the keys; a lone surrogate, which is no character, becomes `?`."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        # orjson refuses integers beyond 64 bits and lone surrogates.
        written = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        return written.encode(errors="replace").decode()


def driver_url(url: str) -> str:
    """The URL with psycopg as driver, whichever driver it names."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def plain_url(url: str) -> str:
    """The URL as libpq reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def time_of(session: Session) -> datetime:
    """PostgreSQL's time at the start of the transaction, which is that of all its rows."""
    return (await session.exec(select(func.now()))).one()


@dataclass(frozen=True)
class Database:
    """A pool of connections, and the sessions on it.

    `async with database.sessions.begin() as session:` is one transaction, ended by the block.
    """

    url: str
    engine: AsyncEngine
    sessions: SessionMaker
    connections: Connections
    """Apart from the pool, for statements that are too frequent for SQLAlchemy."""

    async def ping(self) -> None:
        """Raise when PostgreSQL does not answer."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self.connections.close()
        await self.engine.dispose()


def open_database(settings: StoreSettings) -> Database:
    """Connects at first use, so a process may start before PostgreSQL does."""
    pool: dict[str, Any] = (
        {"pool_size": settings.database_pool_size, "max_overflow": settings.database_pool_size}
        if settings.database_pool_size
        else {"poolclass": NullPool}
    )
    engine = create_async_engine(
        driver_url(settings.database_url),
        json_serializer=to_json,
        json_deserializer=orjson.loads,
        # A restarted PostgreSQL leaves dead connections in the pool: test before use.
        pool_pre_ping=True,
        # Errors are logged, and parameters hold what people entrusted to us.
        hide_parameters=True,
        connect_args={"options": OPTIONS, "connect_timeout": 5},
        **pool,
    )
    event.listen(engine.sync_engine, "handle_error", _as_outage)
    return Database(
        url=settings.database_url,
        engine=engine,
        sessions=async_sessionmaker(
            engine,
            class_=AsyncSession,
            sync_session_class=ScopedSession,
            expire_on_commit=False,
        ),
        connections=Connections(
            plain_url(settings.database_url), limit=max(settings.database_pool_size, 1)
        ),
    )


def _as_outage(context: ExceptionContext) -> OperationalError | None:
    """A process that stood still finds its transaction ended, which says nothing of its statement."""
    error = context.original_exception
    if not isinstance(error, IdleInTransactionSessionTimeout):
        return None
    context.is_disconnect = True
    return OperationalError(context.statement, None, error, hide_parameters=True)
