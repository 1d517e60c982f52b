"""Every error looks the same, and tells no secrets."""

from collections import defaultdict
from dataclasses import replace

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import text
from structlog.testing import capture_logs

from api.access import open_to_all
from api.app import declare_app
from api.services import Services
from noria.errors import ExpressionError
from store.database import Database, open_database
from store.settings import StoreSettings
from tests.api.client import Client
from tests.api.routes import all_routes, filled

FIELDS = {"type", "title", "status", "detail", "code", "request_id"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("POST", "/nothing", 404, "not_found"),
        ("DELETE", "/api/v1/workflows", 405, "method_not_allowed"),
        ("GET", "/api/v1/workflows", 401, "unauthenticated"),
    ],
)
async def test_errors_have_one_shape(
    anonymous: httpx2.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    answer = await anonymous.request(method, path)

    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == status == problem["status"]
    assert problem.keys() >= FIELDS
    assert problem["code"] == code
    assert problem["request_id"] == answer.headers["X-Request-Id"]


async def test_a_wrong_method_says_which_are_right(anonymous: httpx2.AsyncClient) -> None:
    one = await anonymous.delete("/api/v1/auth/sign-in")
    several = await anonymous.put("/api/v1/workflows")
    beside_an_id = await anonymous.delete("/api/v1/members/leave")

    assert (one.headers["Allow"], several.headers["Allow"]) == ("POST", "GET, POST")
    assert (beside_an_id.status_code, beside_an_id.headers["Allow"]) == (405, "POST")


def test_no_route_takes_the_address_of_another() -> None:
    """One for `/members/{account_id}` would answer what `/members/leave` does not declare."""
    declared: dict[str, set[str]] = defaultdict(set)
    for method, path in all_routes():
        declared[path].add(method)
    taken = [
        f"{route.path} takes {method} {path}"
        for path, methods in declared.items()
        for route in iter_route_contexts(declare_app().routes)
        if route.path != path and route.path_regex.match(filled(path))
        # A preflight asks for a whole family of addresses.
        for method in (route.methods or set()) - methods - {"OPTIONS"}
    ]

    assert taken == []


async def test_a_bug_is_told_by_its_id_alone(app: FastAPI, anonymous: httpx2.AsyncClient) -> None:
    @app.get("/api/v1/bug")
    @open_to_all
    async def bug() -> None:
        raise KeyError("the-secret")

    with capture_logs() as logs:
        answer = await anonymous.get("/api/v1/bug")

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (500, "bug")
    assert "the-secret" not in answer.text
    assert problem["request_id"] in problem["detail"]
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["request_failed"]


async def test_an_expression_error_names_its_place(
    app: FastAPI, anonymous: httpx2.AsyncClient
) -> None:
    @app.get("/api/v1/broken")
    @open_to_all
    async def broken() -> None:
        raise ExpressionError("x is not defined", expression="x", line=2, column=3)

    answer = await anonymous.get("/api/v1/broken")

    assert answer.status_code == 422
    assert (answer.json()["line"], answer.json()["expression"]) == (2, "x")


async def test_a_database_that_is_away_is_a_503(
    app: FastAPI, owner: Client, services: Services
) -> None:
    nowhere = open_database(
        StoreSettings(database_url="postgresql://a:the-secret@127.0.0.1:1/none", blob_url="")
    )
    app.state.services = replace(services, database=nowhere)
    answer = await owner.ask("GET", "/workflows")

    assert answer.status_code == 503
    assert "the-secret" not in answer.text
    assert int(answer.headers["Retry-After"]) > 0


async def test_errors_of_the_database_do_not_log_values(database: Database) -> None:
    with pytest.raises(Exception, match="NUL") as caught:
        async with database.engine.begin() as connection:
            await connection.execute(text("SELECT :value"), {"value": "the-secret\x00"})

    assert "the-secret" not in str(caught.value)


@pytest.mark.parametrize("given", ["short", "x" * 65, "a b c d e f g h", "evil-id_123"])
async def test_a_request_id_is_taken_over_only_when_it_is_plain(
    anonymous: httpx2.AsyncClient, given: str
) -> None:
    answer = await anonymous.get("/health/live", headers={"X-Request-Id": given})

    assert (answer.headers["X-Request-Id"] == given) == (given == "evil-id_123")


async def test_each_request_is_one_line_of_log_without_secrets(owner: Client) -> None:
    with capture_logs() as logs:
        await owner.ask("GET", "/workflows?search=the-secret")

    [line] = [entry for entry in logs if entry["event"] == "request"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/v1/workflows", 200)
    assert "the-secret" not in str(logs)
    assert owner.token not in str(logs)
