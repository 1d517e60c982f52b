"""OAuth 2 tokens: fetched and renewed once, however many workers want one at the same time.

The row of the credential is locked while its token is renewed, so the others wait and then find the
new one: servers that let a refresh token be used once would else end the connection.
"""

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, cast
from urllib.parse import quote_plus, urlencode

import httpx2
import orjson
from pydantic import JsonValue

from noria.credential_types.oauth2 import OAuth2ClientFields, OAuth2CodeFields, OAuth2Fields
from noria.errors import NodeFailed, NodeUnavailable

EARLY = timedelta(seconds=90)
"""A token is renewed this long before its end: longer than workers remember one."""
MAX_ANSWER_BYTES = 256 * 1024
TOKEN_SECONDS = 15.0
DEFAULT_LIFE = timedelta(hours=1)
_SAID = ("invalid_grant", "invalid_client", "invalid_scope", "unauthorized_client", "access_denied",
         "unsupported_grant_type", "invalid_request")  # fmt: skip
"""What a server may answer; anything else it says is not repeated."""


class Clock(Protocol):
    def __call__(self) -> datetime: ...


def is_fresh(fields: OAuth2Fields, now: datetime) -> bool:
    """Whether the token can be used for a while yet."""
    if fields.access_token is None:
        return False
    return fields.expires_at is None or fields.expires_at - EARLY > now


class TokenServer:
    """Asks token servers, through the guard of outgoing HTTP."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        self._http = http

    async def renew(self, name: str, fields: OAuth2Fields) -> dict[str, JsonValue]:
        """A new token, as the fields to change.

        Raises:
            NodeFailed: The server refuses, or nobody has agreed yet.
            NodeUnavailable: It does not answer.
        """
        if isinstance(fields, OAuth2CodeFields):
            if fields.refresh_token is None:
                raise NodeFailed(
                    f"The credential {name!r} has no token that can be renewed: open it under "
                    "Settings, Credentials, and connect it again."
                )
            secret = fields.refresh_token.get_secret_value()
            grant = {"grant_type": "refresh_token", "refresh_token": secret}
        else:
            grant = {"grant_type": "client_credentials"}
            if fields.scope:
                grant["scope"] = fields.scope
            if isinstance(fields, OAuth2ClientFields) and fields.audience:
                grant["audience"] = fields.audience
        return await self._ask(name, fields, grant)

    async def exchange(
        self, name: str, fields: OAuth2Fields, *, code: str, verifier: str, redirect_uri: str
    ) -> dict[str, JsonValue]:
        """The tokens for a code that the browser brought back.

        Raises:
            NodeFailed: The server refuses it.
            NodeUnavailable: It does not answer.
        """
        grant = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": redirect_uri,
        }
        return await self._ask(name, fields, grant)

    async def _ask(
        self, name: str, fields: OAuth2Fields, grant: Mapping[str, str]
    ) -> dict[str, JsonValue]:
        body, headers = dict(grant), {"Accept": "application/json"}
        secret = fields.client_secret.get_secret_value() if fields.client_secret else None
        if secret is None or fields.in_body:
            body["client_id"] = fields.client_id
            if secret is not None:
                body["client_secret"] = secret
        else:
            # Both are form-encoded first: RFC 6749, section 2.3.1.
            pair = f"{quote_plus(fields.client_id)}:{quote_plus(secret)}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            answer = await self._http.post(
                fields.token_url,
                content=urlencode(body).encode(),
                headers=headers,
                extensions={"total_seconds": TOKEN_SECONDS, "max_bytes": MAX_ANSWER_BYTES},
            )
        except httpx2.TransportError as error:
            raise NodeUnavailable(f"The token server of {name!r} does not answer.") from error
        return _read(name, answer)


def _read(name: str, answer: httpx2.Response) -> dict[str, JsonValue]:
    if answer.status_code >= 500 or answer.status_code == 429:
        raise NodeUnavailable(f"The token server of {name!r} answered {answer.status_code}.")
    said = _object(answer.content)
    token = said.get("access_token")
    if answer.status_code != 200 or not isinstance(token, str) or not token:
        code = said.get("error")
        what = code if code in _SAID else f"status {answer.status_code}"
        raise NodeFailed(
            f"The token server of {name!r} refused ({what}): check the credential, or connect it "
            "again."
        )
    return _changes(said)


def _object(data: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(data)
    except orjson.JSONDecodeError:
        return {}
    return cast("dict[str, Any]", said) if isinstance(said, dict) else {}


def _changes(said: Mapping[str, Any]) -> dict[str, JsonValue]:
    life = said.get("expires_in")
    seconds = float(life) if isinstance(life, int | float | str) and _is_number(life) else None
    expires_at = datetime.now(UTC) + (timedelta(seconds=seconds) if seconds else DEFAULT_LIFE)
    changes: dict[str, JsonValue] = {
        "access_token": said["access_token"],
        "expires_at": expires_at.isoformat(),
    }
    # A server that gives no new one means the old one to stay.
    if isinstance(said.get("refresh_token"), str):
        changes["refresh_token"] = said["refresh_token"]
    return changes


def _is_number(value: float | str) -> bool:
    try:
        return 0 < float(value) < 10**9
    except ValueError:
        return False
