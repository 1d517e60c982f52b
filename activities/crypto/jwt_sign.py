"""`jwt.sign`: makes a signed token."""

import time
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.crypto.keys import SecretOf, secret_of
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

Algorithm = Literal["HS256", "HS384", "HS512", "RS256", "ES256"]


class JwtSignConfig(Model):
    """What the token says, and who signs it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"claims": {"sub": "42"}, "credential": "signing-key"}]}
    )

    claims: dict[str, JsonValue] = Field(
        title="Claims",
        description="What it says; `iat`, `nbf`, `exp` and `jti` are added where they are missing.",
        json_schema_extra=ui(widget="key_value"),
    )
    credential: SecretOf = Field(title="Key")
    algorithm: Algorithm = Field(
        default="HS256",
        title="Algorithm",
        description="`HS…` take a shared secret of 32 characters or more, `RS256` and `ES256` a private key in "
        "PEM form.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    expires_in_s: int = Field(
        default=300, title="Valid for", description="Seconds from now.", ge=1, le=31_536_000
    )
    key_id: str = Field(default="", title="Key id", description="`kid` in the header; empty: none.")


class JwtOutput(BaseModel):
    """The token."""

    token: str
    expires_at: int
    """Seconds since 1970."""


@node("jwt.sign", title="Sign a token", category="Data", icon="key", changes=False)
async def jwt_sign(config: JwtSignConfig, context: NodeContext) -> JwtOutput:
    """Make a signed token (JWT).

    The token is the step's output and so is kept with the run: let it expire soon. A repeat makes another
    one with the same `jti`.
    """
    from joserfc import jwt
    from joserfc.errors import JoseError

    now = int(time.time())
    times = {"iat": now, "nbf": now, "exp": now + config.expires_in_s}
    claims = {**times, "jti": context.idempotency_key, **config.claims}
    header = {"alg": config.algorithm} | ({"kid": config.key_id} if config.key_id else {})
    key = import_key(await secret_of(config.credential, context), config.algorithm)
    try:
        token = jwt.encode(header, claims, key, algorithms=[config.algorithm])
    except (JoseError, ValueError, TypeError) as error:
        raise NodeFailed(f"The token can't be signed: {error}.") from error
    expires_at = claims["exp"]
    return JwtOutput(token=token, expires_at=expires_at if isinstance(expires_at, int) else 0)


def import_key(secret: str, algorithm: str):
    """
    Raises:
        NodeFailed: The secret is no key for the algorithm.
    """
    from joserfc.jwk import ECKey, OctKey, RSAKey

    if algorithm.startswith("HS"):
        if len(secret) < 32:
            raise NodeFailed(
                "The secret is shorter than 32 characters, so that tokens could be forged."
            )
        return OctKey.import_key(secret)
    try:
        return (RSAKey if algorithm.startswith("RS") else ECKey).import_key(secret)
    except (ValueError, TypeError) as error:
        raise NodeFailed(
            f"The credential's secret is no key for {algorithm}; give one in PEM form."
        ) from error
