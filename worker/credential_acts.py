"""Tries and connects credentials: activities that stand alone, since only workers open secrets."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any
from uuid import UUID

import httpx2
import psycopg
import structlog
from psycopg.conninfo import conninfo_to_dict
from temporalio import activity

from activities.guard import Guard
from activities.redaction import current, redacting
from activities.signing import TYPES, sign
from activities.transport import check_url, client_on
from noria.credential_types.database import DatabaseFields
from noria.credential_types.oauth2 import OAuth2Fields
from noria.credential_types.smtp import SmtpFields
from noria.credential_work import (
    CONNECT_CREDENTIAL,
    TRY_CREDENTIAL,
    ConnectCall,
    Tried,
    TryCall,
)
from noria.credentials import Credential
from noria.errors import NodeError, NodeFailed, NoriaError
from store.credentials import lock_open, save_tokens
from store.database import Database
from store.sealing import Sealer
from store.settings import StoreSettings
from worker.credentials import DatabaseCredentials
from worker.external_secrets import ExternalSecrets
from worker.settings import ExternalSettings
from worker.tokens import TokenServer

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
SECONDS = 10.0


class CredentialActs:
    """Each answers how it went; what goes wrong is an answer, not a failure to be tried again."""

    def __init__(
        self,
        database: Database,
        sealer: Sealer | None,
        credentials: DatabaseCredentials,
        http: httpx2.AsyncClient,
        guard: Guard,
        *closed: httpx2.AsyncClient,
    ) -> None:
        """`http`: the guarded client of nodes; `closed`: clients that end with it."""
        self._database = database
        self._sealer = sealer
        self._credentials = credentials
        self._tokens = TokenServer(http)
        self._http = http
        self._guard = guard
        self._closed = closed

    async def close(self) -> None:
        for client in self._closed:
            await client.aclose()

    def activities(self) -> list[Callable[..., Any]]:
        """For the worker."""

        @activity.defn(name=TRY_CREDENTIAL)
        async def try_credential(call: TryCall) -> Tried:
            return await _answered(self._try(call))

        @activity.defn(name=CONNECT_CREDENTIAL)
        async def connect_credential(call: ConnectCall) -> Tried:
            return await _answered(self._connect(call))

        return [try_credential, connect_credential]

    async def _try(self, call: TryCall) -> Tried:
        self._credentials.forget(call.workspace_id, call.name)
        credential = await self._credentials.open(call.workspace_id, call.name)
        if credential is None:
            raise NodeFailed(f"There is no credential {call.name!r} in this workspace.")
        current().add(credential.fields)
        if credential.type in TYPES:
            return await self._call(credential, call.url)
        if isinstance(credential.fields, DatabaseFields):
            return await self._database_answers(credential.fields)
        if isinstance(credential.fields, SmtpFields):
            return await self._mail_answers(credential.fields)
        return Tried(
            ok=True,
            checked="opened",
            message="It can be opened and is whole; this type is not tried any further.",
        )

    async def _call(self, credential: Credential, url: str | None) -> Tried:
        if not url:
            got = isinstance(credential.fields, OAuth2Fields)
            return Tried(
                ok=True,
                checked="signed_in" if got else "opened",
                message="There is a token that is good."
                if got
                else "It can be opened; give a URL to see whether a server takes it.",
            )
        try:
            request = self._http.build_request("GET", check_url(httpx2.URL(url)), timeout=SECONDS)
        except httpx2.InvalidURL as error:
            raise NodeFailed("This is not a URL.") from error
        request.extensions |= {"total_seconds": SECONDS, "max_bytes": 1024 * 1024}
        sign(request, credential)
        try:
            answer = await self._http.send(request, stream=True)
        except httpx2.TransportError as error:
            raise NodeFailed(f"{request.url.host!r} could not be called.") from error
        await answer.aclose()
        good = answer.status_code < 400
        return Tried(ok=good, message=f"{request.url.host} answered {answer.status_code}.")

    async def _database_answers(self, fields: DatabaseFields) -> Tried:
        url = fields.url.get_secret_value()
        if not url.startswith(("postgres://", "postgresql://")):
            return Tried(ok=True, checked="opened", message="Only PostgreSQL is tried further.")
        try:
            options = conninfo_to_dict(url)
            host, port = str(options.get("host") or ""), int(str(options.get("port") or 5432))
        except (psycopg.Error, ValueError):
            raise NodeFailed("The URL can't be read.") from None
        if not host or host.startswith("/") or "," in host:
            raise NodeFailed("The URL must name one host.")
        addresses = await self._guard.check(host, port)
        try:
            connection = await psycopg.AsyncConnection.connect(
                url, hostaddr=addresses[0], connect_timeout=int(SECONDS)
            )
        except psycopg.Error:
            raise NodeFailed("The database did not let us in.") from None
        await connection.close()
        return Tried(ok=True, message="The database let us in.")

    async def _mail_answers(self, fields: SmtpFields) -> Tried:
        # Only workers that send mail need it.
        aiosmtplib: Any = import_module("aiosmtplib")
        (address, *_) = await self._guard.check(fields.host, fields.port)
        try:
            async with aiosmtplib.SMTP(
                hostname=fields.host,
                sock=await _connected(address, fields.port),
                use_tls=fields.security == "tls",
                start_tls=fields.security == "starttls",
                timeout=SECONDS,
            ) as smtp:
                if fields.username and fields.password:
                    await smtp.login(fields.username, fields.password.get_secret_value())
        except (aiosmtplib.SMTPException, OSError):
            raise NodeFailed("The mail server did not let us in.") from None
        return Tried(ok=True, message="The mail server let us in.")

    async def _connect(self, call: ConnectCall) -> Tried:
        if self._sealer is None:
            raise NodeFailed("This worker has no NORIA_SECRET_KEYS.")
        ids = {
            "workspace_id": UUID(call.workspace_id),
            "credential_id": UUID(call.credential_id),
        }
        async with self._database.sessions.begin() as session:
            found = await lock_open(session, self._sealer, **ids)
            fields = await self._credentials.fields(call.workspace_id, found)
            if not isinstance(fields, OAuth2Fields):
                raise NodeFailed(f"The credential {found.row.name!r} takes no codes.")
            current().add(fields)
            changes = await self._tokens.exchange(
                found.row.name,
                fields,
                code=call.code,
                verifier=call.verifier,
                redirect_uri=call.redirect_uri,
            )
            await save_tokens(session, self._sealer, changes=changes, **ids)
        self._credentials.forget(call.workspace_id, found.row.name)
        return Tried(ok=True, message="Connected.")


async def _connected(address: str, port: int) -> socket.socket:
    """To the very address that was judged; TLS still goes by the host's name."""
    made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    made.setblocking(False)
    async with asyncio.timeout(SECONDS):
        await asyncio.get_running_loop().sock_connect(made, (address, port))
    return made


def make_credentials(
    settings: StoreSettings,
    database: Database,
    transport: httpx2.AsyncBaseTransport,
    guard: Guard,
) -> tuple[DatabaseCredentials, CredentialActs]:
    """What opens credentials in this process, and what tries them."""
    sealer = Sealer.of(settings.secret_keys)
    http = client_on(transport)
    # Vaults are named by an administrator: not guarded, but never through the environment's proxy.
    vaults = httpx2.AsyncClient(trust_env=False, timeout=SECONDS)
    external = ExternalSecrets(ExternalSettings(), vaults)
    credentials = DatabaseCredentials(database, sealer, external, TokenServer(http))
    return credentials, CredentialActs(database, sealer, credentials, http, guard, vaults)


async def _answered(work: Awaitable[Tried]) -> Tried:
    with redacting() as secrets:
        try:
            return await work
        except (NodeError, NoriaError) as error:
            return Tried(ok=False, message=secrets.text(str(error)))
        # A library may quote a secret: only the kind of error is told.
        except Exception as error:  # noqa: BLE001
            log.warning("credential_not_tried", kind=type(error).__name__)
            return Tried(ok=False, message=f"It broke off with {type(error).__name__}.")
