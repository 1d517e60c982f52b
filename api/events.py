"""Events: what the outside tells runs that wait for it."""

import hashlib
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Query, status

from api.access import Reader, Runner
from api.audit import note, refusals_noted
from api.large_values import by_reference
from api.paging import CURSOR, LIMIT
from api.schemas.runs import KEY_PATTERN
from api.schemas.shape import Page
from api.schemas.waits import EventCreate, EventKey, EventRead
from api.services import Db, Parts
from api.waking import wake
from noria.errors import Invalid
from store import event_waits
from store.database import time_of
from store.event_waits import EventRow

router = APIRouter(prefix="/events", tags=["events"])


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def create_event(
    body: EventCreate,
    caller: Runner,
    parts: Parts,
    idempotency_key: Annotated[str | None, Header(pattern=KEY_PATTERN)] = None,
) -> EventRead:
    """Tell the run that waits for this key; of several, the one that has waited longest.

    It is delivered once. When no run waits, it is kept for the next one that does.
    """
    # One that is refused has no id.
    async with refusals_noted(parts, caller, "event.send", caller.workspace_id, key=body.key):
        known_as = _one_key(idempotency_key, body.idempotency_key)
        payload = await by_reference(parts, caller.workspace_id, body.payload)
        async with parts.database.sessions.begin() as session:
            sent = event_waits.new_event(
                workspace_id=caller.workspace_id,
                key=body.key,
                payload=payload,
                expires_at=await time_of(session) + timedelta(seconds=body.keep_s),
                account_id=caller.account_id,
                idempotency_key=known_as,
                request_hash=_hash(body) if known_as else None,
            )
            event, whom = await event_waits.add_event(session, event=sent)
            if event is sent:
                await note(session, caller, "event.send", event.id, key=body.key)
    await wake(parts, caller.workspace_id, whom)
    return await read_event(parts, caller.workspace_id, event.id)


@router.get("")
async def list_events(
    caller: Reader,
    session: Db,
    key: Annotated[EventKey | None, Query()] = None,
    delivered: Annotated[
        bool | None, Query(description="Only those that a run took, or that none did.")
    ] = None,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[EventRead]:
    """The newest first."""
    page = await event_waits.list_events(
        session,
        workspace_id=caller.workspace_id,
        filters=event_waits.EventFilter(key=key, delivered=delivered),
        cursor=cursor,
        limit=limit,
    )
    return Page(items=[_shown(row) for row in page.items], next_cursor=page.next_cursor)


async def read_event(parts: Parts, workspace_id: UUID, event_id: UUID) -> EventRead:
    """One event, without its payload."""
    async with parts.database.sessions.begin() as session:
        return _shown(
            await event_waits.get_event(session, workspace_id=workspace_id, event_id=event_id)
        )


def _shown(row: EventRow) -> EventRead:
    event = row.event
    return EventRead(
        id=event.id,
        key=event.key,
        run_id=row.run_id,
        node_id=row.node_id,
        iteration=row.iteration,
        created_at=event.created_at,
        expires_at=event.expires_at,
        delivered_at=event.delivered_at,
    )


def _one_key(header: str | None, body: str | None) -> str | None:
    if header and body and header != body:
        raise Invalid("'Idempotency-Key' and 'idempotency_key' differ; send one of them.")
    return header or body


def _hash(body: EventCreate) -> bytes:
    content = body.model_dump(mode="json", exclude={"idempotency_key"})
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).digest()
