"""Vectors of texts that were embedded before, in the database."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import structlog

from noria.ai.vectors import Vector
from store import text_vectors
from store.database import OUTAGES, Database

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class NoVectors:
    """Of a worker that keeps none."""

    async def find(
        self, workspace_id: str, model: str, hashes: Sequence[str]
    ) -> Mapping[str, Vector]:
        return {}

    async def keep(self, workspace_id: str, model: str, vectors: Mapping[str, Vector]) -> None:
        pass


class DatabaseVectors:
    """Implements `noria.ai.vectors.VectorCache`."""

    def __init__(self, database: Database) -> None:
        self._sessions = database.sessions

    async def find(
        self, workspace_id: str, model: str, hashes: Sequence[str]
    ) -> Mapping[str, Vector]:
        """None while the database is away: they are embedded again."""
        try:
            async with self._sessions.begin() as session:
                return await text_vectors.find_vectors(
                    session, workspace_id=UUID(workspace_id), model=model, hashes=hashes
                )
        except OUTAGES:
            log.warning("vectors_not_read")
            return {}

    async def keep(self, workspace_id: str, model: str, vectors: Mapping[str, Vector]) -> None:
        """What can't be kept was paid for all the same: it is passed on."""
        try:
            async with self._sessions.begin() as session:
                await text_vectors.keep_vectors(
                    session, workspace_id=UUID(workspace_id), model=model, vectors=vectors
                )
        except OUTAGES:
            log.warning("vectors_not_kept", count=len(vectors))
