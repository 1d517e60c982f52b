"""Every error as `application/problem+json` (RFC 9457), rendered here and nowhere else."""

import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException as StarletteError

from api.schemas.workflows import ProblemRead
from noria.errors import (
    Conflict,
    ExpressionError,
    Invalid,
    NoriaError,
    Problem,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from noria.pointers import to_pointer
from store.database import OUTAGES, to_json

MEDIA_TYPE = "application/problem+json"
MAX_DETAIL_CHARS = 2_000
_PARTS = {"query": "Query parameter", "path": "Path parameter", "header": "Header"}


class ProblemDetails(BaseModel):
    """What every error looks like; `problems` only where a rule was broken."""

    model_config = ConfigDict(extra="allow", use_attribute_docstrings=True)

    type: str
    """A URN that names the rule."""
    title: str
    status: int
    detail: str
    code: str
    """Stable snake_case name, for scripts."""
    request_id: str | None = None
    """Find it in the log."""
    problems: list[ProblemRead] | None = None
    """All broken rules at once, with where they are."""


ERRORS: dict[int | str, dict[str, Any]] = {
    "default": {
        "model": ProblemDetails,
        "description": "An error",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    }
}


NEEDS_SETTINGS: dict[int | str, dict[str, Any]] = {
    503: {**ERRORS["default"], "description": "This server is not given what it takes"}
}
"""Of a route that says so where a setting is missing."""


def install(app: FastAPI) -> None:
    """Render the tree of errors, FastAPI's and Starlette's own, and a database that is away."""
    app.add_exception_handler(NoriaError, _noria_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(StarletteError, _http_error)
    for outage in OUTAGES:
        app.add_exception_handler(outage, _outage)


def problem_response(
    status: int,
    *,
    code: str,
    title: str,
    detail: str,
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The one shape of an error."""
    content: dict[str, Any] = {
        "type": f"urn:noria:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail[:MAX_DETAIL_CHARS],
        "code": code,
        "request_id": structlog.contextvars.get_contextvars().get("request_id"),
        **(more or {}),
    }
    return Response(to_json(content), status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


async def _noria_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, NoriaError)
    return render(error)


def render(error: NoriaError) -> Response:
    """An error of the tree."""
    return problem_response(
        error.status,
        code=error.code,
        title=error.title,
        detail=str(error),
        more=_more(error),
        headers=_headers(error),
    )


def _more(error: NoriaError) -> dict[str, Any]:
    match error:
        case Invalid():
            return {"problems": [problem.model_dump() for problem in error.problems]}
        case Conflict():
            return error.details
        case ExpressionError():
            place = {"line": error.line, "column": error.column}
            return {"expression": error.expression, "name": error.name, **place}
        case _:
            return {}


def _headers(error: NoriaError) -> dict[str, str]:
    match error:
        case TooManyRequests():
            return {"Retry-After": str(math.ceil(error.retry_after.total_seconds()))}
        case Unavailable():
            return {"Retry-After": "2"}
        case Unauthenticated():
            return {"WWW-Authenticate": "Bearer"}
        case _:
            return {}


async def _validation_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return render(Invalid("The request is not valid.", problems_of(error.errors())))


def problems_of(errors: Sequence[Any]) -> list[Problem]:
    """Pydantic's errors as ours; `field` is a JSON pointer into the body."""
    return [_problem(error) for error in errors]


def _problem(error: Mapping[str, Any]) -> Problem:
    part, *path = error["loc"] or ("body",)
    message = f"{error['msg'][:500]}."
    if part in _PARTS:
        message = f"{_PARTS[part]} {'.'.join(map(str, path))!r}: {message}"
        return Problem(code=error["type"], message=message)
    return Problem(code=error["type"], message=message, field=to_pointer(path))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteError)
    headers = error.headers
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers = {"Allow": ", ".join(_methods_of(request))}
    phrase = HTTPStatus(error.status_code).phrase
    return problem_response(
        error.status_code,
        code=phrase.lower().replace(" ", "_").replace("-", "_"),
        title=phrase,
        detail=str(error.detail),
        headers=headers,
    )


def _methods_of(request: Request) -> list[str]:
    """Of all routes at this address; Starlette knows those of the first one only.

    A name that stands in a path, as `/preview`, is no id.
    """
    path = request.url.path
    found = [
        route
        for route in iter_route_contexts(request.app.routes)
        if route.methods and route.path_regex.match(path)
    ]
    named = [route for route in found if route.path == path]
    return sorted({method for route in named or found for method in route.methods or ()})


async def _outage(_: Request, error: Exception) -> Response:
    structlog.get_logger().warning("database_unavailable", error=type(error).__name__)
    return render(Unavailable("The database does not answer; try again soon."))
