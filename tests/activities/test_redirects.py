"""Redirects: judged anew at each hop, and never with a secret to a stranger."""

from collections.abc import Callable

import httpx2
import pytest

from activities.guard import HostRefused
from activities.redirects import send
from noria.errors import NodeFailed
from tests.activities.conftest import MakeClient
from tests.activities.internet import PUBLIC, Internet, Received, Service, http

SECRETS = {
    "Authorization": "Bearer s3cret",
    "Cookie": "session=s3cret",
    "X-Api-Key": "s3cret",
    "Proxy-Authorization": "Basic s3cret",
    "X-Shop-Token": "s3cret",
}


def redirect(public: Service, location: str | Callable[[Received], str], status: int = 302) -> None:
    async def answer(request: Received) -> bytes:
        if request.path == "/end":
            return http(200, request.body or b"end")
        return http(status, location=location if isinstance(location, str) else location(request))

    public.answer = answer


async def follow(
    client: httpx2.AsyncClient,
    method: str = "GET",
    *,
    headers: dict[str, str] | None = None,
    content: bytes | None = None,
) -> httpx2.Response:
    request = client.build_request(
        method, "http://public.example/start", headers=headers, content=content
    )
    response = await send(client, request, content)
    await response.aread()
    return response


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/",
        "https://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "http://0x7f000001:{port}/",
        "http://internal.example:{port}/",
        "http://public.example@127.0.0.1:{port}/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/_INFO",
        "ftp://public.example/",
    ],
)
async def test_c7_a_redirect_from_public_to_private_is_refused(
    location: str, public: Service, internal: Service, internet: Internet, make_client: MakeClient
) -> None:
    internet.names["internal.example"] = [["127.0.0.1"]]
    redirect(public, location.format(port=internal.port))

    with pytest.raises(HostRefused):
        await follow(make_client())

    assert internal.connects == 0
    assert internet.connects == [(PUBLIC, 80)]


async def test_c8_secrets_do_not_follow_to_another_origin(
    public: Service, other: Service, make_client: MakeClient
) -> None:
    redirect(public, "http://other.example/end", 307)

    await follow(
        make_client(),
        "POST",
        headers=SECRETS | {"Accept": "text/x", "Content-Type": "text/y"},
        content=b"body",
    )

    assert public.received[0].headers["authorization"] == "Bearer s3cret"
    assert "s3cret" not in str(other.received[0].headers)
    assert other.received[0].headers["accept"] == "text/x"
    assert other.received[0].headers["content-type"] == "text/y"
    assert other.received[0].headers["host"] == "other.example"


@pytest.mark.parametrize(
    "location", ["http://public.example:8080/end", "//public.example:8080/end"]
)
async def test_c8_another_port_is_another_origin(
    location: str, public: Service, make_client: MakeClient
) -> None:
    redirect(public, location)

    await follow(make_client(), headers=SECRETS)

    assert "s3cret" not in str(public.received[1].headers)


async def test_secrets_stay_with_their_own_origin(public: Service, make_client: MakeClient) -> None:
    redirect(public, "/end")

    await follow(make_client(), headers=SECRETS)

    assert public.received[1].headers["x-api-key"] == "s3cret"


async def test_c8_secrets_dropped_once_do_not_come_back(
    public: Service, other: Service, make_client: MakeClient
) -> None:
    redirect(public, "http://other.example/back")

    async def back(_: Received) -> bytes:
        return http(302, location="http://public.example/end")

    other.answer = back

    await follow(make_client(), headers=SECRETS)

    assert public.received[1].path == "/end"
    assert "s3cret" not in str(public.received[1].headers)


@pytest.mark.parametrize(
    ("status", "method", "expected", "body"),
    [
        (301, "POST", "GET", b"end"),
        (302, "POST", "GET", b"end"),
        (303, "POST", "GET", b"end"),
        (303, "PUT", "GET", b"end"),
        (302, "PUT", "PUT", b"body"),
        (307, "POST", "POST", b"body"),
        (308, "POST", "POST", b"body"),
    ],
)
async def test_method_and_body_follow_as_browsers_do(
    status: int,
    method: str,
    expected: str,
    body: bytes,
    public: Service,
    make_client: MakeClient,
) -> None:
    redirect(public, "/end", status)

    response = await follow(
        make_client(), method, content=b"body", headers={"Content-Type": "text/plain"}
    )

    assert public.received[1].method == expected
    assert response.content == body
    assert ("content-type" in public.received[1].headers) is (body == b"body")


async def test_five_redirects_are_followed_and_six_are_not(
    public: Service, make_client: MakeClient
) -> None:
    hops = iter(["/1", "/2", "/3", "/4", "/end", "/1", "/2", "/3", "/4", "/5", "/end"])
    redirect(public, lambda _: next(hops))

    assert (await follow(make_client())).status_code == 200
    with pytest.raises(NodeFailed, match="redirected more than 5 times"):
        await follow(make_client())


@pytest.mark.parametrize(
    "location", ["http://public.example\\@127.0.0.1/", "\\\\x", "javascript:alert(1)", "data:x,y"]
)
async def test_c7_a_location_that_is_no_url_fails_the_step(
    location: str, public: Service, make_client: MakeClient
) -> None:
    redirect(public, location)

    with pytest.raises(NodeFailed, match="redirected to"):
        await follow(make_client())


async def test_a_redirect_that_is_the_expected_answer_is_not_followed(
    public: Service, make_client: MakeClient
) -> None:
    redirect(public, "/end")
    client = make_client()
    request = client.build_request("GET", "http://public.example/start")

    response = await send(client, request, None, stop_at=lambda status: status == 302)

    assert response.headers["location"] == "/end"
    await response.aclose()
