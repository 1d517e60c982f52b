import httpx2
import pytest

from noria.client.errors import error_of, unreachable
from noria.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NoriaError,
    NotFound,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)

REQUEST = httpx2.Request("GET", "http://noria/api/v1/x")


def answer(status: int, json: object = None, **headers: str) -> httpx2.Response:
    return httpx2.Response(status, json=json, headers=headers, request=REQUEST)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Invalid),
        (401, Unauthenticated),
        (403, Forbidden),
        (404, NotFound),
        (405, Invalid),
        (409, Conflict),
        (413, TooLarge),
        (422, Invalid),
        (429, TooManyRequests),
        (500, Unavailable),
        (503, Unavailable),
    ],
)
def test_an_answer_becomes_the_error_that_it_came_from(status: int, kind: type[NoriaError]) -> None:
    error = error_of(answer(status, {"detail": "What happened."}))

    assert type(error) is kind
    assert "What happened." in str(error)


def test_a_conflict_keeps_both_sides() -> None:
    error = error_of(answer(409, {"detail": "x", "code": "conflict", "yours": 1, "theirs": 2}))

    assert isinstance(error, Conflict)
    assert error.details == {"yours": 1, "theirs": 2}


def test_a_rate_limit_says_when_to_come_back() -> None:
    error = error_of(answer(429, {"detail": "x"}, **{"retry-after": "7"}))

    assert isinstance(error, TooManyRequests)
    assert error.retry_after.total_seconds() == 7


def test_a_failure_of_the_server_names_its_request() -> None:
    assert "'r-1'" in str(error_of(answer(500, {"detail": "x", "request_id": "r-1"})))


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"", b'{"problems": 7}', b'{"detail": null}'])
def test_answers_of_others_are_errors_too(body: bytes) -> None:
    error = error_of(httpx2.Response(422, content=body, request=REQUEST))

    assert isinstance(error, Invalid)
    assert "422" in str(error)


def test_no_answer_in_time_and_none_at_all_are_told_apart() -> None:
    assert "in time" in str(unreachable("http://n", httpx2.ReadTimeout("x")))
    assert "can't be reached" in str(unreachable("http://n", httpx2.ConnectError("x")))
