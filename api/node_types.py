"""The catalog, for the palette and the config forms."""

import hashlib
from functools import cache
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Response, status

from api.access import Reader
from api.schemas.language import NodeTypeRead, NodeTypeUsage
from api.schemas.shape import Page
from api.services import Db
from noria.catalog import load_catalog
from store.usage import count_node_types

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


@router.get("/node-types/usage")
async def list_node_type_usage(caller: Reader, session: Db) -> Page[NodeTypeUsage]:
    """How many workflows of the workspace use each node type; types that none uses are left out."""
    found = await count_node_types(session, workspace_id=caller.workspace_id)
    return Page(items=[NodeTypeUsage.model_validate(each) for each in found], next_cursor=None)
