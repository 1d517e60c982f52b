from typing import Any

import pytest

from activities.crypto.jwt_sign import jwt_sign
from activities.crypto.jwt_verify import jwt_verify
from noria.config import validate_config
from noria.node_type import Output
from tests.activities.credentials import bearer
from tests.activities.nodes import offline, run

SECRET = "0123456789abcdef0123456789abcdef"


async def verify(token: str, secret: str = SECRET, **config: Any) -> Any:
    assert jwt_verify.run is not None
    read = validate_config(jwt_verify, {"token": token, "credential": "key", **config})
    answer = await jwt_verify.run(read, offline(credentials=bearer(secret)))
    assert isinstance(answer, Output)
    assert isinstance(answer.value, dict)
    assert answer.port == ("valid" if answer.value["valid"] else "invalid")
    return answer.value


async def token(**claims: Any) -> str:
    context = offline(credentials=bearer(SECRET))
    return (await run(jwt_sign, {"claims": claims, "credential": "key"}, context))["token"]


async def test_a_right_token_says_what_it_says() -> None:
    made = await token(sub="42", iss="us", aud=["them"])

    answer = await verify(f"Bearer {made}", issuer="us", audience="them")

    assert answer["claims"]["sub"] == "42"
    assert answer["reason"] == ""


@pytest.mark.parametrize(
    ("claims", "config"),
    [
        ({"exp": 1}, {}),
        ({"iss": "others"}, {"issuer": "us"}),
        ({}, {"audience": "them"}),
        ({}, {"secret": SECRET[::-1]}),
        ({}, {"algorithm": "HS512", "secret": SECRET * 2}),
    ],
)
async def test_wrong_tokens_are_invalid(claims: Any, config: Any) -> None:
    answer = await verify(await token(**claims), **config)

    assert not answer["valid"]
    assert answer["reason"]


async def test_a_token_without_a_signature_is_invalid() -> None:
    assert not (await verify("eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiJ9."))["valid"]
    assert not (await verify("nonsense"))["valid"]
