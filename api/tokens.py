"""Access tokens: signed, short, and of no use once their session has ended."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from pydantic import SecretStr

from noria.errors import Unauthenticated

ALGORITHM = "HS256"
AUDIENCE = "noria-api"
ISSUER = "noria"
LIFETIME = timedelta(minutes=10)
LEEWAY_SECONDS = 30
"""By which two machines' clocks may differ."""

_rules = jwt.JWTClaimsRegistry(
    leeway=LEEWAY_SECONDS,
    iss={"essential": True, "value": ISSUER},
    aud={"essential": True, "value": AUDIENCE},
    exp={"essential": True},
    sub={"essential": True},
    sid={"essential": True},
    workspace={"essential": True},
)


@dataclass(frozen=True)
class Claims:
    """Who signed in, where, and in which session."""

    account_id: UUID
    workspace_id: UUID
    family_id: UUID
    """All refresh tokens of one sign-in; the token is good while none of them is revoked."""


def issue_access_token(key: SecretStr, claims: Claims) -> tuple[str, datetime]:
    """The token, and when it expires."""
    now = datetime.now(UTC)
    expires_at = now + LIFETIME
    token = jwt.encode(
        {"alg": ALGORITHM},
        {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(claims.account_id),
            "workspace": str(claims.workspace_id),
            "sid": str(claims.family_id),
            "iat": int(now.timestamp()),
            "exp": int(expires_at.timestamp()),
        },
        _jwk(key),
        algorithms=[ALGORITHM],
    )
    return token, expires_at.replace(microsecond=0)


def read_access_token(key: SecretStr, token: str) -> Claims:
    """
    Raises:
        Unauthenticated: Not ours, changed, for another audience, or expired.
    """
    try:
        decoded = jwt.decode(token, _jwk(key), algorithms=[ALGORITHM])
        _rules.validate(decoded.claims)
        return Claims(
            account_id=UUID(decoded.claims["sub"]),
            workspace_id=UUID(decoded.claims["workspace"]),
            family_id=UUID(decoded.claims["sid"]),
        )
    except (JoseError, ValueError, AttributeError, TypeError) as error:
        raise Unauthenticated("The access token is wrong or has expired.") from error


def _jwk(key: SecretStr) -> OctKey:
    return OctKey.import_key(key.get_secret_value())
