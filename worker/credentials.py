"""Opens credentials for attempts, from the database, and remembers them for at most a minute."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from pydantic import BaseModel, JsonValue, ValidationError

from noria.credential_types.oauth2 import OAuth2Fields
from noria.credentials import Credential, CredentialType, load_credential_types
from noria.errors import NodeFailed, NodeUnavailable
from store.credential_owners import run_may_use
from store.credentials import CredentialRow, OpenRow, lock_open, open_credential, save_tokens
from store.database import OUTAGES, Database
from store.sealing import Sealer
from worker.external_secrets import ExternalSecrets
from worker.tokens import TokenServer, is_fresh

KEPT_S = 60.0
"""A changed or deleted credential is used no longer than this."""
MAX_KEPT = 1_000

Clock = Callable[[], float]


@dataclass(frozen=True)
class _Kept:
    """An opened credential, until then."""

    until: float
    credential: Credential
    row: CredentialRow


class DatabaseCredentials:
    """Implements `worker.context.Credentials`."""

    def __init__(
        self,
        database: Database,
        sealer: Sealer | None,
        external: ExternalSecrets | None = None,
        tokens: TokenServer | None = None,
        *,
        clock: Clock = time.monotonic,
    ) -> None:
        self._database = database
        self._sealer = sealer
        self._external = external
        self._tokens = tokens
        self._clock = clock
        self._kept: dict[tuple[str, str], _Kept] = {}

    async def open(
        self, workspace_id: str, name: str, run_id: str | None = None
    ) -> Credential | None:
        """Without a run it is a person who tries it, whose right to do so was looked at."""
        key = (workspace_id, name)
        kept = self._kept.get(key)
        if kept is None or self._clock() >= kept.until:
            self._kept.pop(key, None)
            began = self._clock()
            found = await self._read(UUID(workspace_id), name)
            if found is None:
                return None
            credential = await self._build(workspace_id, found)
            if len(self._kept) >= MAX_KEPT:
                del self._kept[next(iter(self._kept))]
            kept = self._kept[key] = _Kept(began + KEPT_S, credential, found.row)
        if run_id is not None and kept.row.sharing == "private":
            await self._check_private(kept.row, UUID(run_id))
        return kept.credential

    async def _check_private(self, row: CredentialRow, run_id: UUID) -> None:
        """Anew for each attempt: who leaves the workspace takes their credentials along at once."""
        try:
            async with self._database.sessions.begin() as session:
                allowed = await run_may_use(session, row, run_id=run_id)
        except OUTAGES as error:
            raise NodeUnavailable("The database that keeps credentials does not answer.") from error
        if not allowed:
            raise NodeFailed(
                f"The credential {row.name!r} is private, and not to who published this workflow, "
                "or started its draft: share it with the workspace, or choose another."
            )

    def forget(self, workspace_id: str, name: str) -> None:
        """Read it anew the next time, as after it was connected."""
        self._kept.pop((workspace_id, name), None)

    async def fields(self, workspace_id: str, found: OpenRow) -> BaseModel:
        """The opened row as its type has it, references resolved.

        Raises:
            NodeFailed: It is of no use as it is stored.
            NodeUnavailable: Where a secret is kept does not answer.
        """
        known = _type_of(found.row)
        secrets = found.secrets
        if self._external is not None:
            resolved = {
                name: await self._external.resolve(workspace_id, value)
                for name, value in secrets.items()
            }
            secrets = resolved
        return _fields(known, found.row, secrets)

    async def _build(self, workspace_id: str, found: OpenRow) -> Credential:
        row = found.row
        fields = await self.fields(workspace_id, found)
        if isinstance(fields, OAuth2Fields) and not is_fresh(fields, datetime.now(UTC)):
            fields = await self._renewed(workspace_id, row)
        hosts = tuple(row.allowed_hosts) or _type_of(row).hosts
        return Credential(row.name, row.type, fields, hosts)

    async def _renewed(self, workspace_id: str, row: CredentialRow) -> BaseModel:
        """With a token that is good for a while; of many who want one, one asks for it."""
        assert self._sealer is not None
        if self._tokens is None:
            raise NodeUnavailable("This worker can't renew tokens.")
        try:
            async with self._database.sessions.begin() as session:
                found = await lock_open(
                    session, self._sealer, workspace_id=UUID(workspace_id), credential_id=row.id
                )
                fields = await self.fields(workspace_id, found)
                assert isinstance(fields, OAuth2Fields)
                if is_fresh(fields, datetime.now(UTC)):
                    return fields
                changes = await self._tokens.renew(row.name, fields)
                saved = await save_tokens(
                    session,
                    self._sealer,
                    workspace_id=UUID(workspace_id),
                    credential_id=row.id,
                    changes=changes,
                )
                return await self.fields(workspace_id, saved)
        except OUTAGES as error:
            raise NodeUnavailable("The database that keeps credentials does not answer.") from error

    async def _read(self, workspace_id: UUID, name: str) -> OpenRow | None:
        if self._sealer is None:
            raise NodeUnavailable(
                "This worker has no NORIA_SECRET_KEYS, so it can't open credentials."
            )
        try:
            async with self._database.sessions.begin() as session:
                return await open_credential(
                    session, self._sealer, workspace_id=workspace_id, name=name
                )
        except OUTAGES as error:
            raise NodeUnavailable("The database that keeps credentials does not answer.") from error


def _type_of(row: CredentialRow) -> CredentialType:
    known = load_credential_types().find(row.type)
    if known is None:
        raise NodeFailed(
            f"The credential {row.name!r} is of the type {row.type!r}, which this worker does not "
            "have: install the package that brings it."
        )
    return known


def _fields(
    known: CredentialType, row: CredentialRow, secrets: Mapping[str, JsonValue]
) -> BaseModel:
    try:
        return known.fields.model_validate({**row.public, **secrets})
    except ValidationError as error:
        places = {str(place) for each in error.errors() for place in each["loc"][:1]}
        names = ", ".join(sorted(places)) or known.title
        raise NodeFailed(
            f"The credential {row.name!r} is not complete ({names}): edit and save it."
        ) from None
