"""A Temporal for all tests of this folder."""

from collections.abc import Generator

import pytest
from temporalio.client import Client

from tests.servers import temporal_server
from workflows.converter import data_converter
from workflows.names import DEFAULT_NAMESPACE


@pytest.fixture(scope="session")
def address() -> Generator[str]:
    with temporal_server() as address:
        yield address


@pytest.fixture(scope="session")
async def temporal(address: str) -> Client:
    return await Client.connect(
        address, namespace=DEFAULT_NAMESPACE, data_converter=data_converter(None)
    )
