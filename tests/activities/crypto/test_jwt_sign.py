from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from activities.crypto.jwt_sign import jwt_sign
from noria.errors import NodeFailed
from tests.activities.credentials import bearer
from tests.activities.nodes import offline, run

SECRET = "0123456789abcdef0123456789abcdef"


async def test_the_token_says_what_it_should_and_expires() -> None:
    context = offline(credentials=bearer(SECRET))

    made = await run(
        jwt_sign, {"claims": {"sub": "42"}, "credential": "key", "key_id": "k1"}, context
    )
    token = jwt.decode(made["token"], OctKey.import_key(SECRET))

    assert token.header["kid"] == "k1"
    assert (token.claims["sub"], token.claims["jti"]) == ("42", "r1:fetch:")
    assert token.claims["exp"] - token.claims["iat"] == 300
    assert made["expires_at"] == token.claims["exp"]


@pytest.mark.parametrize(
    ("secret", "algorithm", "message"),
    [("short", "HS256", "shorter than 32"), (SECRET, "RS256", "no key for RS256")],
)
async def test_keys_that_do_not_fit_are_refused(secret: str, algorithm: str, message: str) -> None:
    config: dict[str, Any] = {"claims": {}, "credential": "key", "algorithm": algorithm}

    with pytest.raises(NodeFailed, match=message):
        await run(jwt_sign, config, offline(credentials=bearer(secret)))
