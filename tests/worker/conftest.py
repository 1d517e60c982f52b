"""A real Temporal, a real PostgreSQL, and a service that graphs may call."""

from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
from pydantic import SecretStr

from local import milvus as local_milvus
from store.database import Database
from store.milvus import Milvus
from store.settings import StoreSettings
from tests.activities.internet import Received, Service, http
from tests.servers import temporal_server
from tests.worker.house import House
from tests.worker.knowledge_house import Reader, build_reader
from worker.process import Settings
from worker.settings import WorkerSettings
from worker.shelf import Shelves
from workflows.client import connect
from workflows.settings import TemporalSettings

SECRET_KEYS = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"


@pytest.fixture(scope="session")
def temporal_address() -> Generator[str]:
    with temporal_server() as address:
        yield address


@pytest.fixture
async def service() -> AsyncGenerator[Service]:
    """Answers with what it was asked; set `service.answer` for anything else."""

    async def answer(request: Received) -> bytes:
        body = request.body or b"null"
        text = b'{"path": "' + request.path.encode() + b'", "sent": ' + body + b"}"
        return http(200, text, content_type="application/json")

    service = Service(answer)
    async with await service.start():
        yield service


@pytest.fixture
def settings(
    temporal_address: str, database: Database, service: Service, tmp_path: Path
) -> Settings:
    """Encrypted, and allowed to call the service and nothing else that is internal."""
    return Settings(
        WorkerSettings(
            allowed_hosts=f"127.0.0.1:{service.port}",
            worker_health_port=0,
            sweep_interval_s=0.2,
            sweep_queued_age_s=3_600,
            worker_grace_s=5,
        ),
        StoreSettings(database_url=database.url, blob_url=(tmp_path / "blobs").as_uri()),
        TemporalSettings(temporal_address=temporal_address, secret_keys=SecretStr(SECRET_KEYS)),
    )


@pytest.fixture
async def house(database: Database, settings: Settings) -> House:
    return await House.build(database, await connect(settings.temporal))


@pytest.fixture(scope="session")
def milvus_uri() -> Generator[str]:
    with local_milvus.running() as uri:
        yield uri


@pytest.fixture(scope="session")
async def milvus(milvus_uri: str) -> AsyncGenerator[Milvus]:
    milvus = Milvus(milvus_uri)
    yield milvus
    await milvus.close()


@pytest.fixture
def shelves(database: Database, milvus: Milvus) -> Shelves:
    return Shelves(database, milvus)


@pytest.fixture
async def mine(database: Database, shelves: Shelves) -> Reader:
    return await build_reader(database, shelves, "owner@noria.example")


@pytest.fixture
async def theirs(database: Database, shelves: Shelves) -> Reader:
    return await build_reader(database, shelves, "other@noria.example")
