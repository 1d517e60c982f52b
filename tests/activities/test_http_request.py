"""The node that calls a URL: what it sends, what it passes on, and how it fails."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2
import orjson
import pytest

from activities import answers
from activities.http_request import HttpRequestConfig, HttpResponse, http_request
from noria.blobs import BlobRef
from noria.context import NodeContext
from noria.credentials import Credential, load_credential_types
from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.fakes import FakeContext

URL = "https://shop.example/orders"
Handler = Callable[[httpx2.Request], httpx2.Response]


def context(handler: Handler) -> FakeContext:
    return FakeContext(httpx2.AsyncClient(transport=httpx2.MockTransport(handler)))


async def call(fake: NodeContext, **config: Any) -> HttpResponse:
    assert http_request.run is not None
    return await http_request.run(HttpRequestConfig.model_validate({"url": URL} | config), fake)


def credential(kind: str, *hosts: str, **fields: object) -> Credential:
    known = load_credential_types().find(kind)
    assert known is not None
    return Credential("Shop", kind, known.fields.model_validate(fields), hosts)


def signed(handler: Handler, *credentials: Credential) -> FakeContext:
    made = context(handler)
    made.credentials = {each.name: each for each in credentials}
    return made


class Sent:
    """A server that remembers and answers 200."""

    def __init__(self, answer: httpx2.Response | None = None) -> None:
        self.requests: list[httpx2.Request] = []
        self.answer = answer or httpx2.Response(200)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return self.answer

    @property
    def only(self) -> httpx2.Request:
        assert len(self.requests) == 1
        return self.requests[0]


async def test_passes_on_what_the_server_answered() -> None:
    answer = httpx2.Response(201, json={"id": 7}, headers={"X-Shop": "a"})

    response = await call(context(Sent(answer)), method="POST")

    assert response.status == 201
    assert response.body == {"id": 7}
    assert response.headers["x-shop"] == "a"
    assert response.url == URL
    assert response.elapsed_ms >= 0


async def test_query_is_added_to_that_of_the_url() -> None:
    sent = Sent()

    await call(
        context(sent),
        url=URL + "?a=1",
        query={"b": [1, "two"], "c": True, "d": None, "e": "x y&z", "f": 1.5},
    )

    assert str(sent.only.url) == URL + "?a=1&b=1&b=two&c=true&e=x+y%26z&f=1.5"


@pytest.mark.parametrize(
    ("body", "content", "media_type"),
    [
        ({"kind": "none"}, b"", None),
        ({"kind": "json", "value": {"a": [1, None]}}, b'{"a":[1,null]}', "application/json"),
        ({"kind": "json", "value": None}, b"null", "application/json"),
        (
            {"kind": "form", "value": {"a": "x y", "b": [1, True]}},
            b"a=x+y&b=1&b=true",
            "application/x-www-form-urlencoded",
        ),
        ({"kind": "raw", "value": "<a/>"}, b"<a/>", "text/plain; charset=utf-8"),
    ],
)
async def test_sends_each_kind_of_body(
    body: dict[str, Any], content: bytes, media_type: str | None
) -> None:
    sent = Sent()

    await call(context(sent), method="POST", body=body)

    assert sent.only.content == content
    assert sent.only.headers.get("content-type") == media_type


async def test_a_raw_body_may_be_a_blob() -> None:
    sent = Sent()
    fake = context(sent)
    ref = await fake.put_blob(b"\x89PNG", "image/png")

    await call(fake, method="PUT", body={"kind": "raw", "value": ref.to_json()})

    assert sent.only.content == b"\x89PNG"
    assert sent.only.headers["content-type"] == "image/png"


async def test_headers_of_the_config_win_over_ours() -> None:
    sent = Sent()

    await call(
        context(sent),
        method="POST",
        headers={"content-type": "application/xml", "X-Number": 7, "X-None": None},
        body={"kind": "raw", "value": "<a/>"},
    )

    assert sent.only.headers["content-type"] == "application/xml"
    assert sent.only.headers["x-number"] == "7"
    assert "x-none" not in sent.only.headers


async def test_the_idempotency_key_is_that_of_the_step() -> None:
    sent = Sent()

    await call(context(sent), method="POST")

    assert sent.only.headers["idempotency-key"] == "r1:fetch:"


async def test_the_idempotency_key_can_be_another_or_none() -> None:
    sent = Sent()

    await call(context(sent), headers={"idempotency-key": "mine"})
    await call(context(sent), idempotency_key=False)

    assert sent.requests[0].headers["idempotency-key"] == "mine"
    assert "idempotency-key" not in sent.requests[1].headers


async def test_asks_the_client_for_no_more_time_than_the_step_has() -> None:
    sent = Sent()

    await call(context(sent))

    assert sent.only.extensions["total_seconds"] == 5.0
    assert sent.only.extensions["timeout"]["read"] == 5.0


@pytest.mark.parametrize(
    ("media_type", "data", "response", "body"),
    [
        ("application/json", b'{"a":1}', "auto", {"a": 1}),
        ("application/problem+json; charset=utf-8", b"[1]", "auto", [1]),
        ("application/json", b"not json", "auto", "not json"),
        ("text/html; charset=latin-1", b"caf\xe9", "auto", "café"),
        ("text/html; charset=no-such", b"caf\xc3\xa9", "auto", "café"),
        ("application/xml", b"<a/>", "auto", "<a/>"),
        ("application/json", b"", "auto", None),
        ("text/plain", b'{"a":1}', "json", {"a": 1}),
        ("application/json", b'{"a":1}', "text", '{"a":1}'),
        ("application/json", b"", "text", ""),
    ],
)
async def test_reads_the_body_as_asked(
    media_type: str, data: bytes, response: str, body: object
) -> None:
    answer = httpx2.Response(200, content=data, headers={"content-type": media_type})

    found = await call(context(Sent(answer)), response=response)

    assert found.body == body


@pytest.mark.parametrize(
    ("media_type", "response", "kept_as"),
    [
        ("image/png", "auto", "image/png"),
        ("", "auto", "application/octet-stream"),
        ("text/csv", "blob", "text/csv"),
        ("application/json", "blob", "application/json; charset=utf-8"),
    ],
)
async def test_binary_answers_and_blobs_are_kept_by_reference(
    media_type: str, response: str, kept_as: str
) -> None:
    headers = {"content-type": media_type} if media_type else {}
    fake = context(Sent(httpx2.Response(200, content=b"data", headers=headers)))

    found = await call(fake, response=response)
    ref = BlobRef.model_validate(found.body)

    assert ref.media_type == kept_as
    assert await fake.open_blob(ref) == b"data"


async def test_an_answer_that_has_to_be_json_and_is_not_fails() -> None:
    with pytest.raises(NodeFailed, match="'shop.example' is not JSON") as caught:
        await call(context(Sent(httpx2.Response(200, text="<html>"))), response="json")

    assert caught.value.details == {"status": 200, "body": "<html>"}


async def test_text_over_the_limit_says_to_keep_it_as_a_blob() -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(1024 * 1024)

    answer = httpx2.Response(200, content=endless(), headers={"content-type": "text/plain"})

    with pytest.raises(NodeFailed, match="set the field 'response' to 'blob'"):
        await call(context(Sent(answer)))


@pytest.mark.parametrize(
    ("expected", "status"),
    [(["2xx"], 204), ([404], 404), (["404"], 404), (["2xx", "5xx"], 503), ([200, 302], 302)],
)
async def test_expected_statuses_succeed(expected: list[str | int], status: int) -> None:
    answer = httpx2.Response(status, headers={"location": "/elsewhere"})

    assert (await call(context(Sent(answer)), expect_status=expected)).status == status


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422])
async def test_other_statuses_fail_the_step_with_the_beginning_of_the_body(status: int) -> None:
    with pytest.raises(NodeFailed, match=f"'shop.example' answered {status}") as caught:
        await call(context(Sent(httpx2.Response(status, text="no " + "x" * 5_000))))

    assert isinstance(caught.value.details, dict)
    assert caught.value.details["status"] == status
    assert str(caught.value.details["body"])[:4] == "no x"
    assert len(str(caught.value.details["body"])) == answers.EXCERPT_CHARS


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_statuses_that_may_pass_are_tried_again(status: int) -> None:
    with pytest.raises(NodeUnavailable, match=str(status)) as caught:
        await call(context(Sent(httpx2.Response(status, headers={"retry-after": "7"}))))

    assert caught.value.retry_after is not None
    assert caught.value.retry_after.total_seconds() == 7


@pytest.mark.parametrize(
    ("status", "retried", "error"),
    [
        (409, [409], NodeUnavailable),
        (425, ["4xx"], NodeUnavailable),
        (501, [408, 429, 503], NodeFailed),
        (503, [], NodeFailed),
    ],
)
async def test_one_may_say_which_statuses_are_tried_again(
    status: int, retried: list[str | int], error: type[Exception]
) -> None:
    with pytest.raises(error, match=str(status)):
        await call(context(Sent(httpx2.Response(status))), retry_status=retried)


@pytest.mark.parametrize(
    "error", [httpx2.ConnectError("x"), httpx2.ReadTimeout("x"), httpx2.RemoteProtocolError("x")]
)
async def test_broken_transfers_are_tried_again(error: httpx2.TransportError) -> None:
    def fail(_: httpx2.Request) -> httpx2.Response:
        raise error

    with pytest.raises(NodeUnavailable):
        await call(context(fail))


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("url", "shop.example/orders", "http and https"),
        ("url", "ftp://shop.example", "http and https URLs only"),
        ("url", "https://", "no host"),
        ("url", "https://user:pw@shop.example", "user name before its host"),
        ("url", "https://shop.example\\@10.0.0.1", "no backslash"),
        ("url", "https://shop.example/\n", "non-printable"),
        ("headers", {"X-A": "1\r\nX-B: 2"}, "line breaks"),
        ("headers", {"X A": "1"}, "not a header"),
        ("headers", {"Host": "internal"}, "not a header that can be set"),
        ("headers", {"Transfer-Encoding": "chunked"}, "not a header that can be set"),
        ("expect_status", ["2x"], "not a status"),
        ("expect_status", [700], "not a status"),
        ("expect_status", [], "at least one"),
        ("retry_status", ["5x"], "not a status"),
        ("credential", "two\nlines", "String should match"),
        ("method", "TRACE", "Input should be"),
        ("body", {"kind": "xml"}, "kind"),
        ("urll", "x", "Extra inputs"),
    ],
)
def test_a_wrong_config_says_what_to_do(field: str, value: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        HttpRequestConfig.model_validate({"url": URL} | {field: value})


async def test_half_a_character_in_the_body_fails_the_step() -> None:
    with pytest.raises(NodeFailed, match="half a character"):
        await call(context(Sent()), body={"kind": "json", "value": "\ud800"})


def test_the_form_knows_every_field() -> None:
    schema = HttpRequestConfig.model_json_schema()

    assert all("x-ui" in field for field in schema["properties"].values())
    assert schema["properties"]["body"]["discriminator"]["propertyName"] == "kind"
    assert orjson.loads(orjson.dumps(schema)) == schema


@pytest.mark.parametrize(
    ("kind", "fields", "header", "value"),
    [
        ("bearer", {"token": " t0k3n\n"}, "authorization", "Bearer t0k3n"),
        (
            "basic",
            {"username": "ada", "password": "p:w é"},
            "authorization",
            "Basic YWRhOnA6dyDDqQ==",
        ),
        ("header", {"name": "X-Api-Key", "value": "k"}, "x-api-key", "k"),
    ],
)
async def test_a_credential_travels_in_its_header(
    kind: str, fields: dict[str, object], header: str, value: str
) -> None:
    sent = Sent()
    fake = signed(sent, credential(kind, "shop.example", **fields))

    await call(fake, credential="Shop", headers={header: "another"})

    assert sent.only.headers.get_list(header) == [value]
    assert sent.only.extensions["credential"] == "Shop"


@pytest.mark.parametrize(
    "hosts", [(), ("other.example",), ("*.shop.example",), ("shop.example.evil",)]
)
async def test_a_credential_is_sent_to_no_host_but_its_own(hosts: tuple[str, ...]) -> None:
    sent = Sent()

    with pytest.raises(NodeFailed, match=r"may not be sent to 'shop\.example'"):
        await call(signed(sent, credential("bearer", *hosts, token="t")), credential="Shop")

    assert sent.requests == []


async def test_a_redirect_to_another_host_goes_on_without_the_credential() -> None:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        there = {"location": "https://evil.example/"}
        return httpx2.Response(307, headers=there) if len(seen) == 1 else httpx2.Response(200)

    fake = signed(answer, credential("header", "*", name="X-Shop-Key", value="k"))

    await call(fake, credential="Shop")

    assert [request.headers.get("x-shop-key") for request in seen] == ["k", None]


async def test_a_missing_or_unfit_credential_fails_the_step() -> None:
    fake = signed(Sent(), credential("generic", "*", values={"a": "b"}))

    with pytest.raises(NodeFailed, match="no credential 'Gone'"):
        await call(fake, credential="Gone")
    with pytest.raises(NodeFailed, match="'generic', and the step takes 'bearer'"):
        await call(fake, credential="Shop")
