"""What an OpenID provider says, fetched and checked; not what we make of it."""

import hashlib
import secrets
import time
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import urlencode

import httpx2
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ValidationError

from api.settings import OidcSettings
from noria.errors import Unauthenticated, Unavailable

ALGORITHMS = ["RS256", "PS256", "ES256", "Ed25519", "EdDSA"]
"""Only with a key of the provider: a shared secret or none would let others sign."""
TIMEOUT_S = 10
FRESH_S = 3_600
LEEWAY_S = 60


class _Provider(BaseModel):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class Person(BaseModel):
    """Whom the provider vouches for."""

    issuer: str
    subject: str
    email: str | None
    """Only where the provider says that it was checked."""
    name: str | None


def new_verifier() -> str:
    return secrets.token_urlsafe(48)


class OpenId:
    """One provider; what it says of itself is asked for once an hour."""

    def __init__(self, settings: OidcSettings) -> None:
        self.settings = settings
        self._known: tuple[float, _Provider, KeySet] | None = None

    async def address(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        """Where to send the browser."""
        provider, _ = await self._provider()
        challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        query = {
            "response_type": "code",
            "client_id": self.settings.oidc_client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid email profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge.decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return f"{provider.authorization_endpoint}?{urlencode(query)}"

    async def person_of(self, *, code: str, redirect_uri: str, nonce: str, verifier: str) -> Person:
        """Trade the code for an ID token and check it.

        Raises:
            Unauthenticated: The provider refuses the code, or the token is not for us.
            Unavailable: The provider does not answer as it should.
        """
        provider, keys = await self._provider()
        secret = self.settings.oidc_client_secret
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self.settings.oidc_client_id,
            "client_secret": secret.get_secret_value() if secret else "",
            "code_verifier": verifier,
        }
        answer = await self._ask("POST", provider.token_endpoint, data=form)
        claims = _checked(str(answer.get("id_token", "")), keys, self._rules(provider, nonce))
        if claims.get("azp", self.settings.oidc_client_id) != self.settings.oidc_client_id:
            raise Unauthenticated("The provider's answer is for another application.")
        verified = claims.get("email_verified") is True
        return Person(
            issuer=provider.issuer,
            subject=str(claims["sub"]),
            email=str(claims["email"]) if verified and claims.get("email") else None,
            name=str(claims["name"])[:200] if claims.get("name") else None,
        )

    def _rules(self, provider: _Provider, nonce: str) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": self.settings.oidc_client_id},
            nonce={"essential": True, "value": nonce},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )

    async def _provider(self) -> tuple[_Provider, KeySet]:
        if self._known and time.monotonic() - self._known[0] < FRESH_S:
            return self._known[1:]
        base = self.settings.oidc_issuer.rstrip("/")
        try:
            provider = _Provider.model_validate(
                await self._ask("GET", f"{base}/.well-known/openid-configuration")
            )
        except ValidationError as error:
            raise Unavailable("The sign-in provider does not describe itself.") from error
        if provider.issuer.rstrip("/") != base:
            raise Unavailable(
                f"The sign-in provider calls itself {provider.issuer!r}, not {base!r}."
            )
        keys: Any = await self._ask("GET", provider.jwks_uri)
        self._known = (time.monotonic(), provider, KeySet.import_key_set(keys))
        return self._known[1:]

    async def _ask(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        try:
            async with httpx2.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as http:
                answer = await http.request(method, url, **more)
            if method == "POST" and answer.status_code in (400, 401):
                raise Unauthenticated("The sign-in provider refused this sign-in; try again.")
            answer.raise_for_status()
            return answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise Unavailable("The sign-in provider does not answer as it should.") from error


def _checked(token: str, keys: KeySet, rules: jwt.JWTClaimsRegistry) -> dict[str, Any]:
    try:
        decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
        rules.validate(decoded.claims)
    except (JoseError, ValueError) as error:
        raise Unauthenticated("The provider's answer is not a good one for us.") from error
    return decoded.claims
