"""Group J of the attack catalogue: secrets are leaked on purpose, and then looked for everywhere."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

import httpx2
import orjson
import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlmodel import select

from api.app import create_app
from api.services import Services
from noria.keys import KeyRing
from noria.run import FINAL_RUN
from store import api_keys
from store.blobs import ObjectBlobStore
from store.credentials import CredentialChange, add_credential
from store.database import Database
from store.sealing import Sealer
from store.tables import Account
from tests.activities.internet import Received, Service, http
from tests.worker.conftest import SECRET_KEYS
from tests.worker.house import House, end_node, http_node, start_node, until
from tests.worker.test_process import working
from worker.process import Settings
from workflows.client import connect
from workflows.codec import PayloadCodec

CANARY = "c4n4ry/s3cr3t+t0k3n"
PAGES = (
    "/runs", "/runs/{run}", "/runs/{run}/steps", "/runs/{run}/graph", "/runs/{run}/audit",
    "/workflows", "/workflows/{workflow}", "/workflows/{workflow}/versions",
    "/export?workflow_id={workflow}", "/credentials", "/credentials/{credential}", "/audit",
    "/dashboard", "/dead-letters", "/circuits",
)  # fmt: skip


def forms() -> list[str]:
    """As it may stand somewhere: plain, in a URL, as bytes, in base64 at any place."""
    encoded = [base64.b64encode(b"x" * n + CANARY.encode()).decode()[4:-4] for n in range(3)]
    return [CANARY, quote(CANARY, safe=""), CANARY.encode().hex(), *encoded]


async def echo(request: Received) -> bytes:
    """A service that tells everybody what it was sent, in several ways."""
    secret = request.headers.get("x-api-key", "")
    told = {
        "plain": f"you sent {secret}",
        "url": f"https://a.example/?key={quote(secret, safe='')}",
        "basic": base64.b64encode(f"ada:{secret}".encode()).decode(),
        secret: "a key of an object",
        "long": f"{'x' * 70_000}{secret}",
    }
    if request.path == "/fail":
        return http(500, f"no {secret}".encode(), content_type=f"text/plain; x={secret}")
    if request.path == "/file":
        return http(200, f"%PDF {secret}".encode(), content_type="application/pdf")
    return http(200, orjson.dumps(told), content_type="application/json", x_echo=secret)


@dataclass(frozen=True)
class Looked:
    """Everything that was looked through, by where."""

    places: dict[str, str]

    def leaks(self) -> list[str]:
        return [name for name, held in self.places.items() if any(f in held for f in forms())]


async def test_J2_a_run_that_leaks_on_purpose_leaves_no_secret_anywhere(
    settings: Settings,
    house: House,
    service: Service,
    services: Services,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """J3 too: the exported document is among the answers, the draft and the version in the dump."""
    service.answer = echo
    credential_id, key = await add_people_and_secrets(house)
    run_id = await house.record(
        [
            start_node(),
            http_node("leak", at(service, "/leak"), credential="Shop"),
            http_node("file", at(service, "/file"), credential="Shop"),
            {
                **http_node("fail", at(service, "/fail"), credential="Shop"),
                "policy": {"timeout_s": 5, "retry": {"max_attempts": 1}, "on_error": "continue"},
            },
            end_node("{{ steps.leak.output }}"),
        ],
        ["start leak", "leak file", "file fail", "fail end"],
    )
    store = settings.store.model_copy(update={"secret_keys": SecretStr(SECRET_KEYS)})
    async with working(replace(settings, store=store)):
        await house.start(run_id)
        await until(lambda: has_ended(house, run_id), within_s=90)
        run = await house.read(run_id)
    ids = {"run": run_id, "workflow": run.workflow_id, "credential": credential_id}
    blobs = ObjectBlobStore(settings.store.blob_url)
    answers = await asked(replace(services, blobs=blobs), key, ids)
    printed = capfd.readouterr()
    looked = Looked(
        {
            "database": await dump(house.database),
            "history as Temporal keeps it": await history(settings, run_id, None),
            "history as people see it": await history(settings, run_id, SECRET_KEYS),
            "output of the process": printed.out + printed.err,
            "log": caplog.text,
            "blobs": "\n".join(each.decode(errors="replace") for each in kept(settings)),
            **answers,
        }
    )

    assert run.status == "succeeded"
    assert {each.headers["x-api-key"] for each in service.received} == {CANARY}
    assert looked.leaks() == []
    # The masks show that what was looked through did hold it.
    for place in ("database", "history as people see it", "/runs/{run}/steps", "blobs"):
        assert "***" in looked.places[place], place


async def has_ended(house: House, run_id: UUID) -> bool:
    return (await house.read(run_id)).status in FINAL_RUN


def at(service: Service, path: str) -> str:
    return f"http://127.0.0.1:{service.port}{path}"


async def add_people_and_secrets(house: House) -> tuple[UUID, str]:
    """A credential, and an API key that may do everything."""
    sealer = Sealer.of(SecretStr(SECRET_KEYS))
    assert sealer is not None
    async with house.database.sessions.begin() as session:
        account_id = (await session.exec(select(Account.id))).one()
        row = await add_credential(
            session, sealer, workspace_id=house.workspace_id, account_id=account_id,
            type_name="header",
            new=CredentialChange(
                name="Shop", public={"name": "X-Api-Key"}, secrets={"value": CANARY},
                allowed_hosts=["127.0.0.1"],
            ),
        )  # fmt: skip
        _, key = await api_keys.add_key(
            session, workspace_id=house.workspace_id, account_id=account_id, name="all",
            permissions=["read", "edit", "run", "credentials", "members", "manage"],
            expires_at=None,
        )  # fmt: skip
    return row.id, key


async def asked(services: Services, key: str, ids: dict[str, UUID]) -> dict[str, str]:
    transport = httpx2.ASGITransport(app=create_app(services))
    found: dict[str, str] = {}
    async with httpx2.AsyncClient(transport=transport, base_url="http://noria.test/api/v1") as ask:
        for page in PAGES:
            answer = await ask.get(page.format(**ids), headers={"Authorization": f"Bearer {key}"})
            assert answer.status_code == 200, (page, answer.text)
            found[page] = answer.text
    return found


async def dump(database: Database) -> str:
    """Every row of every table."""
    found: list[str] = []
    async with database.engine.begin() as connection:
        tables = await connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        for (name,) in tables.all():
            rows = await connection.execute(text(f'SELECT t::text FROM "{name}" t'))
            found += [f"{name}: {row[0]}" for row in rows]
    return "\n".join(found)


def kept(settings: Settings) -> Iterable[bytes]:
    folder = Path(urlsplit(settings.store.blob_url).path)
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


async def history(settings: Settings, run_id: UUID, keys: str | None) -> str:
    """With keys, its payloads as people see them."""
    client = await connect(settings.temporal.model_copy(update={"secret_keys": None}))
    found = await client.get_workflow_handle(f"run-{run_id}").fetch_history()
    if keys is None:
        return found.to_json()
    codec = PayloadCodec(KeyRing.parse(keys))
    plain = [await codec.decode([each]) for event in found.events for each in payloads(event)]
    return "\n".join(one.data.decode(errors="replace") for some in plain for one in some)


def payloads(message: Any) -> list[Any]:
    """All anywhere in an event."""
    if message.DESCRIPTOR.full_name == "temporal.api.common.v1.Payload":
        return [message]
    found: list[Any] = []
    for _, value in message.ListFields():
        if hasattr(value, "values"):
            parts = list(value.values())
        elif hasattr(value, "DESCRIPTOR") or isinstance(value, str | bytes | int | float):
            parts = [value]
        else:
            parts = list(value)
        for part in parts:
            if hasattr(part, "ListFields"):
                found += payloads(part)
    return found
