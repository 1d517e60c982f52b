"""The catalog, for the palette and the config forms."""

import hashlib
from functools import cache
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Response, status

from api.access import Reader
from api.schemas.language import NodeTypeRead
from api.schemas.shape import Page
from noria.catalog import load_catalog

router = APIRouter(tags=["node types"])


@cache
def _manifest() -> tuple[bytes, str]:
    """The body and its entity tag; both change with the installed packages only."""
    types = [NodeTypeRead.model_validate(entry) for entry in load_catalog().manifest()]
    page = Page[NodeTypeRead](items=types, next_cursor=None)
    body = orjson.dumps(page.model_dump(mode="json"))
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


@router.get(
    "/node-types",
    response_model=Page[NodeTypeRead],
    responses={304: {"description": "Unchanged since `If-None-Match`"}},
)
async def list_node_types(
    caller: Reader, if_none_match: Annotated[str | None, Header(max_length=200)] = None
) -> Response:
    """All node types at once; send `If-None-Match` to learn that nothing changed."""
    body, etag = _manifest()
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if if_none_match and etag in if_none_match:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
