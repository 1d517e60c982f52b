from collections.abc import AsyncGenerator, Generator

import httpx2
import pytest

from activities.ai.calls import library
from activities.guard import Allowance, Guard
from activities.transport import guarded_client
from noria.credential_types.models import ServerFields
from noria.credentials import Credential
from tests.activities.fakes import FakeContext
from tests.model_stub import Stub, model_stub


@pytest.fixture(scope="session", autouse=True)
async def models_are_imported() -> None:
    """It takes seconds, once: no step's timeout should have to pay for it."""
    await library.warm_up()


@pytest.fixture(scope="session")
def stub_process(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stub]:
    with model_stub(tmp_path_factory.mktemp("stub")) as stub:
        yield stub


@pytest.fixture
def stub(stub_process: Stub) -> Stub:
    stub_process.forget()
    return stub_process


@pytest.fixture
async def http() -> AsyncGenerator[httpx2.AsyncClient]:
    async with guarded_client(Guard(Allowance.parse_all("127.0.0.1"))) as client:
        yield client


@pytest.fixture
def context(http: httpx2.AsyncClient, stub: Stub) -> FakeContext:
    """With a credential `stub` whose prices are a dollar and two for a million tokens."""
    fields = ServerFields.model_validate(
        {
            "base_url": stub.url,
            "api_key": "sk-canary-4711",
            "input_usd_per_million": 1,
            "output_usd_per_million": 2,
        }
    )
    credential = Credential("stub", "openai_compatible", fields)
    return FakeContext(http=http, credentials={"stub": credential}, node_id="ask", timeout_s=30)
