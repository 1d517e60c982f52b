"""The client of nodes: what it ignores, what it stops, what it never keeps."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator

import httpcore2
import httpx2
import pytest

from activities.guard import Guard, HostRefused
from activities.transport import GuardedBackend, guarded_client
from noria.errors import NodeFailed
from tests.activities.conftest import MakeClient
from tests.activities.internet import PUBLIC, Internet, Received, Service, http

URL = "http://public.example/"


async def test_c10_proxies_of_the_environment_are_ignored(
    internal: Service,
    public: Service,
    make_client: MakeClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{internal.port}")

    response = await make_client().get(URL)

    assert response.text == "hello /"
    assert public.connects == 1
    assert internal.connects == 0


async def test_c12_a_gzip_bomb_is_stopped_at_the_cap(
    public: Service, make_client: MakeClient
) -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)

    async def answer(_: Received) -> bytes:
        return http(200, bomb, content_encoding="gzip")

    public.answer = answer

    with pytest.raises(NodeFailed, match="larger than the 1000000 bytes"):
        await make_client(body_bytes=1_000_000).get(URL)


async def test_c12_a_plain_body_over_the_cap_is_stopped(
    public: Service, make_client: MakeClient
) -> None:
    async def endless(_: Received) -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield bytes(65_536)

    public.answer = endless

    with pytest.raises(NodeFailed, match="larger than"):
        await make_client(body_bytes=1_000_000).get(URL)


async def test_c12_a_request_may_ask_for_a_smaller_cap(
    public: Service, make_client: MakeClient
) -> None:
    async def answer(_: Received) -> bytes:
        return http(200, bytes(2_000))

    public.answer = answer

    with pytest.raises(NodeFailed, match="larger than the 1000 bytes"):
        await make_client().get(URL, extensions={"max_bytes": 1_000})


async def test_c12_an_endless_drip_ends_at_the_deadline(
    public: Service, make_client: MakeClient
) -> None:
    async def drip(_: Received) -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            await asyncio.sleep(0.02)
            yield b"."

    public.answer = drip
    began = asyncio.get_running_loop().time()

    with pytest.raises(httpx2.ReadTimeout, match="'public.example' did not finish in time"):
        await make_client(total_seconds=0.3).get(URL)

    assert asyncio.get_running_loop().time() - began < 2


async def test_c12_headers_that_drip_end_at_the_deadline(
    public: Service, make_client: MakeClient
) -> None:
    async def drip(_: Received) -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        while True:
            await asyncio.sleep(0.02)
            yield b"x: y\r\n"

    public.answer = drip

    with pytest.raises(httpx2.ReadTimeout):
        await make_client().get(URL, extensions={"total_seconds": 0.3})


@pytest.mark.parametrize(("count", "size"), [(300, 1), (10, 8_000)])
async def test_c12_too_many_headers_are_refused(
    count: int, size: int, public: Service, make_client: MakeClient
) -> None:
    async def answer(_: Received) -> bytes:
        lines = "".join(f"x-{n}: {'v' * size}\r\n" for n in range(count))
        return f"HTTP/1.1 200 OK\r\n{lines}content-length: 0\r\n\r\n".encode()

    public.answer = answer

    with pytest.raises(NodeFailed, match="more headers than nodes accept"):
        await make_client().get(URL)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"plain text", mtime=0)),
        ("x-gzip", gzip.compress(b"plain text", mtime=0)),
        ("deflate", zlib.compress(b"plain text")),
        ("deflate", zlib.compress(b"plain text")[2:-4]),
        ("identity", b"plain text"),
    ],
)
async def test_compressed_bodies_are_read_as_they_were_meant(
    encoding: str, body: bytes, public: Service, make_client: MakeClient
) -> None:
    async def answer(_: Received) -> bytes:
        return http(200, body, content_encoding=encoding)

    public.answer = answer

    assert (await make_client().get(URL)).content == b"plain text"


@pytest.mark.parametrize(
    ("encoding", "body", "says"),
    [
        ("br", b"x", "encoded as 'br', which was not asked for"),
        ("gzip, gzip", b"x", "which was not asked for"),
        ("gzip", b"not gzip", "can't be decompressed"),
        ("gzip", gzip.compress(b"plain text", mtime=0)[:-9], "ended in the middle"),
    ],
)
async def test_bodies_that_are_not_what_they_say_are_refused(
    encoding: str, body: bytes, says: str, public: Service, make_client: MakeClient
) -> None:
    async def answer(_: Received) -> bytes:
        return http(200, body, content_encoding=encoding)

    public.answer = answer

    with pytest.raises(NodeFailed, match=says):
        await make_client().get(URL)


async def test_no_cookie_is_kept_for_the_next_caller(
    public: Service, make_client: MakeClient
) -> None:
    async def answer(_: Received) -> bytes:
        return http(200, set_cookie="session=of-another-workspace; Path=/")

    public.answer = answer
    client = make_client()

    await client.get(URL)
    await client.get(URL)

    assert "cookie" not in public.received[1].headers


async def test_connections_are_kept(public: Service, make_client: MakeClient) -> None:
    client = make_client()

    for _ in range(5):
        await client.get(URL)

    assert public.connects == 1
    assert len(public.received) == 5


async def test_the_next_address_is_tried_when_one_does_not_answer(
    internet: Internet, make_client: MakeClient
) -> None:
    internet.names["two.example"] = [["198.41.0.4", PUBLIC]]

    response = await make_client().get("http://two.example/")

    assert response.status_code == 200
    assert [host for host, _ in internet.connects] == ["198.41.0.4", PUBLIC]


async def test_unix_sockets_are_refused() -> None:
    with pytest.raises(HostRefused, match="unix sockets"):
        await GuardedBackend(Guard()).connect_unix_socket("/var/run/docker.sock")


async def test_a_redirect_is_not_followed_unasked(public: Service, make_client: MakeClient) -> None:
    async def answer(_: Received) -> bytes:
        return http(302, location="http://127.0.0.1/")

    public.answer = answer

    assert (await make_client().get(URL)).status_code == 302


async def test_following_redirects_with_the_clients_own_switch_stays_guarded(
    public: Service, internet: Internet, make_client: MakeClient
) -> None:
    async def answer(_: Received) -> bytes:
        return http(302, location="http://127.0.0.1/")

    public.answer = answer

    with pytest.raises(HostRefused):
        await make_client().get(URL, follow_redirects=True)

    assert internet.connects == [(PUBLIC, 80)]


class _Tls(httpcore2.AsyncMockStream):
    """Records the name that TLS is asked to verify."""

    names: list[str | None]

    async def start_tls(self, *args: object, **kwargs: object) -> httpcore2.AsyncNetworkStream:
        self.names.append(str(kwargs["server_hostname"]))
        return self


async def test_tls_verifies_the_hosts_name_not_the_address(internet: Internet) -> None:
    stream = _Tls([b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"])
    stream.names = []

    class Inner(httpcore2.AsyncNetworkBackend):
        async def connect_tcp(self, host: str, *_: object, **__: object) -> _Tls:
            internet.connects.append((host, 443))
            return stream

    async with guarded_client(Guard((), internet.resolve), backend=Inner()) as client:
        await client.get("https://public.example/", extensions={"sni_hostname": "evil.example"})

    assert internet.connects == [(PUBLIC, 443)]
    assert stream.names == ["public.example"]
