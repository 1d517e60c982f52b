"""Opens the secret that a webhook's requests are checked with, for one request."""

from typing import Any, Protocol
from uuid import UUID

from pydantic import SecretStr, ValidationError

from noria.credentials import Credential, load_credential_types
from noria.errors import Unavailable
from noria.triggers.signatures import Secrets
from noria.triggers.webhook import CREDENTIAL_TYPES, WebhookConfig
from store.credentials import open_credential
from store.database import Database
from store.sealing import Sealer
from store.trigger_tables import Trigger


class Opened(Protocol):
    """An opened credential, as `noria.credentials.Credential` is."""

    @property
    def type(self) -> str: ...
    @property
    def fields(self) -> Any: ...


class CredentialOpener(Protocol):
    """Where credentials are, for this process."""

    async def find(self, workspace_id: UUID, name: str) -> Opened | None: ...


class StoredCredentials:
    """Those of the database, opened with `NORIA_SECRET_KEYS`."""

    def __init__(self, database: Database, sealer: Sealer | None) -> None:
        self._database = database
        self._sealer = sealer

    async def find(self, workspace_id: UUID, name: str) -> Opened | None:
        if self._sealer is None:
            return None
        async with self._database.sessions.begin() as session:
            found = await open_credential(
                session, self._sealer, workspace_id=workspace_id, name=name
            )
        known = load_credential_types().find(found.row.type) if found else None
        if found is None or known is None:
            return None
        try:
            fields = known.fields.model_validate({**found.row.public, **found.secrets})
        except ValidationError:
            return None
        return Credential(found.row.name, found.row.type, fields)


class NoCredentials:
    """A place without any."""

    async def find(self, workspace_id: UUID, name: str) -> Opened | None:
        return None


class _Parts(Protocol):
    @property
    def credentials(self) -> CredentialOpener: ...


async def open_secrets(parts: _Parts, trigger: Trigger, config: WebhookConfig) -> Secrets:
    """
    Raises:
        Unavailable: The credential is gone, or is of another type. Whose fault that is the sender
            need not know; the history of the trigger tells.
    """
    wanted = CREDENTIAL_TYPES.get(config.auth)
    if wanted is None:
        return Secrets()
    opened = await parts.credentials.find(trigger.workspace_id, config.credential or "")
    if opened is None or opened.type != wanted:
        raise Unavailable("This webhook can't check its senders at present; send it again later.")
    fields = opened.fields
    if wanted == "header":
        return Secrets(header=(fields.name, _plain(fields.value)))
    if wanted == "basic":
        return Secrets(basic=(fields.username, _plain(fields.password)))
    return signing_keys(opened)


def signing_keys(opened: Opened) -> Secrets:
    """Of a credential `signing_secret`: the secret, and the one before it while both are good."""
    keys = [_plain(opened.fields.secret), _plain(opened.fields.previous)]
    return Secrets(keys=[key for key in keys if key])


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
