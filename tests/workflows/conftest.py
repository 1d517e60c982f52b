import sysconfig
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
from temporalio.client import Client

from tests.servers import temporal_server
from tests.workflows.engine import Engine, working
from workflows.converter import data_converter
from workflows.names import DEFAULT_NAMESPACE


@pytest.fixture(scope="session")
def temporal_binary() -> str:
    return str(Path(sysconfig.get_path("scripts")) / "temporal")


@pytest.fixture(scope="session")
def address() -> Generator[str]:
    with temporal_server() as address:
        yield address


@pytest.fixture(scope="session")
async def temporal(address: str) -> Client:
    return await Client.connect(
        address, namespace=DEFAULT_NAMESPACE, data_converter=data_converter(None)
    )


@pytest.fixture
async def engine(temporal: Client) -> AsyncGenerator[Engine]:
    engine = Engine(temporal)
    async with working(temporal, engine.worker):
        yield engine
