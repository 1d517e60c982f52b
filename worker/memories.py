"""What agents remember, in the database."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from activities import redaction
from noria.ai.memory import Remembered
from noria.errors import NodeFailed, NodeUnavailable
from store import memories
from store.database import OUTAGES, Database, Session
from store.memories import NewEntry


class NoMemories:
    """Of a worker that keeps none."""

    async def recall(
        self, workspace_id: str, key: str, *, limit: int, whole: bool, beside: str
    ) -> Remembered:
        raise NodeFailed("This worker keeps no memory.")

    async def keep(  # noqa: PLR0913 - a row
        self,
        workspace_id: str,
        key: str,
        *,
        source: str,
        run_id: str,
        node_id: str,
        asked: str,
        answered: str,
    ) -> None:
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

    async def keep(  # noqa: PLR0913 - a row
        self,
        workspace_id: str,
        key: str,
        *,
        source: str,
        run_id: str,
        node_id: str,
        asked: str,
        answered: str,
    ) -> None:
        entry = NewEntry(
            source=source,
            run_id=UUID(run_id) if run_id else None,
            node_id=node_id,
            asked=_plain(asked),
            answered=_plain(answered),
        )
        async with self._session() as session:
            await memories.keep(session, workspace_id=UUID(workspace_id), key=key, entry=entry)

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
