"""Follows redirects, each judged by the guard like a first request.

When the origin changes, only headers that can't hold a secret travel on. A list of known secret
names would miss `X-Auth-Token`, `Private-Token` and every name that somebody invents tomorrow.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus

import httpx2

from activities.transport import check_url
from noria.errors import NodeFailed

MAX_REDIRECTS = 5

_HARMLESS = frozenset({
    "accept", "accept-encoding", "accept-language", "cache-control", "content-type",
    "idempotency-key", "user-agent",
})  # fmt: skip
_OF_THE_BODY = frozenset({"content-type", "content-encoding", "content-length"})
_FOLLOWED = frozenset({
    HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT,
})  # fmt: skip


async def send(
    client: httpx2.AsyncClient,
    request: httpx2.Request,
    content: bytes | None,
    *,
    stop_at: Callable[[int], bool] = lambda _: False,
) -> httpx2.Response:
    """Send a request and whatever it is redirected to; close the answer when its body is read.

    Args:
        client: A guarded one.
        request: The first request.
        content: Its body, which a redirect may ask for again; None for no body.
        stop_at: Statuses that are the answer, though they are redirects.

    Raises:
        NodeFailed: Too many redirects, or one to what is not a URL.
        HostRefused: A redirect leads to a host or a protocol that is closed to nodes.
    """
    for _ in range(MAX_REDIRECTS + 1):
        try:
            response = await client.send(request, stream=True)
        except httpx2.InvalidURL as error:
            # The client reads `Location` even when it is not to follow it.
            raise NodeFailed(f"{request.url.host!r} redirected to no URL.") from error
        status, location = response.status_code, response.headers.get("location")
        if status not in _FOLLOWED or location is None or stop_at(status):
            return response
        await response.aclose()
        request, content = _next(client, request, status, location, content)
    raise NodeFailed(f"{request.url.host!r} redirected more than {MAX_REDIRECTS} times.")


def _next(
    client: httpx2.AsyncClient,
    request: httpx2.Request,
    status: int,
    location: str,
    content: bytes | None,
) -> tuple[httpx2.Request, bytes | None]:
    url = _target(request.url, location)
    method = _method(request.method, status)
    if method != request.method:
        content = None
    headers = _headers(request.headers, same_origin=url.origin == request.url.origin)
    if content is None:
        headers = {name: value for name, value in headers.items() if name not in _OF_THE_BODY}
    built = client.build_request(
        method, url, headers=headers, content=content, extensions=request.extensions
    )
    return built, content


def _target(base: httpx2.URL, location: str) -> httpx2.URL:
    if "\\" in location:
        raise NodeFailed(f"{base.host!r} redirected to {location[:200]!r}, which is not a URL.")
    return check_url(base.join(location))


def _method(method: str, status: int) -> str:
    """As browsers do: 303 asks for the answer's page, 301 and 302 turn a POST into a GET."""
    if status == HTTPStatus.SEE_OTHER:
        return method if method == "HEAD" else "GET"
    if status in {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND} and method == "POST":
        return "GET"
    return method


def _headers(headers: httpx2.Headers, *, same_origin: bool) -> Mapping[str, str]:
    return {
        name: value
        for name, value in headers.items()
        # `Host` and lengths belong to one request: the client writes them anew.
        if name not in {"host", "content-length", "transfer-encoding"}
        and (same_origin or name in _HARMLESS)
    }
