from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from activities.http.paginate import paginate
from noria.errors import NodeFailed
from tests.activities.fakes import FakeContext
from tests.activities.nodes import run

URL = "https://a.example/orders"


def context(answer: Callable[[httpx2.URL], httpx2.Response]) -> FakeContext:
    transport = httpx2.MockTransport(lambda request: answer(request.url))
    return FakeContext(httpx2.AsyncClient(transport=transport))


def numbered(url: httpx2.URL) -> int:
    return int(url.params.get("page", "1"))


async def test_links_of_a_header_are_followed() -> None:
    def answer(url: httpx2.URL) -> httpx2.Response:
        page = numbered(url)
        link = f'</orders?page=9>; rel="last", </orders?page={page + 1}&q=x>; rel="next"'
        headers = {"link": link} if page < 3 else {}
        assert url.params["q"] == "x"
        return httpx2.Response(200, json=[page], headers=headers)

    here = context(answer)
    output = await run(paginate, {"url": URL, "query": {"q": "x"}}, here)

    assert output == {"items": [1, 2, 3], "count": 3, "pages": 3, "more": False}
    assert here.beats == [(1,), (2,), (3,)]


async def test_cursors_are_sent_back() -> None:
    def answer(url: httpx2.URL) -> httpx2.Response:
        at = int(url.params.get("after", "0"))
        return httpx2.Response(
            200, json={"d": {"rows": [at]}, "m": {"next": at + 1 if at < 2 else None}}
        )

    way = {"kind": "cursor", "at": "m.next", "parameter": "after"}
    output = await run(paginate, {"url": URL, "items_at": "d.rows", "next": way}, context(answer))

    assert output["items"] == [0, 1, 2]


async def test_pages_and_offsets_are_counted_until_one_is_empty_or_enough() -> None:
    def answer(url: httpx2.URL) -> httpx2.Response:
        at = int(url.params["offset"])
        return httpx2.Response(200, json=list(range(at, min(at + 2, 5))))

    way = {"kind": "page", "parameter": "offset", "first": 0, "step": 2}
    all_ = await run(paginate, {"url": URL, "next": way}, context(answer))
    some = await run(paginate, {"url": URL, "next": way, "max_pages": 2}, context(answer))

    assert all_["items"] == [0, 1, 2, 3, 4]
    assert (some["items"], some["more"]) == ([0, 1, 2, 3], True)


@pytest.mark.parametrize(
    ("config", "body", "message"),
    [
        ({"next": {"kind": "link", "at": "next"}, "items_at": "i"},
         {"i": [], "next": "https://evil.example/"}, "another host"),
        ({"next": {"kind": "link", "at": "next"}, "items_at": "i"}, {"i": [], "next": URL}, "after itself"),
        ({"next": {"kind": "cursor", "at": "c"}, "items_at": "i"}, {"i": [], "c": "same"}, "twice"),
        ({"items_at": "x"}, {"i": []}, "no list at 'x'"),
    ],
)  # fmt: skip
async def test_endless_and_foreign_pages_are_refused(config: Any, body: Any, message: str) -> None:
    here = context(lambda _: httpx2.Response(200, json=body))

    with pytest.raises(NodeFailed, match=message):
        await run(paginate, {"url": URL, **config}, here)
