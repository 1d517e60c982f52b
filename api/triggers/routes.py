"""Triggers of a workflow: made, listed, changed, paused and deleted here."""

import secrets
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, status

from api.access import Caller, Editor, Reader
from api.audit import note
from api.paging import CURSOR, LIMIT
from api.reader_language import ReaderLanguage
from api.schemas.shape import Page
from api.schemas.triggers import (
    FiringRead,
    TriggerCreate,
    TriggerRead,
    TriggerTypeRead,
    TriggerUpdate,
)
from api.services import Db, Parts, Services
from api.triggers import scheduling
from api.triggers.bodies import check_size
from api.triggers.reading import read_triggers
from noria.errors import Invalid, Problem
from noria.languages import Language
from noria.triggers.mapping import MessageMapping, check_mapping
from noria.triggers.registry import load_trigger_types, read_config
from store import trigger_items, triggers, workflows
from store.database import Session, time_of
from store.ids import new_id
from store.trigger_tables import Trigger, TriggerFiring
from store.triggers import NamedTrigger, Outcome, TriggerFilter

RANDOM_BYTES = 18
"""Of a path that nobody can guess."""

router = APIRouter(tags=["triggers"])


def _filter(
    workflow_id: UUID | None = None,
    trigger_type: Annotated[str | None, Query(alias="type", max_length=50)] = None,
) -> TriggerFilter:
    return TriggerFilter(workflow_id, trigger_type)


Filters = Annotated[TriggerFilter, Depends(_filter)]


@router.get("/trigger-types")
async def list_trigger_types(caller: Reader, session: Db) -> Page[TriggerTypeRead]:
    """All that this installation has, and how many triggers of each the workspace has."""
    used = await triggers.count_by_type(session, workspace_id=caller.workspace_id)
    items = [
        TriggerTypeRead.model_validate(each).model_copy(update={"used": used.get(name, 0)})
        for name, each in load_trigger_types().items()
    ]
    return Page(items=items, next_cursor=None)


@router.post("/workflows/{workflow_id}/triggers", status_code=status.HTTP_201_CREATED)
async def create_trigger(
    workflow_id: UUID, body: TriggerCreate, caller: Editor, parts: Parts, language: ReaderLanguage
) -> TriggerRead:
    """Make a trigger; it fires from now on, unless it is made paused."""
    async with parts.database.sessions.begin() as session:
        await workflows.get_workflow(
            session, workspace_id=caller.workspace_id, workflow_id=workflow_id
        )
        config, path = _checked(body.type, body.config, body.mapping, None)
        check_size(config, parts.settings.max_body_bytes)
        trigger = await triggers.add_trigger(
            session,
            trigger=Trigger(
                id=new_id(),
                workspace_id=caller.workspace_id,
                workflow_id=workflow_id,
                type=body.type,
                name=body.name,
                config=config,
                mapping=body.mapping.model_dump(mode="json"),
                path=path,
                account_id=caller.account_id,
                paused_at=await time_of(session) if body.paused else None,
            ),
        )
        await note(session, caller, "trigger.create", trigger.id, type=body.type)
    return await _told(parts, caller, trigger, language)


