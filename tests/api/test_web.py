"""The web app is served by the API, and locked up well."""

from pathlib import Path

import httpx2
import pytest

from api.services import Services


@pytest.fixture
def built(services: Services) -> Path:
    folder = services.settings.web_dir
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>Noria</title>")
    (folder / "assets" / "app-1a2b3c.js").write_text("1")
    (folder / "favicon.svg").write_text("<svg/>")
    (folder.parent / "secret.txt").write_text("the-secret")
    return folder


async def test_a_page_says_so_when_the_web_app_is_not_built(
    anonymous: httpx2.AsyncClient,
) -> None:
    answer = await anonymous.get("/")

    assert answer.status_code == 503
    assert "not built yet" in answer.text


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", ["/", "/workflows/5/edit", "/runs?x=1", "/index.html"])
async def test_addresses_of_the_app_get_its_page(anonymous: httpx2.AsyncClient, path: str) -> None:
    answer = await anonymous.get(path)

    assert answer.text == "<title>Noria</title>"
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.usefixtures("built")
async def test_hashed_files_are_kept_for_ever(anonymous: httpx2.AsyncClient) -> None:
    script = await anonymous.get("/assets/app-1a2b3c.js")
    icon = await anonymous.get("/favicon.svg")

    assert "immutable" in script.headers["Cache-Control"]
    assert script.headers["content-type"].startswith("text/javascript")
    assert icon.headers["Cache-Control"] == "no-cache"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    "path", ["/assets/old-000.js", "/missing.png", "/api/v1/nothing", "/api/v2/x", "/health/x"]
)
async def test_what_is_not_there_is_not_the_app(anonymous: httpx2.AsyncClient, path: str) -> None:
    assert (await anonymous.get(path)).status_code == 404


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/assets/%00.js",
        "//etc/passwd",
        "/..%5csecret.txt",
    ],
)
async def test_nothing_outside_of_the_folder_is_served(
    anonymous: httpx2.AsyncClient, path: str
) -> None:
    answer = await anonymous.get(path)

    assert "the-secret" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.usefixtures("built")
async def test_the_page_may_do_little(anonymous: httpx2.AsyncClient) -> None:
    headers = (await anonymous.get("/")).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
