"""Opens credentials for attempts, from the database, and remembers them for at most a minute."""

import time
from collections.abc import Callable
from uuid import UUID

from pydantic import ValidationError

from noria.credentials import Credential, load_credential_types
from noria.errors import NodeFailed, NodeUnavailable
from store.credentials import OpenRow, open_credential
from store.database import OUTAGES, Database
from store.sealing import Sealer

KEPT_S = 60.0
"""A changed or deleted credential is used no longer than this."""
MAX_KEPT = 1_000

Clock = Callable[[], float]


class DatabaseCredentials:
    """Implements `worker.context.Credentials`."""

    def __init__(
        self, database: Database, sealer: Sealer | None, *, clock: Clock = time.monotonic
    ) -> None:
        self._database = database
        self._sealer = sealer
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[float, Credential]] = {}

    async def open(self, workspace_id: str, name: str) -> Credential | None:
        key = (workspace_id, name)
        until, kept = self._kept.get(key, (0.0, None))
        if kept is not None and self._clock() < until:
            return kept
        self._kept.pop(key, None)
        began = self._clock()
        found = await self._read(workspace_id, name)
        if found is None:
            return None
        credential = _credential(found)
        if len(self._kept) >= MAX_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = (began + KEPT_S, credential)
        return credential

    async def _read(self, workspace_id: str, name: str) -> OpenRow | None:
        if self._sealer is None:
            raise NodeUnavailable(
                "This worker has no NORIA_SECRET_KEYS, so it can't open credentials."
            )
        try:
            async with self._database.sessions.begin() as session:
                return await open_credential(
                    session, self._sealer, workspace_id=UUID(workspace_id), name=name
                )
        except OUTAGES as error:
            raise NodeUnavailable("The database that keeps credentials does not answer.") from error


def _credential(found: OpenRow) -> Credential:
    row = found.row
    known = load_credential_types().find(row.type)
    if known is None:
        raise NodeFailed(
            f"The credential {row.name!r} is of the type {row.type!r}, which this worker does not "
            "have: install the package that brings it."
        )
    try:
        fields = known.fields.model_validate({**row.public, **found.secrets})
    except ValidationError as error:
        names = ", ".join(
            sorted({str(place) for each in error.errors() for place in each["loc"][:1]})
        )
        raise NodeFailed(
            f"The credential {row.name!r} is not complete ({names or known.title}): edit and save it."
        ) from None
    return Credential(row.name, row.type, fields, tuple(row.allowed_hosts) or known.hosts)
