"""Things that are shared with some members only, and whom they may be shared with."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from store.database import Database
from store.dead_letter_tables import DeadLetter
from store.ids import new_id
from tests.api.client import Client
from tests.api.routes import filled
from tests.api.waits import ask


async def robot(owner: Client, role: str = "editor", name: str = "robot") -> tuple[Client, str]:
    """A service account: a member that needs no password."""
    made = await owner.json("POST", "/service-accounts", json={"name": name, "role": role})
    allowed = ["read", "run"] if role == "operator" else ["read", "edit", "run", "credentials"]
    body = {"name": name, "service_account_id": made["id"], "permissions": allowed}
    key = await owner.json("POST", "/api-keys", json=body)
    return Client(owner.http, key["key"]), made["id"]


async def share(owner: Client, path: str, **levels: str) -> Any:
    """Restrict it to these accounts, each with a level."""
    shares = [{"account_id": id_, "level": level} for id_, level in levels.items()]
    return await owner.json("PUT", f"{path}/sharing", json={"restricted": True, "shares": shares})


@dataclass(frozen=True)
class Thing:
    """A workflow, and all that belongs to it."""

    ids: dict[str, str]

    @property
    def workflow(self) -> str:
        return self.ids["workflow_id"]

    def path(self, path: str) -> str:
        for name, id_ in self.ids.items():
            path = path.replace(f"{{{name}}}", id_).replace(f"{{{name}:uuid}}", id_)
        return filled(path)


async def build(owner: Client, database: Database) -> Thing:
    folder = await owner.json("POST", "/folders", json={"name": "Payroll"})
    workflow_id = await owner.publish()
    await owner.json(
        "PATCH", f"/workflows/{workflow_id}", json={"folder_id": folder["id"], "tags": ["secret"]}
    )
    run = await owner.start(workflow_id)
    trigger = await owner.json(
        "POST",
        f"/workflows/{workflow_id}/triggers",
        json={"type": "webhook", "name": "x", "config": {"auth": "none"}},
    )
    approval_id = await ask(database, run["id"])
    workspace_id = UUID((await owner.json("GET", "/auth/me"))["workspace"]["id"])
    letter = DeadLetter(
        id=new_id(), workspace_id=workspace_id, kind="run", status="open", run_id=UUID(run["id"]),
        workflow_id=UUID(workflow_id), error_type="Failed",
    )  # fmt: skip
    letter_id = str(letter.id)
    async with database.sessions.begin() as session:
        session.add(letter)
    evaluators = [{"kind": "exact", "name": "Exact"}]
    given: dict[str, Any] = {"workflow_id": workflow_id, "name": "Cases", "evaluators": evaluators}
    data_set = await owner.json("POST", "/data-sets", json=given)
    cases = f"/data-sets/{data_set['id']}"
    await owner.json("POST", f"{cases}/cases", json={"input": {"id": 1}})
    limit = {"workflow_id": workflow_id, "name": "x", "metric": "duration", "threshold": 1}
    alert = await owner.json("POST", "/alert-rules", json=limit)
    evaluation = await owner.json("POST", f"{cases}/evaluations", json={})
    await owner.json("PUT", f"/workflows/{workflow_id}/gate", json={"data_set_id": data_set["id"]})
    return Thing(
        {
            "workflow_id": workflow_id,
            "run_id": run["id"],
            "trigger_id": trigger["id"],
            "approval_id": approval_id,
            "letter_id": letter_id,
            "alert_id": alert["id"],
            "folder_id": folder["id"],
            "data_set_id": data_set["id"],
            "evaluation_id": evaluation["id"],
        }
    )
