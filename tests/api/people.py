"""More people in a workspace."""

from typing import Any

import httpx2
from fastapi import FastAPI

from tests.api.client import Client

PASSWORD = "another long password"


async def invite(owner: Client, email: str, role: str) -> dict[str, Any]:
    return await owner.json("POST", "/invitations", json={"email": email, "role": role})


async def accept(
    http: httpx2.AsyncClient, token: str, password: str = PASSWORD, **more: Any
) -> httpx2.Response:
    body = {"token": token, "password": password, **more}
    return await http.post("/api/v1/auth/invitations/accept", json=body)


async def add_member(app: FastAPI, owner: Client, email: str, role: str) -> Client:
    """Somebody with a browser of their own, who was invited and came."""
    transport = httpx2.ASGITransport(app=app, client=("127.0.0.1", 50001))
    http = httpx2.AsyncClient(transport=transport, base_url="http://noria.test")
    token = (await invite(owner, email, role))["token"]
    answer = await accept(http, token)
    assert answer.status_code == 200, answer.text
    return Client(http, answer.json()["access_token"])


async def id_of(client: Client) -> str:
    return (await client.json("GET", "/auth/me"))["account"]["id"]
