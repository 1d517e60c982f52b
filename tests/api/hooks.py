"""Triggers to test with, and a place for their secrets."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import BaseModel, SecretStr

from tests.api.client import Client


class SigningFields(BaseModel):
    secret: SecretStr
    previous: SecretStr | None = None


class HeaderFields(BaseModel):
    name: str
    value: SecretStr


@dataclass(frozen=True)
class Opened:
    type: str
    fields: Any


@dataclass
class FakeCredentials:
    """Implements `api.triggers.hook_secrets.CredentialOpener`."""

    known: dict[str, Opened] = field(default_factory=dict[str, Opened])

    async def find(self, workspace_id: UUID, name: str) -> Opened | None:
        return self.known.get(name)

    def sign(self, name: str, secret: str) -> None:
        self.known[name] = Opened("signing_secret", SigningFields(secret=SecretStr(secret)))


OPEN_GRAPH: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "done", "type": "end", "config": {"output": "{{ trigger.body }}"}},
    ],
    "edges": [{"from": "start", "to": "done"}],
}


async def add_trigger(client: Client, type_: str = "webhook", **more: Any) -> Any:
    """Of a published workflow that takes any input."""
    workflow_id = more.pop("workflow_id", None) or await client.publish(OPEN_GRAPH)
    body = {"type": type_, "name": "Orders", "config": {"auth": "none"}, **more}
    return await client.json("POST", f"/workflows/{workflow_id}/triggers", json=body)


async def runs_of(client: Client, trigger: Any) -> list[Any]:
    query = f"/runs?workflow_id={trigger['workflow_id']}"
    return (await client.json("GET", query))["items"]


async def firings_of(client: Client, trigger: Any) -> list[Any]:
    return (await client.json("GET", f"/triggers/{trigger['id']}/firings"))["items"]
