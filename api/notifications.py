"""What the web app tells a person, and how they want to be told."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.access import Person, Reader
from api.paging import CURSOR, LIMIT
from api.schemas.notices import (
    NotificationCount,
    NotificationRead,
    PreferenceRead,
    PreferencesRead,
    PreferenceWrite,
)
from api.schemas.shape import Page
from api.services import Db, Parts
from noria.domain_events import EVENT_TYPES
from noria.notices import IN_APP
from store import notifications
from store.database import Session

router = APIRouter(tags=["notifications"])


@router.get("/notifications")
async def list_notifications(
    caller: Reader,
    session: Db,
    unread: Annotated[bool, Query(description="Only those that were not read.")] = False,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[NotificationRead]:
    """The caller's own in this workspace, the newest first; kept for 30 days."""
    page = await notifications.list_notifications(
        session,
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        unread=unread,
        cursor=cursor,
        limit=limit,
    )
    items = [NotificationRead.model_validate(row) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


@router.get("/notifications/count")
async def count_notifications(caller: Reader, session: Db) -> NotificationCount:
    """How many of the caller's are unread."""
    unread = await notifications.count_unread(
        session, workspace_id=caller.workspace_id, account_id=caller.account_id
    )
    return NotificationCount(unread=unread)


@router.post("/notifications/read", status_code=status.HTTP_204_NO_CONTENT)
async def read_all_notifications(caller: Reader, session: Db) -> None:
    """Mark all of the caller's as read."""
    await notifications.mark_read(
        session,
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        notification_id=None,
    )


@router.post("/notifications/{notification_id}/read", status_code=status.HTTP_204_NO_CONTENT)
async def read_notification(notification_id: UUID, caller: Reader, session: Db) -> None:
    """Mark one as read. Again is no error."""
    await notifications.mark_read(
        session,
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        notification_id=notification_id,
    )


@router.get("/notification-preferences")
async def list_notification_preferences(
    caller: Person, session: Db, parts: Parts
) -> PreferencesRead:
    """Of which events the caller is told in this workspace, and how."""
    return PreferencesRead(
        items=await _preferences(session, caller.workspace_id, caller.account_id),
        has_mail=parts.mail is not None,
    )


@router.put("/notification-preferences", status_code=status.HTTP_204_NO_CONTENT)
async def set_notification_preference(body: PreferenceWrite, caller: Person, session: Db) -> None:
    """Say how to be told of one type of event from now on."""
    await notifications.set_preference(
        session,
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        preference=(body.event_type, body.in_app, body.mail),
    )


async def _preferences(
    session: Session, workspace_id: UUID, account_id: UUID
) -> list[PreferenceRead]:
    kept = await notifications.read_preferences(
        session, workspace_id=workspace_id, account_id=account_id
    )
    found: list[PreferenceRead] = []
    for name in EVENT_TYPES:
        in_app, mail = kept.get(name, (name in IN_APP, False))
        found.append(PreferenceRead(event_type=name, in_app=in_app, mail=mail))
    return found
