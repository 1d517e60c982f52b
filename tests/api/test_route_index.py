"""The index answers what the router would, and leaves the rest to it."""

import httpx2
import pytest
from fastapi import APIRouter, FastAPI
from starlette.types import Receive, Scope, Send

from api.route_index import RouteIndex


@pytest.fixture
def http() -> httpx2.AsyncClient:
    """An app whose router only says that it was asked."""
    things = APIRouter(prefix="/things")

    @things.get("/{name}")
    async def named(name: str) -> str:
        return f"named {name}"

    @things.get("/own")
    async def own() -> str:
        return "own"

    @things.post("/{name:int}/acts")
    async def act(name: int) -> str:
        return f"acts {name}"

    v1 = APIRouter(prefix="/api/v1")
    v1.include_router(things)
    pages = APIRouter()

    @pages.get("/things/{path:path}")
    async def page(path: str) -> str:
        return f"page {path}"

    app = FastAPI()
    app.include_router(v1)
    app.include_router(pages)
    app.router.middleware_stack = RouteIndex(_asked, list(app.routes))

    @app.get("/late")
    async def late() -> None: ...

    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://noria.example")


async def _asked(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b'"router"'})


@pytest.mark.parametrize(
    ("method", "path", "answer"),
    [
        # The first that is declared answers, as in FastAPI.
        ("GET", "/api/v1/things/own", "named own"),
        ("POST", "/api/v1/things/7/acts", "acts 7"),
        ("GET", "/things/a/b", "page a/b"),
        ("POST", "/api/v1/things/own", "router"),
        ("POST", "/api/v1/things/x/acts", "router"),
        ("GET", "/api/v1//things/own", "router"),
        ("GET", "//things/a", "router"),
        ("GET", "/late", "router"),
        ("GET", "/", "router"),
    ],
)
async def test_who_answers(http: httpx2.AsyncClient, method: str, path: str, answer: str) -> None:
    assert (await http.request(method, f"http://noria.example{path}")).json() == answer
