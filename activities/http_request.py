"""Calls a URL."""

import asyncio
import re
from typing import Annotated, Literal
from urllib.parse import urlencode

import httpx2
import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator

from activities import redirects
from activities.answers import RETRIED, ReadAs, check_statuses, is_among, read, unexpected
from activities.multipart import Part, written
from activities.signing import TYPES, sign
from activities.transport import check_url
from noria.blobs import BlobRef
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.effects import Unless
from noria.errors import NodeFailed, NodeUnavailable
from noria.node_type import node, ui

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e]*")
_OUR_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade"})

Scalar = str | int | float | bool | None


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NoBody(_Body):
    """Nothing is sent."""

    kind: Literal["none"] = Field(default="none", json_schema_extra=ui(expression="never"))


class JsonBody(_Body):
    """Any JSON value, sent as `application/json`."""

    kind: Literal["json"] = Field(json_schema_extra=ui(expression="never"))
    value: JsonValue = Field(default=None, json_schema_extra=ui(widget="json"))


class FormBody(_Body):
    """Names and values, sent as `application/x-www-form-urlencoded`."""

    kind: Literal["form"] = Field(json_schema_extra=ui(expression="never"))
    value: dict[str, Scalar | list[Scalar]] = Field(
        default={}, json_schema_extra=ui(widget="key_value")
    )


class RawBody(_Body):
    """Text, or a stored blob, sent as it is; give its type as the header `Content-Type`."""

    kind: Literal["raw"] = Field(json_schema_extra=ui(expression="never"))
    value: str | BlobRef = Field(
        default="", json_schema_extra=ui(widget="textarea", multiline=True)
    )


class MultipartBody(_Body):
    """Fields and files, sent as `multipart/form-data`."""

    kind: Literal["multipart"] = Field(json_schema_extra=ui(expression="never"))
    value: list[Part] = Field(default=[], title="Parts", max_length=100)


Body = NoBody | JsonBody | FormBody | MultipartBody | RawBody


class HttpRequestConfig(BaseModel):
    """One request, and which answers are a success."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            # It begins empty in the builder; the second is for people.
            "examples": [
                {},
                {
                    "method": "POST",
                    "url": "https://api.example.com/orders",
                    "body": {"kind": "json", "value": {"item": "{{ trigger.item }}"}},
                },
            ]
        },
    )

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] = Field(
        default="GET", json_schema_extra=ui(widget="select", expression="never", order=1)
    )
    url: str = Field(
        title="URL",
        json_schema_extra=ui(
            widget="text", placeholder="https://api.example.com/orders/{{ trigger.id }}", order=2
        ),
    )
    query: dict[str, Scalar | list[Scalar]] = Field(
        default={},
        description="Added to the URL. A list repeats its name; null leaves the name out.",
        json_schema_extra=ui(widget="key_value", order=3),
    )
    headers: dict[str, Scalar] = Field(
        default={},
        description="Null leaves a header out.",
        json_schema_extra=ui(widget="key_value", order=4),
    )
    body: Annotated[Body, Field(discriminator="kind")] = Field(
        default=NoBody(kind="none"), json_schema_extra=ui(order=5)
    )
    expect_status: list[int | str] = Field(
        default=["2xx"],
        title="Expected statuses",
        description="Statuses that count as success, as 200, 404 or '2xx'.",
        json_schema_extra=ui(expression="never", order=6, group="Answer"),
    )
    retry_status: list[int | str] = Field(
        default=list(RETRIED),
        title="Statuses to try again",
        description="Unexpected statuses after which the step's retry policy sends the request again, as 409 "
        "or '5xx'. Empty: none; a server that does not answer is always asked again.",
        json_schema_extra=ui(expression="never", order=7, group="Answer"),
    )
    response: ReadAs = Field(
        default="auto",
        title="Read the answer as",
        description="'auto' goes by the answer's Content-Type; binary answers become blobs.",
        json_schema_extra=ui(widget="select", expression="never", order=8, group="Answer"),
    )
    idempotency_key: bool = Field(
        default=True,
        title="Send an Idempotency-Key",
        description="The same for every attempt of a step, so that a server that knows the header "
        "does the work once.",
        json_schema_extra=ui(expression="never", order=9, advanced=True),
    )
    credential: CredentialName | None = Field(
        default=None,
        description="Sent to the hosts that it allows only, and not across a redirect.",
        json_schema_extra=ui(widget="credential", credential_type="|".join(TYPES), order=10),
    )

    @field_validator("url")
    @classmethod
    def _is_url(cls, url: str) -> str:
        if "\\" in url:
            raise ValueError("a URL has no backslash")
        try:
            check_url(httpx2.URL(url))
        except (httpx2.InvalidURL, NodeFailed) as error:
            raise ValueError(str(error)) from error
        return url

    @field_validator("headers")
    @classmethod
    def _are_headers(cls, headers: dict[str, Scalar]) -> dict[str, Scalar]:
        for name, value in headers.items():
            if not _HEADER_NAME.fullmatch(name) or name.lower() in _OUR_HEADERS:
                raise ValueError(f"{name!r} is not a header that can be set")
            if not _HEADER_VALUE.fullmatch(_text(value)):
                raise ValueError(
                    f"the header {name!r} has characters that HTTP does not carry; "
                    "use printable ASCII without line breaks"
                )
        return headers

    @field_validator("expect_status", "retry_status")
    @classmethod
    def _are_statuses(cls, statuses: list[int | str]) -> list[int | str]:
        check_statuses(statuses)
        return statuses

    @field_validator("expect_status")
    @classmethod
    def _expects_one(cls, statuses: list[int | str]) -> list[int | str]:
        if not statuses:
            raise ValueError("name at least one status, as '2xx'")
        return statuses

    def expects(self, status: int) -> bool:
        """Whether a status counts as success."""
        return is_among(status, self.expect_status)


class HttpResponse(BaseModel):
    """What the server answered."""

    status: int
    headers: dict[str, str]
    """Names in lower case; a repeated header's values joined by commas."""
    body: JsonValue
    """JSON, text, a blob, or null when the answer has none."""
    url: str
    """After redirects."""
    elapsed_ms: int


