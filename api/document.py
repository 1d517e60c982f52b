"""The OpenAPI document."""

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic.json_schema import models_json_schema
from starlette.responses import JSONResponse

from api.access import open_to_all
from api.schemas.chats import TurnPiece
from api.schemas.runs import RunEvent
from noria.model import Graph

VERSION = version("noria")

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
@open_to_all
async def read_openapi(request: Request) -> JSONResponse:
    """This API, described."""
    return JSONResponse(request.app.openapi())


def install(app: FastAPI) -> None:
    """Let `app.openapi()` say who needs to sign in, and hold the shape of a graph."""
    app.openapi = lambda: _document(app)


def _document(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema:
        return app.openapi_schema
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    schemas = document["components"]["schemas"]
    _, extra = models_json_schema(
        [(Graph, "validation"), (RunEvent, "serialization"), (TurnPiece, "serialization")],
        ref_template="#/components/schemas/{model}",
    )
    schemas.update(extra["$defs"])
    document["components"]["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An access token, or an API key `noria_...`.",
        }
    }
    document["security"] = [{"bearer": []}]
    for path, method in open_operations(app):
        operation = document["paths"].get(path, {}).get(method)
        if operation is not None:
            operation["security"] = []
    app.openapi_schema = document
    return document


def open_operations(app: FastAPI) -> list[tuple[str, str]]:
    """Path and method of every route that needs no sign-in."""
    return [
        (route.path, method.lower())
        for route in iter_route_contexts(app.routes)
        if route.path and getattr(route.endpoint, "open_to_all", False)
        for method in route.methods or ()
    ]
