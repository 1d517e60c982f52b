"""Descriptions of APIs are fetched by a worker, and what goes wrong is an answer."""

from typing import Any

import httpx2
import pytest

from noria.openapi.work import SpecificationCall
from tests.noria.openapi.test_cutting import SHOP
from worker.specifications import Specifications


def answers(status: int = 200, content: bytes = SHOP.encode()) -> Specifications:
    def handle(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/moved":
            return httpx2.Response(302, headers={"location": "https://docs.example/api.yaml"})
        return httpx2.Response(status, content=content)

    return Specifications(httpx2.AsyncClient(transport=httpx2.MockTransport(handle)))


async def test_operations_are_listed_and_one_is_cut_out() -> None:
    call = SpecificationCall(url="https://shop.example/moved")

    listed = await answers().read(call)
    cut = await answers().read(call.model_copy(update={"operation": "getPet"}))

    assert listed.operations
    assert [each.name for each in listed.operations.operations][0] == "getPet"
    assert cut.chosen
    paths: Any = cut.chosen.specification["paths"]
    assert list(paths) == ["/pets/{id}"]


@pytest.mark.parametrize(
    ("specifications", "url", "words"),
    [
        (answers(404), "https://shop.example", "'shop.example' answered 404"),
        (answers(content=b"\xff"), "https://shop.example", "no text"),
        (answers(content=b"hello"), "https://shop.example", "no object"),
        (answers(content=b'{"openapi": "3.1.0"}'), "https://shop.example", "names no operation"),
        (answers(), "file:///etc/passwd", "http"),
        (answers(), "https://x:y", "not a URL"),
    ],
)
async def test_what_goes_wrong_is_told(
    specifications: Specifications, url: str, words: str
) -> None:
    answer = await specifications.read(SpecificationCall(url=url))

    assert words in answer.refusal
    assert (answer.operations, answer.chosen) == (None, None)


async def test_the_place_of_what_is_wrong_comes_along() -> None:
    answer = await answers(content=b'{"openapi": "3.1.0", "paths": 7}').read(
        SpecificationCall(url="https://shop.example")
    )

    assert [problem.field for problem in answer.problems] == ["/paths"]
