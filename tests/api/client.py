"""A signed-in client, and graphs to send."""

from dataclasses import dataclass
from typing import Any

import httpx2

from api.services import Services
from store import accounts

PASSWORD = "correct horse battery"
HASHES: dict[str, str] = {}
"""A hash costs a tenth of a second: each password is hashed once."""

GRAPH: dict[str, Any] = {
    "nodes": [
        {
            "id": "start",
            "type": "start",
            "config": {
                "input_schema": {
                    "type": "object",
                    "properties": {"id": {"type": "integer"}, "note": {"type": "string"}},
                    "required": ["id"],
                }
            },
        },
        {"id": "shape", "type": "set", "config": {"values": {"b": "{{ trigger.id }}", "a": 1}}},
        {"id": "done", "type": "end", "config": {"output": "{{ steps.shape.output }}"}},
    ],
    "edges": [{"from": "start", "to": "shape"}, {"from": "shape", "to": "done"}],
}
BROKEN: dict[str, Any] = {
    "nodes": [*GRAPH["nodes"], {"id": "odd", "type": "no.such.type"}],
    "edges": GRAPH["edges"],
}


def graph_of(size: int) -> dict[str, Any]:
    """A chain of so many nodes between start and end."""
    names = ["start", *(f"n{number}" for number in range(size)), "done"]
    types = {"start": "start", "done": "end"}
    return {
        "nodes": [
            {"id": name, "type": types[name]}
            if name in types
            else {"id": name, "type": "set", "config": {"values": {"x": 1}}}
            for name in names
        ],
        "edges": [{"from": a, "to": b} for a, b in zip(names, names[1:], strict=False)],
    }


@dataclass(frozen=True)
class Client:
    """Asks as one account."""

    http: httpx2.AsyncClient
    token: str

    async def ask(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> httpx2.Response:
        """Path below `/api/v1`."""
        signed = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return await self.http.request(method, f"/api/v1{path}", headers=signed, **more)

    async def json(self, method: str, path: str, **more: Any) -> Any:
        """The answer, which must be a good one."""
        answer = await self.ask(method, path, **more)
        assert answer.is_success, f"{method} {path} → {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def add_workflow(
        self, graph: dict[str, Any] | None = None, name: str = "Order triage"
    ) -> str:
        created = await self.json(
            "POST", "/workflows", json={"name": name, "graph": graph or GRAPH}
        )
        return created["id"]

    async def publish(self, graph: dict[str, Any] | None = None) -> str:
        workflow_id = await self.add_workflow(graph)
        await self.json("POST", f"/workflows/{workflow_id}/publish")
        return workflow_id

    async def start(self, workflow_id: str, value: Any = None, **more: Any) -> Any:
        body = {"input": {"id": 1} if value is None else value, **more}
        return await self.json("POST", f"/workflows/{workflow_id}/runs", json=body)

    async def save(
        self, workflow_id: str, graph: dict[str, Any], revision: int, query: str = ""
    ) -> httpx2.Response:
        return await self.ask(
            "PUT",
            f"/workflows/{workflow_id}/draft{query}",
            headers={"If-Match": f'"{revision}"'},
            json={"graph": graph},
        )


async def add_account(
    http: httpx2.AsyncClient, services: Services, email: str, password: str = PASSWORD
) -> Client:
    """A new account with a workspace of its own, signed in."""
    if password not in HASHES:
        HASHES[password] = await services.passwords.hash(password)
    async with services.database.sessions.begin() as session:
        await accounts.add_owner(
            session,
            email=email,
            password_hash=HASHES[password],
            workspace_name="Home",
        )
    return Client(http, await sign_in(http, email, password))


async def sign_in(http: httpx2.AsyncClient, email: str, password: str = PASSWORD) -> str:
    answer = await http.post("/api/v1/auth/sign-in", json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]
