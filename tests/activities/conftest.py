"""An internal service that nobody may reach, and a public one that everybody may."""

from collections.abc import AsyncIterator, Callable

import httpx2
import pytest

from activities.guard import Allowance, Guard
from activities.transport import Limits, guarded_client
from tests.activities.internet import OTHER_PUBLIC, PUBLIC, Internet, Received, Service, http

MakeClient = Callable[..., httpx2.AsyncClient]


@pytest.fixture
async def internal() -> AsyncIterator[Service]:
    async def answer(_: Received) -> bytes:
        return http(200, b"SSH-2.0-internal-secret")

    service = Service(answer)
    async with await service.start():
        yield service


@pytest.fixture
async def public() -> AsyncIterator[Service]:
    """Set `public.answer` to what the test needs."""

    async def answer(request: Received) -> bytes:
        return http(200, b"hello " + request.path.encode(), content_type="text/plain")

    service = Service(answer)
    async with await service.start():
        yield service


@pytest.fixture
async def other() -> AsyncIterator[Service]:
    async def answer(_: Received) -> bytes:
        return http(200, b"other")

    service = Service(answer)
    async with await service.start():
        yield service


@pytest.fixture
def internet(public: Service, other: Service) -> Internet:
    return Internet(
        names={"public.example": [[PUBLIC]], "other.example": [[OTHER_PUBLIC]]},
        routes={PUBLIC: public, OTHER_PUBLIC: other},
    )


@pytest.fixture
async def make_client(internet: Internet) -> AsyncIterator[MakeClient]:
    """A guarded client in the small internet; the allow-list as its setting spells it."""
    made: list[httpx2.AsyncClient] = []

    def make(allowed: str = "", **limits: float) -> httpx2.AsyncClient:
        guard = Guard(Allowance.parse_all(allowed), internet.resolve)
        made.append(guarded_client(guard, Limits(**limits), backend=internet))  # pyright: ignore[reportArgumentType]
        return made[-1]

    yield make
    for client in made:
        await client.aclose()
