"""Groups D, F, G and I of the attack catalogue, as far as answers to browsers guard against them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from fastapi.routing import iter_route_contexts
from pydantic import SecretStr, ValidationError

from api.app import create_app, declare_app
from api.chats.routes import OF as CONVERSATIONS
from api.services import Services
from api.settings import ApiSettings
from api.signing_in import FromOurPages
from tests.api.client import Client
from tests.api.conftest import TOKEN_KEY

FRIEND = "https://tools.example"


@asynccontextmanager
async def served(services: Services, **changes: Any) -> AsyncGenerator[httpx2.AsyncClient]:
    """The app with other settings."""
    settings = services.settings.model_copy(update=changes)
    app = create_app(replace(services, settings=settings))
    transport = httpx2.ASGITransport(app=app, client=("127.0.0.1", 50000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://noria.test") as http:
        yield http


async def test_D11_a_page_of_a_listed_origin_reads_answers_and_gets_no_cookie(
    owner: Client, services: Services
) -> None:
    async with served(services, cors_origins=f"{FRIEND}, https://b.example:8443") as http:
        friend = Client(http, owner.token)
        asked = await http.options(
            "/api/v1/runs",
            headers={
                "Origin": FRIEND,
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "authorization",
            },
        )
        read = await friend.ask("GET", "/runs", headers={"Origin": FRIEND})
        foreign = await friend.ask("GET", "/runs", headers={"Origin": f"{FRIEND}.evil"})
        cookie = await http.post("/api/v1/auth/refresh", headers={"Origin": FRIEND})
        outside = await http.get("/health/live", headers={"Origin": FRIEND})

    allowed = "access-control-allow-origin"
    assert (asked.status_code, asked.headers[allowed]) == (200, FRIEND)
    assert (read.status_code, read.headers[allowed]) == (200, FRIEND)
    assert "access-control-allow-credentials" not in {*asked.headers, *read.headers}
    assert cookie.status_code == 403
    assert allowed not in {*foreign.headers, *outside.headers}


@pytest.mark.parametrize(
    "origin", ["*", "null", "tools.example", "https://a.example/path", "https://*.a"]
)
def test_D11_only_whole_origins_are_listed(origin: str) -> None:
    with pytest.raises(ValidationError, match="NORIA_CORS_ORIGINS has the entry"):
        ApiSettings(token_key=SecretStr(TOKEN_KEY), cors_origins=origin)


def test_D12_every_open_route_that_changes_something_looks_where_it_is_sent_from() -> None:
    """Those that a signature, a link's secret or a chat's token in a header guards excepted."""
    unguarded = {
        str(route.path)
        for route in iter_route_contexts(declare_app().routes)
        if getattr(route.endpoint, "open_to_all", False)
        and str(route.path).startswith("/api/")
        and not str(route.path).startswith(f"/api/v1{CONVERSATIONS}")
        and (route.methods or set[str]()) - {"GET", "HEAD"}
        and FromOurPages not in (route.dependencies or ())
    }

    assert unguarded == set()


async def test_I4_nobody_may_frame_the_app_nor_load_it_elsewhere(
    anonymous: httpx2.AsyncClient,
) -> None:
    for path in ("/", "/api/v1/runs", "/health/live", "/approve", "/nothing.js"):
        headers = (await anonymous.get(path)).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert "Strict-Transport-Security" not in headers


async def test_I4_over_https_browsers_are_told_to_stay_there(services: Services) -> None:
    async with served(services, public_url="https://noria.example") as http:
        behind_proxy = await http.get("/health/live")
    async with served(services) as http:
        direct = await http.get("https://noria.test/health/live")

    for answer in (behind_proxy, direct):
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    "content", [b"<script>alert(1)</script>", b"<svg onload=alert(1)>", b"%PDF-1.4", b"\x7fELF"]
)
async def test_G4_what_was_uploaded_is_downloaded_and_never_shown(
    owner: Client, services: Services, content: bytes
) -> None:
    me = await owner.json("GET", "/auth/me")
    ref = await services.blobs.put(me["workspace"]["id"], content, media_type="text/html")
    answer = await owner.ask("GET", f"/blobs/{ref.digest}")

    assert answer.content == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox"
