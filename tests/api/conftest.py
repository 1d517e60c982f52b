"""The app on a real database, with a fake Temporal; accounts that are signed in."""

from collections.abc import AsyncGenerator
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from api.app import create_app
from api.logs import set_up_logs
from api.passwords import Passwords
from api.services import Services
from api.settings import ApiSettings
from noria.keys import KeyRing
from store.blobs import ObjectBlobStore
from store.database import Database
from store.events import RunListener
from store.sealing import Sealer
from tests.api.client import Client, add_account
from tests.api.fakes import FakeTemporal
from tests.api.hooks import FakeCredentials
from workflows.codec import PayloadCodec

TOKEN_KEY = "only-for-tests-0123456789-abcdefgh"


@pytest.fixture(autouse=True, scope="session")
def _logs() -> None:
    """As in production: structlog's own tracebacks show local variables, and take seconds."""
    set_up_logs("info")


@pytest.fixture
def temporal() -> FakeTemporal:
    return FakeTemporal()


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    return Passwords()


@pytest.fixture
def services(
    database: Database, temporal: FakeTemporal, tmp_path: Path, passwords: Passwords
) -> Services:
    settings = ApiSettings(
        token_key=SecretStr(TOKEN_KEY),
        temporal_ui_url="http://127.0.0.1:8233",
        web_dir=tmp_path / "dist",
        max_body_bytes=1_000_000,
    )
    return Services(
        settings=settings,
        database=database,
        blobs=ObjectBlobStore(f"file://{tmp_path}/blobs"),
        runs=temporal,
        listener=RunListener(database.url),
        codec=PayloadCodec(None),
        passwords=passwords,
        sealer=Sealer(KeyRing({"k1": b"1" * 32})),
        credentials=FakeCredentials(),
    )


@pytest.fixture
async def app(services: Services) -> AsyncGenerator[FastAPI]:
    app = create_app(services)
    async with services.listener.listening():
        yield app


@pytest.fixture
async def anonymous(app: FastAPI) -> AsyncGenerator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=app, client=("127.0.0.1", 50000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://noria.test") as http:
        yield http


@pytest.fixture
async def owner(anonymous: httpx2.AsyncClient, services: Services) -> Client:
    return await add_account(anonymous, services, "owner@noria.example")


@pytest.fixture
async def stranger(anonymous: httpx2.AsyncClient, services: Services) -> Client:
    """Owner of another workspace."""
    return await add_account(anonymous, services, "stranger@noria.example")
