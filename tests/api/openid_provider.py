"""A small OpenID provider behind a real socket, which can be told to lie."""

import hashlib
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.api.server import serving

CLIENT_ID = "noria"
CLIENT_SECRET = "a-secret-of-the-client"


@dataclass
class Provider:
    """Whoever comes is `claims`; each code is good once and bound to its challenge."""

    url: str = ""
    key: RSAKey = field(
        default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
    )
    claims: dict[str, Any] = field(default_factory=dict[str, Any])
    lies: dict[str, Any] = field(default_factory=dict[str, Any])
    """Put over the claims of the ID token; None leaves a claim out."""
    signs_with: RSAKey | OctKey | None = None
    algorithm: str = "RS256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def app(self) -> FastAPI:
        app = FastAPI()
        app.get("/.well-known/openid-configuration")(self.describe)
        app.get("/keys")(self.keys)
        app.get("/authorize")(self.authorize)
        app.post("/token")(self.token)
        return app

    async def describe(self) -> dict[str, str]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }

    async def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    async def authorize(
        self, redirect_uri: str, state: str, nonce: str, code_challenge: str
    ) -> RedirectResponse:
        code = secrets.token_urlsafe()
        self.codes[code] = {"nonce": nonce, "challenge": code_challenge, "uri": redirect_uri}
        return RedirectResponse(f"{redirect_uri}?{urlencode({'code': code, 'state': state})}")

    async def token(self, request: Request) -> JSONResponse:
        form = {name: value[0] for name, value in parse_qs((await request.body()).decode()).items()}
        code, verifier = form["code"], form["code_verifier"]
        asked = self.codes.pop(code, None)
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        wanted = (CLIENT_ID, CLIENT_SECRET)
        if (
            asked is None
            or (asked["challenge"], asked["uri"]) != (challenge, form["redirect_uri"])
            or (form["client_id"], form["client_secret"]) != wanted
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], **self.claims, **self.lies,
        }  # fmt: skip
        said = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "1"}
        signed = jwt.encode(header, said, self.signs_with or self.key, algorithms=[self.algorithm])
        return JSONResponse({"id_token": signed, "access_token": "x", "token_type": "bearer"})


@asynccontextmanager
async def openid_provider(**claims: Any) -> AsyncGenerator[Provider]:
    provider = Provider(claims=claims)
    async with serving(provider.app()) as url:
        provider.url = url
        yield provider
