"""What agents remember, in the database."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

from activities import redaction
from noria.ai.memory import NewExchange, Remembered
from noria.errors import NodeFailed, NodeUnavailable
from store import memories
from store.database import OUTAGES, Database, Session


class NoMemories:
    """Of a worker that keeps none."""

    async def recall(
        self, workspace_id: str, key: str, *, limit: int, whole: bool, beside: str
    ) -> Remembered:
        raise NodeFailed("This worker keeps no memory.")

    async def keep(self, workspace_id: str, key: str, exchange: NewExchange) -> None:
        raise NodeFailed("This worker keeps no memory.")

    async def summarize(
        self, workspace_id: str, key: str, *, summary: str, ids: Sequence[str]
    ) -> None:
        raise NodeFailed("This worker keeps no memory.")


class DatabaseMemories:
    """Implements `noria.ai.memory.Memories`. Nothing that is secret is kept."""

    def __init__(self, database: Database) -> None:
        self._sessions = database.sessions

    async def recall(
        self, workspace_id: str, key: str, *, limit: int, whole: bool, beside: str
    ) -> Remembered:
        async with self._session() as session:
            return await memories.recall(
                session,
                workspace_id=UUID(workspace_id),
                key=key,
                limit=limit,
                whole=whole,
                beside=beside,
            )

    async def keep(self, workspace_id: str, key: str, exchange: NewExchange) -> None:
        plain = replace(exchange, asked=_plain(exchange.asked), answered=_plain(exchange.answered))
        async with self._session() as session:
            await memories.keep(session, workspace_id=UUID(workspace_id), key=key, exchange=plain)

    async def summarize(
        self, workspace_id: str, key: str, *, summary: str, ids: Sequence[str]
    ) -> None:
        async with self._session() as session:
            await memories.summarize(
                session,
                workspace_id=UUID(workspace_id),
                key=key,
                summary=_plain(summary),
                ids=[UUID(each) for each in ids],
            )

    @asynccontextmanager
    async def _session(self) -> AsyncGenerator[Session]:
        try:
            async with self._sessions.begin() as session:
                yield session
        except OUTAGES as error:
            raise NodeUnavailable(
                "The database that keeps what agents remember does not answer."
            ) from error


def _plain(text: str) -> str:
    """Without secrets, and without what PostgreSQL's text does not hold."""
    return redaction.current().text(text).replace("\x00", "")
