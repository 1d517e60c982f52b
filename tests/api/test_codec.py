"""Decrypted payloads are for the Temporal UI of this machine, and for managers."""

from base64 import b64encode
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from temporalio.api.common.v1 import Payload

from api.services import Services
from noria.keys import KeyRing
from tests.api.client import Client
from workflows.codec import PayloadCodec

UI = "http://127.0.0.1:8233"
RING = KeyRing({"k1": b"0" * 32})


def body_of(payloads: list[Payload]) -> dict[str, Any]:
    return {
        "payloads": [
            {
                "metadata": {
                    key: b64encode(value).decode() for key, value in payload.metadata.items()
                },
                "data": b64encode(payload.data).decode(),
            }
            for payload in payloads
        ]
    }


PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'{"the": "secret"}')


@pytest.fixture(autouse=True)
def _encrypting(app: FastAPI, services: Services) -> None:
    app.state.services = replace(services, codec=PayloadCodec(RING))


@pytest.mark.parametrize("origin", [UI, "http://localhost:8233"])
async def test_the_temporal_ui_of_this_machine_may_read(
    anonymous: httpx2.AsyncClient, origin: str
) -> None:
    secret = await PayloadCodec(RING).encode([PLAIN])
    headers = {"Origin": origin, "X-Namespace": "noria"}
    preflight = await anonymous.options("/codec/decode", headers=headers)
    answer = await anonymous.post("/codec/decode", json=body_of(secret), headers=headers)

    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == origin
    assert "x-namespace" in preflight.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert answer.json() == body_of([PLAIN])
    assert "secret" not in secret[0].data.decode(errors="ignore")


async def test_what_is_encoded_comes_back(owner: Client) -> None:
    headers = {"Authorization": f"Bearer {owner.token}"}
    encoded = await owner.http.post("/codec/encode", json=body_of([PLAIN]), headers=headers)
    decoded = await owner.http.post("/codec/decode", json=encoded.json(), headers=headers)

    assert encoded.json() != body_of([PLAIN])
    assert decoded.json() == body_of([PLAIN])


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://127.0.0.1:9999"}, {"Origin": "null"}])
async def test_nobody_else_may(anonymous: httpx2.AsyncClient, headers: dict[str, str]) -> None:
    answer = await anonymous.post("/codec/decode", json=body_of([PLAIN]), headers=headers)

    assert answer.status_code == 401
    assert "access-control-allow-origin" not in answer.headers


async def test_another_machine_that_names_the_origin_may_not(app: FastAPI) -> None:
    transport = httpx2.ASGITransport(app=app, client=("10.0.0.9", 1))
    async with httpx2.AsyncClient(transport=transport, base_url="http://noria.test") as http:
        answer = await http.post("/codec/decode", json=body_of([PLAIN]), headers={"Origin": UI})

    assert answer.status_code == 401


async def test_a_key_without_manage_may_not(owner: Client) -> None:
    key = await owner.json("POST", "/api-keys", json={"name": "ci"})
    headers = {"Authorization": f"Bearer {key['key']}"}
    answer = await owner.http.post("/codec/decode", json=body_of([PLAIN]), headers=headers)

    assert answer.status_code == 403


@pytest.mark.parametrize("body", [{"payloads": [{"data": 5}]}, {"payloads": 5}, []])
async def test_odd_payloads_are_refused(anonymous: httpx2.AsyncClient, body: Any) -> None:
    answer = await anonymous.post("/codec/decode", json=body, headers={"Origin": UI})

    assert answer.status_code == 422
