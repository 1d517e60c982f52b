"""Health names what is missing."""

from dataclasses import replace

import httpx2
from fastapi import FastAPI

from api.services import Services
from store.database import open_database
from store.settings import StoreSettings
from tests.api.fakes import FakeTemporal


async def test_ready_names_everything_that_is_needed(anonymous: httpx2.AsyncClient) -> None:
    live = await anonymous.get("/health/live")
    ready = await anonymous.get("/health/ready")

    assert live.json() == {"status": "ok"}
    assert ready.status_code == 200
    assert {name: check["ok"] for name, check in ready.json()["checks"].items()} == {
        "database": True, "migrations": True, "temporal": True, "blobs": True,
    }  # fmt: skip


async def test_ready_says_what_is_away(
    app: FastAPI, anonymous: httpx2.AsyncClient, services: Services, temporal: FakeTemporal
) -> None:
    temporal.away = True
    nowhere = open_database(
        StoreSettings(database_url="postgresql://a:the-secret@127.0.0.1:1/none", blob_url="")
    )
    app.state.services = replace(services, database=nowhere)
    ready = await anonymous.get("/health/ready")

    checks = ready.json()["checks"]
    assert ready.status_code == 503
    assert [name for name, check in checks.items() if not check["ok"]] == [
        "database", "migrations", "temporal",
    ]  # fmt: skip
    assert "the-secret" not in ready.text


async def test_ready_tells_of_milvus_and_does_not_count_it(
    app: FastAPI, anonymous: httpx2.AsyncClient, services: Services
) -> None:
    away = services.settings.model_copy(update={"milvus_uri": "http://127.0.0.1:1"})
    app.state.services = replace(services, settings=away)
    ready = await anonymous.get("/health/ready")

    assert ready.status_code == 200
    assert ready.json()["checks"]["milvus"]["ok"] is False
