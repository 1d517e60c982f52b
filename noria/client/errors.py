"""Turns the API's problem details (RFC 9457) back into the errors that they came from."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any, cast

import httpx2
from pydantic import TypeAdapter, ValidationError

from noria.errors import (
    Conflict,
    Forbidden,
    GraphInvalid,
    Invalid,
    NoriaError,
    NotFound,
    Problem,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)

_PROBLEMS = TypeAdapter(list[Problem])
_STANDARD = frozenset({"type", "title", "status", "detail", "code", "request_id"})
_DEFAULT_RETRY_SECONDS = 60


def error_of(response: httpx2.Response) -> NoriaError:
    """The error that an answer of 400 or more stands for."""
    details = _details(response)
    message = str(details.get("detail") or details.get("title") or _phrase(response))
    match response.status_code:
        case HTTPStatus.UNAUTHORIZED:
            return Unauthenticated(message)
        case HTTPStatus.FORBIDDEN:
            return Forbidden(message)
        case HTTPStatus.NOT_FOUND:
            return NotFound("page", response.url.path, message)
        case HTTPStatus.CONFLICT:
            return Conflict(message, {k: v for k, v in details.items() if k not in _STANDARD})
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return TooLarge(message)
        case HTTPStatus.TOO_MANY_REQUESTS:
            return TooManyRequests(message, timedelta(seconds=_seconds(response)))
        case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            request = details.get("request_id")
            hint = f" Its log tells more: look for request {request!r}." if request else ""
            return Unavailable(f"Noria answered {status}: {message}{hint}")
        case _:
            return _invalid(message, details)


def unreachable(url: str, error: httpx2.TransportError) -> Unavailable:
    """No answer at all."""
    if isinstance(error, httpx2.TimeoutException):
        return Unavailable(f"Noria at {url} did not answer in time: try again, or look at its log.")
    return Unavailable(
        f"Noria at {url} can't be reached: start it, or set NORIA_URL to where it runs."
    )


def _invalid(message: str, details: dict[str, Any]) -> Invalid:
    try:
        problems = _PROBLEMS.validate_python(details.get("problems") or [])
    except ValidationError:
        problems = []
    if details.get("code") == "graph_invalid" and problems:
        return GraphInvalid(problems)
    return Invalid(message, problems)


def _details(response: httpx2.Response) -> dict[str, Any]:
    """Empty where something between us and Noria answered, as a proxy does."""
    try:
        found: object = response.json()
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _phrase(response: httpx2.Response) -> str:
    return f"{response.url} answered {response.status_code} {response.reason_phrase}."


def _seconds(response: httpx2.Response) -> int:
    text = response.headers.get("retry-after", "")
    return int(text) if text.isdecimal() else _DEFAULT_RETRY_SECONDS
