"""Notification rules of a workspace: whom it tells of which events, and what became of each message."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, status

from api.access import Caller, Manager
from api.audit import note
from api.paging import CURSOR, LIMIT
from api.schemas.notices import DeliveryRead, RuleCreate, RuleRead, RuleUpdate
from api.schemas.shape import Page
from api.services import Db, Parts
from noria.errors import Unavailable
from noria.notices import Channel, read_channel
from store import deliveries, notification_rules
from store.database import Session, time_of
from store.deliveries import Message
from store.ids import new_id
from store.notice_tables import NotificationRule

router = APIRouter(prefix="/notification-rules", tags=["notifications"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_notification_rule(body: RuleCreate, caller: Manager, session: Db) -> RuleRead:
    """Make a rule; it tells of what happens from now on, unless it is made paused."""
    rule = await notification_rules.add_rule(
        session,
        rule=NotificationRule(
            id=new_id(),
            workspace_id=caller.workspace_id,
            name=body.name,
            events=_unique(body.events),
            workflow_ids=_unique(map(str, body.workflow_ids)),
            channel=body.channel,
            config=_checked(body.channel, body.config),
            quiet_s=body.quiet_s,
            account_id=caller.account_id,
            paused_at=await time_of(session) if body.paused else None,
        ),
    )
    await note(session, caller, "notification_rule.create", rule.id, channel=body.channel)
    return _shown(rule)


@router.get("")
async def list_notification_rules(
    caller: Manager, session: Db, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[RuleRead]:
    """The newest first."""
    page = await notification_rules.list_rules(
        session, workspace_id=caller.workspace_id, cursor=cursor, limit=limit
    )
    return Page(items=[_shown(rule) for rule in page.items], next_cursor=page.next_cursor)


@router.get("/{rule_id}")
async def read_notification_rule(rule_id: UUID, caller: Manager, session: Db) -> RuleRead:
    """A rule, and whether its last message was delivered."""
    return _shown(
        await notification_rules.get_rule(
            session, workspace_id=caller.workspace_id, rule_id=rule_id
        )
    )


@router.patch("/{rule_id}")
async def update_notification_rule(
    rule_id: UUID, body: RuleUpdate, caller: Manager, session: Db
) -> RuleRead:
    """Change it; messages that are under way go by the new settings."""
    rule = await _locked(session, caller, rule_id)
    channel = body.channel or rule.channel
    config = _checked(channel, rule.config if body.config is None else body.config)  # pyright: ignore[reportArgumentType] - the table holds no other
    changes: dict[str, Any] = {"channel": channel, "config": config}
    if body.name is not None:
        changes["name"] = body.name
    if body.events is not None:
        changes["events"] = _unique(body.events)
    if body.workflow_ids is not None:
        changes["workflow_ids"] = _unique(map(str, body.workflow_ids))
    if body.quiet_s is not None:
        changes["quiet_s"] = body.quiet_s
    await notification_rules.change_rule(session, rule, changes)
    changed = sorted(body.model_fields_set)
    await note(session, caller, "notification_rule.update", rule_id, changed=changed)
    return _shown(rule)


@router.post("/{rule_id}/pause")
async def pause_notification_rule(rule_id: UUID, caller: Manager, session: Db) -> RuleRead:
    """Let it tell of nothing until it is resumed. Again is no error."""
    return await _hold(session, caller, rule_id, "pause")


@router.post("/{rule_id}/resume")
async def resume_notification_rule(rule_id: UUID, caller: Manager, session: Db) -> RuleRead:
    """Let it tell again, of what happens from now on. Again is no error."""
    return await _hold(session, caller, rule_id, "resume")


@router.delete("/{rule_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_notification_rule(rule_id: UUID, caller: Manager, session: Db) -> None:
    """With the history of its messages."""
    rule = await _locked(session, caller, rule_id)
    await notification_rules.delete_rule(session, rule)
    await note(session, caller, "notification_rule.delete", rule_id, channel=rule.channel)


@router.get("/{rule_id}/deliveries")
async def list_deliveries(
    rule_id: UUID, caller: Manager, session: Db, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[DeliveryRead]:
    """What became of its messages, the newest first; kept for 30 days."""
    await notification_rules.get_rule(session, workspace_id=caller.workspace_id, rule_id=rule_id)
    page = await deliveries.list_deliveries(
        session,
        workspace_id=caller.workspace_id,
        rule_id=rule_id,
        cursor=cursor,
        limit=limit,
    )
    items = [DeliveryRead.model_validate(row) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


@router.post("/{rule_id}/test")
async def test_notification_rule(rule_id: UUID, caller: Manager, parts: Parts) -> DeliveryRead:
    """Send a made-up event by it, also when it is paused, and tell how that went.

    It is tried once. A rule that fails its test answers 200 too: `status` and `last_error` say so.
    """
    async with parts.database.sessions.begin() as session:
        rule = await _locked(session, caller, rule_id)
        call = await deliveries.add_now(session, await _made_up(session, rule))
        await note(session, caller, "notification_rule.test", rule_id)
    which = {"workspace_id": caller.workspace_id, "delivery_id": UUID(call.delivery_id)}
    try:
        await parts.runs.deliver_now(call)
    except Unavailable:
        async with parts.database.sessions.begin() as session:
            await deliveries.give_up(session, **which)
        raise
    async with parts.database.sessions.begin() as session:
        return DeliveryRead.model_validate(await deliveries.get_delivery(session, **which))


async def _made_up(session: Session, rule: NotificationRule) -> Message:
    event_id = new_id()
    told = {
        "id": str(event_id),
        "type": rule.events[0],
        "timestamp": (await time_of(session)).isoformat(),
        "data": {"workflow": "A test of this rule", "title": "a test", "name": "a test"},
    }
    return Message(
        workspace_id=rule.workspace_id,
        rule_id=rule.id,
        group_key=f"test:{event_id}",
        event_type=rule.events[0],
        body=told,
    )


async def _hold(
    session: Session, caller: Caller, rule_id: UUID, act: Literal["pause", "resume"]
) -> RuleRead:
    rule = await _locked(session, caller, rule_id)
    if (rule.paused_at is None) == (act == "pause"):
        at = await time_of(session) if act == "pause" else None
        await notification_rules.change_rule(session, rule, {"paused_at": at})
        await note(session, caller, f"notification_rule.{act}", rule_id)
    return _shown(rule)


async def _locked(session: Session, caller: Caller, rule_id: UUID) -> NotificationRule:
    return await notification_rules.get_rule(
        session, workspace_id=caller.workspace_id, rule_id=rule_id, lock=True
    )


def _checked(channel: Channel, config: dict[str, Any]) -> dict[str, Any]:
    """
    Raises:
        Invalid: Names every problem.
    """
    return read_channel(channel, config).model_dump(mode="json")


def _unique(values: Any) -> list[str]:
    return list(dict.fromkeys(values))


def _shown(rule: NotificationRule) -> RuleRead:
    shown = {name: getattr(rule, name) for name in RuleRead.model_fields if name != "paused"}
    return RuleRead(**shown, paused=rule.paused_at is not None)