@router.get("/triggers")
async def list_triggers(
    caller: Reader,
    session: Db,
    language: ReaderLanguage,
    filters: Filters,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[TriggerRead]:
    """The newest first."""
    page = await triggers.list_triggers(
        session,
        workspace_id=caller.workspace_id,
        filters=filters,
        cursor=cursor,
        limit=limit,
    )
    items = await read_triggers(session, page.items, language)
    return Page(items=items, next_cursor=page.next_cursor)


@router.get("/triggers/{trigger_id}")
async def read_one_trigger(
    trigger_id: UUID, caller: Reader, session: Db, language: ReaderLanguage
) -> TriggerRead:
    """A trigger, with how it does."""
    return await _read(session, caller, trigger_id, language)


@router.patch("/triggers/{trigger_id}")
async def update_trigger(
    trigger_id: UUID, body: TriggerUpdate, caller: Editor, parts: Parts, language: ReaderLanguage
) -> TriggerRead:
    """Change it; messages that come from now on are taken by the new settings."""
    async with parts.database.sessions.begin() as session:
        trigger = (await _locked(session, caller, trigger_id)).trigger
        mapping = body.mapping or MessageMapping.model_validate(trigger.mapping)
        given = trigger.config if body.config is None else body.config
        config, path = _checked(trigger.type, given, mapping, trigger.path)
        if body.config is not None:
            check_size(config, parts.settings.max_body_bytes)
        changes = {"config": config, "path": path, "mapping": mapping.model_dump(mode="json")}
        place = load_trigger_types()[trigger.type].place
        if any(trigger.config.get(name) != config.get(name) for name in place):
            changes["cursor"] = trigger_items.new_cursor(trigger)
        if body.name is not None:
            changes["name"] = body.name
        await triggers.change_trigger(session, trigger, changes)
        changed = sorted(body.model_fields_set)
        await note(session, caller, "trigger.update", trigger_id, changed=changed)
    return await _told(parts, caller, trigger, language)


@router.post("/triggers/{trigger_id}/pause")
async def pause_trigger(
    trigger_id: UUID, caller: Editor, parts: Parts, language: ReaderLanguage
) -> TriggerRead:
    """Let it start nothing until it is resumed. Again is no error."""
    return await _hold(parts, caller, trigger_id, "pause", language)


@router.post("/triggers/{trigger_id}/resume")
async def resume_trigger(
    trigger_id: UUID, caller: Editor, parts: Parts, language: ReaderLanguage
) -> TriggerRead:
    """Let it fire again. Again is no error."""
    return await _hold(parts, caller, trigger_id, "resume", language)


async def _hold(
    parts: Services,
    caller: Caller,
    trigger_id: UUID,
    act: Literal["pause", "resume"],
    language: Language,
) -> TriggerRead:
    async with parts.database.sessions.begin() as session:
        trigger = (await _locked(session, caller, trigger_id)).trigger
        if (trigger.paused_at is None) == (act == "pause"):
            at = await time_of(session) if act == "pause" else None
            await triggers.change_trigger(session, trigger, {"paused_at": at})
            await note(session, caller, f"trigger.{act}", trigger_id)
    return await _told(parts, caller, trigger, language)


@router.delete("/triggers/{trigger_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_trigger(trigger_id: UUID, caller: Editor, parts: Parts) -> None:
    """With its history; the runs that it started stay."""
    async with parts.database.sessions.begin() as session:
        trigger = (await _locked(session, caller, trigger_id)).trigger
        await triggers.delete_trigger(
            session, workspace_id=caller.workspace_id, trigger_id=trigger_id
        )
        await note(session, caller, "trigger.delete", trigger_id, type=trigger.type)
    await scheduling.forget(parts, trigger)


@router.get("/triggers/{trigger_id}/firings")
async def list_firings(
    trigger_id: UUID,
    caller: Reader,
    session: Db,
    outcome: Outcome | None = None,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[FiringRead]:
    """What became of each message, the newest first; kept for 30 days. Of samples 20 are kept."""
    await triggers.get_trigger(session, workspace_id=caller.workspace_id, trigger_id=trigger_id)
    page = await triggers.list_firings(
        session,
        workspace_id=caller.workspace_id,
        trigger_id=trigger_id,
        outcome=outcome,
        cursor=cursor,
        limit=limit,
    )
    items = [_read_firing(row) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


def _read_firing(row: TriggerFiring) -> FiringRead:
    """A message that started a run is among the samples: a history of them would be large."""
    read = FiringRead.model_validate(row)
    return read if row.outcome == "sample" else read.model_copy(update={"sample": None})


def _checked(
    type_name: str, config: dict[str, Any], mapping: MessageMapping, path: str | None
) -> tuple[dict[str, Any], str | None]:
    """The config as it is stored, and the path of its address.

    Raises:
        Invalid: Names every problem of the expressions, or that the key would undo the overlap.
    """
    read = read_config(type_name, config)
    problems = [
        each.model_copy(update={"field": f"/mapping{each.field}"})
        for each in check_mapping(mapping)
    ]
    if problems:
        raise Invalid("An expression of this trigger is not valid.", problems)
    stored = read.model_dump(mode="json")
    if mapping.key and stored.get("overlap", "allow") != "allow":
        message = (
            "The runs of a schedule are kept apart by its overlap: leave the business key empty, "
            "or let them overlap."
        )
        raise Invalid(message, [Problem(code="two_keys", message=message, field="/mapping/key")])
    if "path" not in stored:
        return stored, None
    stored["path"] = stored["path"] or path or secrets.token_hex(RANDOM_BYTES)
    return stored, stored["path"]


async def _told(
    parts: Services, caller: Caller, trigger: Trigger, language: Language
) -> TriggerRead:
    """Temporal hears of it, and the caller."""
    await scheduling.tell(parts, trigger)
    async with parts.database.sessions.begin() as session:
        return await _read(session, caller, trigger.id, language)


async def _locked(session: Session, caller: Caller, trigger_id: UUID) -> NamedTrigger:
    return await triggers.get_trigger(
        session, workspace_id=caller.workspace_id, trigger_id=trigger_id, lock=True
    )


async def _read(
    session: Session, caller: Caller, trigger_id: UUID, language: Language
) -> TriggerRead:
    found = await triggers.get_trigger(
        session, workspace_id=caller.workspace_id, trigger_id=trigger_id
    )
    return (await read_triggers(session, [found], language))[0]
