"""One HTTP call of a node that knows whom it calls: sent, judged and read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx2
import orjson
from pydantic import JsonValue

from activities import redirects
from activities.answers import ReadAs, read, unexpected
from activities.signing import sign
from noria.context import NodeContext
from noria.credentials import Credential
from noria.errors import NodeFailed, NodeUnavailable

_REFUSED = frozenset((401, 403))


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is sent."""

    method: str
    url: str
    """May hold a secret: it is in no error."""
    query: Mapping[str, str | list[str]] = field(default_factory=dict[str, "str | list[str]"])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    json: JsonValue = None
    """Sent where there is no `content`; None: no body."""
    content: bytes | None = None
    """With its `Content-Type` among the headers."""
    credential: Credential | None = None
    """Goes into a header."""
    read_as: ReadAs = "auto"


@dataclass(frozen=True)
class Answer:
    """A status below 400 and what came with it."""

    status: int
    headers: Mapping[str, str]
    body: JsonValue
    url: str


async def send(call: Call, context: NodeContext) -> Answer:
    """
    Raises:
        NodeFailed: The other side refused it; says so where it refused the credential.
        NodeUnavailable: It did not answer, or asks to wait.
    """
    content = call.content
    headers = {"Idempotency-Key": context.idempotency_key, **call.headers}
    if content is None and call.json is not None:
        content = orjson.dumps(call.json)
        headers["Content-Type"] = "application/json"
    try:
        request = _request(call, headers, content, context)
        response = await redirects.send(context.http, request, content)
        try:
            if response.status_code >= 400:
                raise await _refused(response, call)
            body = await read(response, call.read_as, context)
        finally:
            await response.aclose()
    except (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, httpx2.InvalidURL) as error:
        raise NodeFailed("The request can't be sent: its URL or a header is not right.") from error
    except httpx2.TransportError as error:
        raise NodeUnavailable(str(error) or "The other side did not answer.") from error
    return Answer(response.status_code, dict(response.headers), body, str(response.url))


def _request(
    call: Call, headers: Mapping[str, str], content: bytes | None, context: NodeContext
) -> httpx2.Request:
    url = httpx2.URL(call.url)
    request = context.http.build_request(
        call.method,
        url.copy_merge_params(call.query) if call.query else url,
        headers=headers,
        content=content,
        timeout=httpx2.Timeout(context.timeout_s, connect=min(10.0, context.timeout_s)),
    )
    request.extensions["total_seconds"] = context.timeout_s
    if call.credential is not None:
        sign(request, call.credential)
    return request


async def _refused(response: httpx2.Response, call: Call) -> Exception:
    error = await unexpected(response)
    if response.status_code in _REFUSED and call.credential is not None:
        return NodeFailed(
            f"{response.url.host!r} refused the credential {call.credential.name!r} "
            f"({response.status_code}): renew it, or give it the rights that this needs.",
            details=error.details if isinstance(error, NodeFailed) else None,
        )
    return error
