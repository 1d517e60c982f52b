"""Who may send to a webhook, over HTTP: each way to prove it, with a secret that the trigger names."""

import hmac
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from pydantic import BaseModel, SecretStr

from api.services import Services
from tests.api.client import Client
from tests.api.hooks import HeaderFields, Opened, SigningFields, add_trigger, firings_of, runs_of

BODY = b'{"order": 7}'
CHANGED = b'{"order": 8}'
SECRET = "s3cret-of-the-shop"
Headers = Mapping[str, str]


class BasicFields(BaseModel):
    username: str
    password: SecretStr


@dataclass(frozen=True)
class Way:
    """One way to prove who sends."""

    auth: str
    opened: Opened
    prove: Callable[[str, bytes], Headers]
    """Headers, by the secret and the body."""
    signs_body: bool = True


def _basic(secret: str, _: bytes) -> Headers:
    return {"Authorization": f"Basic {b64encode(f'shop:{secret}'.encode()).decode()}"}


def _standard(secret: str, body: bytes) -> Headers:
    now = str(int(time.time()))
    digest = hmac.digest(secret.encode(), f"msg_1.{now}.".encode() + body, "sha256")
    signature = f"v1,{b64encode(digest).decode()}"
    return {"webhook-id": "msg_1", "webhook-timestamp": now, "webhook-signature": signature}


def _hex(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, "sha256").hexdigest()


SIGNED = Opened("signing_secret", SigningFields(secret=SecretStr(SECRET)))
WAYS = [
    Way(
        "header",
        Opened("header", HeaderFields(name="X-Shop-Key", value=SecretStr(SECRET))),
        lambda secret, _: {"X-Shop-Key": secret},
        signs_body=False,
    ),
    Way(
        "basic",
        Opened("basic", BasicFields(username="shop", password=SecretStr(SECRET))),
        _basic,
        signs_body=False,
    ),
    Way("hmac", SIGNED, lambda secret, body: {"X-Signature": _hex(secret, body)}),
    Way("standard_webhooks", SIGNED, _standard),
    Way(
        "github",
        SIGNED,
        lambda secret, body: {
            "X-Hub-Signature-256": f"sha256={_hex(secret, body)}",
            "X-GitHub-Delivery": "d1",
        },
    ),
]


@pytest.mark.parametrize("way", WAYS, ids=[way.auth for way in WAYS])
async def test_who_proves_it_starts_a_run_and_nobody_else_does(
    way: Way, owner: Client, anonymous: httpx2.AsyncClient, services: Services
) -> None:
    credentials: Any = services.credentials
    credentials.known["shop"] = way.opened
    trigger = await add_trigger(owner, config={"auth": way.auth, "credential": "shop"})

    async def send(headers: Headers, body: bytes = BODY) -> int:
        sent = {"Content-Type": "application/json", **headers}
        return (await anonymous.post(trigger["url"], content=body, headers=sent)).status_code

    bare = await send({})
    wrong = await send(way.prove("another", BODY))
    right = way.prove(SECRET, BODY)
    changed = await send(right, CHANGED) if way.signs_body else 401
    refused = await runs_of(owner, trigger)
    taken = await send(right)
    outcomes = {each["outcome"] for each in await firings_of(owner, trigger)}

    assert (bare, wrong, changed, refused) == (401, 401, 401, [])
    assert taken == 202
    assert outcomes == {"refused", "started"}


@pytest.mark.parametrize("way", WAYS, ids=[way.auth for way in WAYS])
async def test_what_proves_it_is_not_kept_with_the_run(
    way: Way, owner: Client, anonymous: httpx2.AsyncClient, services: Services
) -> None:
    credentials: Any = services.credentials
    credentials.known["shop"] = way.opened
    trigger = await add_trigger(owner, config={"auth": way.auth, "credential": "shop"})
    proof = way.prove(SECRET, BODY)
    await anonymous.post(trigger["url"], content=BODY, headers=proof)
    [run] = await runs_of(owner, trigger)
    read = await owner.json("GET", f"/runs/{run['id']}")
    secrets = [value for name, value in proof.items() if name.lower() not in NAMES]

    assert read["input"]["headers"]["content-length"] == str(len(BODY))
    assert secrets
    assert [value for value in secrets if value in str(read["input"])] == []


NAMES = frozenset({"webhook-id", "webhook-timestamp", "x-github-delivery"})
"""Ids and times, which prove nothing by themselves."""
