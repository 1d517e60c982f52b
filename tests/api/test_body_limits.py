"""Bad input gives a plain answer, never a 500."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from api.body_limits import check_integers
from tests.api.client import Client

JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"nonsense",
        b'{"name": "\xff\xfe"}',
        b'{"name": "\\ud800"}',
        b'{"name": NaN}',
        b'\xef\xbb\xbf{"name": "x"}',
        '{"name": "x"}'.encode("utf-16"),
        b'{"name": "a\\u0000b"}',
        b'{"name": "a", "graph": {"nodes": [{"id": "' + b"[" * 300 + b'"}]}, "odd": 1}',
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"name": "x", "graph": ' + b'{"nodes": [' * 80 + b"]}" * 80 + b"}",
        b'{"name": ' + b"9" * 5_000 + b"}",
        b'{"name": 1e400}',
    ],
)
async def test_a_body_that_is_wrong_is_refused(owner: Client, content: bytes) -> None:
    answer = await owner.ask("POST", "/workflows", content=content, headers=JSON)

    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("number", [f"{2**64}", f"{-(2**63) - 1}", "9" * 300])
async def test_an_integer_beyond_64_bits_is_refused_with_what_to_do(
    owner: Client, number: str
) -> None:
    workflow_id = await owner.add_workflow({"nodes": [{"id": "s", "type": "start"}], "edges": []})
    content = f'{{"input": {{"id": "12345678901234567890123", "n": [{number}]}}}}'
    answer = await owner.ask(
        "POST", f"/workflows/{workflow_id}/test-runs", content=content.encode(), headers=JSON
    )

    assert answer.status_code == 422, answer.text
    assert f"the integer {number[:40]}" in answer.json()["detail"]
    assert "send it as text" in answer.json()["detail"]


@pytest.mark.parametrize(
    "number", ["18446744073709551615", "-9223372036854775808", "0.12345678901234567890123", "1e-19"]
)
def test_what_fits_is_left_alone(number: str) -> None:
    check_integers(f'{{"n": {number}}}'.encode())


async def test_odd_characters_in_a_graph_come_back_as_they_were(owner: Client) -> None:
    graph = {
        "nodes": [{"id": "a", "type": "set", "config": {"n\x01l": "\x01 \u202e 🦊 \uffff", "n": 2**60}}],
        "edges": [],
    }  # fmt: skip
    workflow_id = await owner.add_workflow(graph)

    draft = await owner.json("GET", f"/workflows/{workflow_id}/draft")
    assert draft["graph"] == graph


async def test_a_large_body_is_refused_before_it_is_read(owner: Client) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100:
            sent += 1
            yield b"x" * 100_000

    announced = await owner.ask("POST", "/workflows", content=b" " * 1_000_001, headers=JSON)
    chunked = await owner.ask("POST", "/workflows", content=endless(), headers=JSON)

    assert (announced.status_code, chunked.status_code) == (413, 413)
    assert announced.json()["code"] == "too_large"


async def test_a_file_is_stored_as_it_comes_and_no_further_than_it_may(owner: Client) -> None:
    base = await owner.json("POST", "/knowledge-bases", json={"name": "Handbook"})
    path = f"/knowledge-bases/{base['id']}/documents?name=a.txt"
    sent = 0

    async def pieces(number: int) -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(number):
            sent += 1
            yield b"x" * 100_000

    taken = await owner.json("POST", path, content=pieces(5), headers=TEXT)
    sent = 0
    chunked = await owner.ask("POST", path, content=pieces(100), headers=TEXT)
    announced = await owner.ask("POST", path, content=b" " * 1_000_001, headers=TEXT)

    assert taken["size"] == 500_000
    assert (announced.status_code, chunked.status_code) == (413, 413)
    assert sent < 100
    assert (await owner.json("GET", path))["items"][0]["revision"] == 1


async def test_a_deep_body_does_not_hold_up_others(owner: Client) -> None:
    body = b'{"name": "' + b"a\\\\" * 200_000 + b'", "graph": ' + b"[" * 100_000
    started = time.perf_counter()
    answers = await asyncio.gather(
        *(owner.ask("POST", "/workflows", content=body, headers=JSON) for _ in range(3))
    )

    assert {answer.status_code for answer in answers} == {422}
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize(
    "query",
    [
        "search=%00",
        "search=" + "x" * 300,
        "limit=0",
        "limit=201",
        "limit=1e3",
        "cursor=%F0",
        "cursor=AAAA",
        "cursor=MjAyNi0xMS0yMXww",
        "archived=maybe",
    ],
)
async def test_a_query_that_is_wrong_is_refused(owner: Client, query: str) -> None:
    answer = await owner.ask("GET", f"/workflows?{query}")

    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid"


async def test_problems_point_to_what_is_wrong(owner: Client) -> None:
    body = {"name": "", "graph": {"nodes": [5], "edges": "none"}}
    answer = await owner.ask("POST", "/workflows", json=body)
    query = await owner.ask("GET", "/workflows?limit=0")

    fields = {problem["field"] for problem in answer.json()["problems"]}
    assert fields == {"/name", "/graph/nodes/0", "/graph/edges"}
    assert "limit" in query.json()["problems"][0]["message"]
