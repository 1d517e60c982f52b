"""Messages that a trigger is tried out with, and trying it out."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter, status
from pydantic import JsonValue

from api.access import Caller, Reader, Runner
from api.audit import note
from api.schemas.shape import Page
from api.schemas.triggers import FiredRead, SampleRead, TriggerTest
from api.services import Parts
from noria.errors import NoriaError
from noria.input_schema import check_input
from noria.triggers.example import example_message
from noria.triggers.mapping import Mapped, MessageMapping, map_message
from noria.triggers.registry import get_trigger_type
from store import firing, trigger_samples, triggers
from store.database import Session
from store.trigger_samples import Sample
from store.trigger_tables import Trigger

router = APIRouter(tags=["triggers"])


@router.get("/triggers/{trigger_id}/samples")
async def list_samples(trigger_id: UUID, caller: Reader, parts: Parts) -> Page[SampleRead]:
    """The 20 newest messages that came, or an example where none has; with what it makes of each."""
    async with parts.database.sessions.begin() as session:
        trigger = await _find(session, caller, trigger_id)
        found = await _samples(session, trigger, None)
    now = datetime.now(UTC)
    samples = [(each, each.message) for each in found] or [(None, _example(trigger, now))]
    items = await asyncio.to_thread(lambda: [_read(trigger, *each, now) for each in samples])
    return Page(items=items, next_cursor=None)


@router.post("/triggers/{trigger_id}/test", status_code=status.HTTP_202_ACCEPTED)
async def test_trigger(
    trigger_id: UUID, body: TriggerTest, caller: Runner, parts: Parts
) -> FiredRead:
    """Fire it by hand with a message that came, an example, or one that is sent here."""
    payload, origin = body.sample, None
    async with parts.database.sessions.begin() as session:
        trigger = await _find(session, caller, trigger_id)
        if payload is None:
            found = await _samples(session, trigger, body.firing_id)
            origin = found[0].origin if found else "example"
            payload = found[0].message if found else _example(trigger, datetime.now(UTC))
        await note(session, caller, "trigger.test", trigger_id, draft=body.draft)
    message = firing.Message(payload, draft=body.draft, account_id=caller.account_id)
    fired = await firing.fire(parts, trigger, message)
    return FiredRead(outcome=fired.outcome, run_id=fired.run_id, detail=fired.detail, origin=origin)


async def _find(session: Session, caller: Caller, trigger_id: UUID) -> Trigger:
    found = await triggers.get_trigger(
        session, workspace_id=caller.workspace_id, trigger_id=trigger_id
    )
    return found.trigger


async def _samples(session: Session, trigger: Trigger, firing_id: UUID | None) -> list[Sample]:
    kind = get_trigger_type(trigger.type)
    found = await trigger_samples.list_samples(
        session,
        trigger=trigger,
        is_mapped=MessageMapping.model_validate(trigger.mapping).input is not None,
        fits=lambda message: not check_input(kind.output_schema, message),
        firing_id=firing_id,
    )
    return list(found)


def _example(trigger: Trigger, now: datetime) -> JsonValue:
    kind = get_trigger_type(trigger.type)
    return example_message(kind, kind.config.model_validate(trigger.config), now)


def _read(trigger: Trigger, sample: Sample | None, message: JsonValue, now: datetime) -> SampleRead:
    mapping = MessageMapping.model_validate(trigger.mapping)
    problem = None
    try:
        mapped = map_message(mapping, message, now=now, seed=str(trigger.id))
    except NoriaError as error:
        mapped, problem = Mapped(passes=False, input=None, key=None), str(error)
    return SampleRead(
        firing_id=sample.firing_id if sample else None,
        origin=sample.origin if sample else "example",
        message=message,
        passes=mapped.passes,
        input=mapped.input,
        problem=problem,
        at=sample.at if sample else now,
    )
