"""The hosted pages of forms, at `/forms/…`: filled in, they start a run and show its result."""

import asyncio
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import orjson
import structlog
from fastapi import APIRouter, Query, Request
from pydantic import JsonValue
from starlette.responses import RedirectResponse, Response

from api.access import Runner, open_to_all
from api.approval_form import read_form
from api.rate_limits import FORMS_PER_ADDRESS, HOOK_REFUSALS_KEPT, per_minute
from api.reader_language import ReaderLanguage
from api.schemas.triggers import FormOpened
from api.services import Parts, Services
from api.triggers.form_page import error_page, form_page, result_page
from api.triggers.form_tickets import OPEN, RESULT, Ticket, read_ticket, sign_ticket
from noria.blobs import BlobRef, is_blob
from noria.errors import Invalid, NoriaError, NotFound, Unavailable
from noria.input_schema import check_input
from noria.languages import Language
from noria.triggers.form import FORM, FormConfig
from store import firing, launching, triggers
from store.firing import Fired, Message
from store.trigger_tables import Trigger

MAX_FIELDS = 500
_SUBMISSION = re.compile(r"[0-9a-f]{32}")
SeeOther = 303

router = APIRouter(prefix="/forms", include_in_schema=False)
api_router = APIRouter(tags=["triggers"])
Given = Annotated[str, Query(max_length=2_000)]


@api_router.post("/triggers/{trigger_id}/form")
async def open_form(trigger_id: UUID, caller: Runner, parts: Parts) -> FormOpened:
    """The address at which the caller may fill in a form that is for members, for an hour."""
    async with parts.database.sessions.begin() as session:
        found = await triggers.get_trigger(
            session, workspace_id=caller.workspace_id, trigger_id=trigger_id
        )
    if found.trigger.type != FORM.name:
        raise NotFound("form", trigger_id)
    ticket = Ticket(trigger_id, caller.account_id)
    signed = sign_ticket(parts.settings.token_key, OPEN, ticket)
    return FormOpened(url=_address(found.trigger, ticket=signed))


@router.get("/{path:path}")
@open_to_all
async def show_form(
    path: str,
    request: Request,
    parts: Parts,
    language: ReaderLanguage,
    ticket: Given = "",
    run: Given = "",
) -> Response:
    """The form, or with `run` how the run goes that it started."""
    try:
        trigger, config = await _find(parts, path)
        await parts.limits.hit(FORMS_PER_ADDRESS, "form", _sender(request))
        if run:
            return await _result(parts, trigger, config, run, language)
        _account(parts, trigger, config, ticket)
        return form_page(config, _address(trigger, ticket=ticket), secrets.token_hex(16), language)
    except NoriaError as error:
        return error_page(error, language)


@router.post("/{path:path}")
@open_to_all
async def submit_form(
    path: str, request: Request, parts: Parts, language: ReaderLanguage, ticket: Given = ""
) -> Response:
    """Start a run with what was filled in, and lead on to its result."""
    try:
        trigger, config = await _find(parts, path)
        await parts.limits.hit(FORMS_PER_ADDRESS, "form", _sender(request))
        await parts.limits.hit(per_minute(config.per_minute), "form", str(trigger.id))
        account_id = _account(parts, trigger, config, ticket)
        sent = _sent(await request.body())
    except NoriaError as error:
        return error_page(error, language)
    submission = sent.get("submission", "")
    if not _SUBMISSION.fullmatch(submission):
        submission = secrets.token_hex(16)
    try:
        run_id = await _start(parts, trigger, config, sent, submission, account_id)
    except NoriaError as error:
        return form_page(config, _address(trigger, ticket=ticket), submission, language, error)
    signed = sign_ticket(parts.settings.token_key, RESULT, Ticket(trigger.id, run_id))
    return RedirectResponse(_address(trigger, run=signed), SeeOther)


async def _start(
    parts: Services,
    trigger: Trigger,
    config: FormConfig,
    sent: Mapping[str, str],
    submission: str,
    account_id: UUID | None,
) -> UUID:
    try:
        data = read_form(config.fields, sent)
        if config.fields:
            problems = await asyncio.to_thread(check_input, config.fields, data)
            if problems:
                raise Invalid("Something is not filled in right.", problems)
    except Invalid as error:
        if await parts.limits.may(HOOK_REFUSALS_KEPT, "form", str(trigger.id)):
            await firing.note(parts, trigger, Fired("refused", None, str(error)))
        raise
    payload: dict[str, JsonValue] = {"data": data, "submitted_at": datetime.now(UTC).isoformat()}
    message = Message(payload, id=submission, behind=True, account_id=account_id)
    fired = await firing.fire(parts, trigger, message)
    if fired.run_id is None:
        raise Invalid("What you filled in was taken, but is not for this workflow.")
    return fired.run_id


async def _find(parts: Services, path: str) -> tuple[Trigger, FormConfig]:
    async with parts.database.sessions.begin() as session:
        trigger = await triggers.find_by_path(session, path=path, types=[FORM.name])
    if trigger is None:
        raise NotFound("form", path, "There is no form at this address.")
    structlog.contextvars.bind_contextvars(trigger_id=str(trigger.id))
    if trigger.paused_at is not None:
        raise Unavailable("This form is closed at present: come back later.")
    return trigger, FormConfig.model_validate(trigger.config)


def _account(parts: Services, trigger: Trigger, config: FormConfig, ticket: str) -> UUID | None:
    """Who fills in; None where anybody may.

    Raises:
        Unauthenticated: The form is for members, and the ticket is not good.
    """
    if config.audience == "public":
        return None
    return read_ticket(parts.settings.token_key, OPEN, trigger.id, ticket).subject


async def _result(
    parts: Services, trigger: Trigger, config: FormConfig, signed: str, language: Language
) -> Response:
    ticket = read_ticket(parts.settings.token_key, RESULT, trigger.id, signed)
    found = await launching.read_run(
        parts.database, workspace_id=trigger.workspace_id, run_id=ticket.subject
    )
    output = found.run.output
    if is_blob(output):
        digest = BlobRef.model_validate(output).digest
        output = orjson.loads(await parts.blobs.get(str(trigger.workspace_id), digest))
    return result_page(config, found.run.status, output, language)


def _sent(body: bytes) -> Mapping[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError:
        return {}


def _address(trigger: Trigger, **query: str) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"/forms/{trigger.path}" + (f"?{urlencode(given)}" if given else "")


def _sender(request: Request) -> str:
    return request.client.host if request.client else ""