@node(
    "http.request",
    title="HTTP request",
    category="Network",
    icon="globe",
    key_field="url",
    changes=Unless("method", ("GET", "HEAD"), by_default=True),
)
async def http_request(config: HttpRequestConfig, context: NodeContext) -> HttpResponse:
    """Call a URL and pass on the answer.

    At most five redirects are followed; a status that is expected is not. A failed attempt is
    sent again by the step's retry policy, so a server may see a request twice: a repeat has the
    same header `Idempotency-Key`. Broken transfers and the statuses of `retry_status` (408, 429 and 5xx where
    nothing else is said) are tried again, no sooner than `Retry-After` says; every other unexpected
    status fails the step.
    Hosts of internal networks can be called only when an administrator allows them.
    """
    request, content = await _build(config, context)
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        response = await redirects.send(context.http, request, content, stop_at=config.expects)
        try:
            if not config.expects(response.status_code):
                raise await unexpected(response, config.retry_status)
            body = await read(response, config.response, context)
        finally:
            await response.aclose()
    except (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError) as error:
        raise NodeFailed(str(error)) from error
    except httpx2.TransportError as error:
        raise NodeUnavailable(str(error) or f"{request.url.host!r} did not answer.") from error
    return HttpResponse(
        status=response.status_code,
        headers=dict(response.headers.items()),
        body=body,
        url=str(response.url),
        elapsed_ms=round((loop.time() - began) * 1000),
    )


async def _build(
    config: HttpRequestConfig, context: NodeContext
) -> tuple[httpx2.Request, bytes | None]:
    try:
        content, media_type = await _content(config.body, context)
    except (TypeError, UnicodeEncodeError) as error:
        raise NodeFailed("The body holds half a character, which UTF-8 can't write.") from error
    headers = httpx2.Headers({"Content-Type": media_type} if media_type else {})
    if config.idempotency_key:
        headers["Idempotency-Key"] = context.idempotency_key
    headers.update(
        {name: _text(value) for name, value in config.headers.items() if value is not None}
    )
    url = httpx2.URL(config.url)
    query = {name: _texts(value) for name, value in config.query.items() if value is not None}
    request = context.http.build_request(
        config.method,
        url.copy_merge_params(query) if query else url,
        headers=headers,
        content=content,
        timeout=httpx2.Timeout(context.timeout_s, connect=min(10.0, context.timeout_s)),
    )
    request.extensions["total_seconds"] = context.timeout_s
    if config.credential:
        sign(request, await context.credential(config.credential, *TYPES))
    return request, content


async def _content(body: Body, context: NodeContext) -> tuple[bytes | None, str | None]:
    if isinstance(body, MultipartBody):
        return await written(body.value, context)
    if isinstance(body, JsonBody):
        return orjson.dumps(body.value), "application/json"
    if isinstance(body, FormBody):
        pairs = [(name, text) for name, value in body.value.items() for text in _texts(value)]
        return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
    if isinstance(body, RawBody):
        if isinstance(body.value, BlobRef):
            return await context.open_blob(body.value), body.value.media_type
        return body.value.encode(), "text/plain; charset=utf-8"
    return None, None


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _texts(value: Scalar | list[Scalar]) -> list[str]:
    return [_text(item) for item in (value if isinstance(value, list) else [value])]
