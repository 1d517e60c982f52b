"""Filters of lists that an account keeps under names, on whatever machine it signs in."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, status

from api.access import Reader
from api.schemas.looking import PageName, SavedFilterRead, SavedFilterWrite
from api.schemas.shape import Page
from api.services import Db
from noria.errors import TooLarge
from store import saved_filters

MAX_BYTES = 4_096

router = APIRouter(prefix="/saved-filters", tags=["saved filters"])


@router.get("")
async def list_saved_filters(
    caller: Reader, session: Db, page: Annotated[PageName, Query(description="Of which list.")]
) -> Page[SavedFilterRead]:
    """Your own, by their names; there are few."""
    found = await saved_filters.list_filters(
        session, workspace_id=caller.workspace_id, account_id=caller.account_id, page=page
    )
    return Page(items=[SavedFilterRead.model_validate(row) for row in found], next_cursor=None)


@router.post("", status_code=status.HTTP_201_CREATED)
async def save_filter(body: SavedFilterWrite, caller: Reader, session: Db) -> SavedFilterRead:
    """Keep a filter; one of yours with the same name is replaced."""
    size = len(orjson.dumps(body.search))
    if size > MAX_BYTES:
        raise TooLarge(f"The filter has {size} bytes; {MAX_BYTES} are kept.")
    row = await saved_filters.save_filter(
        session,
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        page=body.page,
        name=body.name,
        search=body.search,
    )
    return SavedFilterRead.model_validate(row)


@router.delete("/{filter_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_saved_filter(filter_id: UUID, caller: Reader, session: Db) -> None:
    """Forget one of yours."""
    await saved_filters.delete_filter(
        session,
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        filter_id=filter_id,
    )
