"""One platform for all tests of this folder but those that need one of their own."""

from collections.abc import Generator

import pytest

from tests.e2e.api import Api
from tests.e2e.packages import install_test_nodes
from tests.e2e.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stack]:
    platform = Stack(tmp_path_factory.mktemp("platform"))
    packages = install_test_nodes(tmp_path_factory.mktemp("packages"))
    platform.environment["PYTHONPATH"] = str(packages)
    platform.start()
    try:
        yield platform
    finally:
        platform.stop()


@pytest.fixture(scope="session")
def api(stack: Stack) -> Generator[Api]:
    client = Api(stack.url)
    yield client
    client.close()
