"""The addresses of webhooks: `/hooks/…`, the same as `/trigger/…`, and `/hook-tests/…` for samples.

An answer with 2xx means that the run is recorded: it starts even if this process dies right then.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import cast
from uuid import UUID

import structlog
from fastapi import APIRouter, Request
from pydantic import JsonValue
from starlette.responses import Response

from api.access import open_to_all
from api.problems import render
from api.rate_limits import HOOK_REFUSALS_KEPT, HOOK_REFUSALS_PER_ADDRESS, per_minute
from api.services import Parts, Services
from api.triggers.answering import answer_of_run
from api.triggers.bodies import read_body
from api.triggers.cors import allow_origin, preflight
from api.triggers.hook_secrets import open_secrets
from noria.errors import (
    Conflict,
    Invalid,
    NoriaError,
    NotFound,
    TooLarge,
    Unauthenticated,
    Unavailable,
)
from noria.input_schema import check_input
from noria.triggers import signatures
from noria.triggers.webhook import WebhookConfig
from store import firing, launching, triggers
from store.database import to_json
from store.firing import Fired, Message
from store.trigger_tables import Trigger
from store.triggers import new_firing

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
MAX_HEADER_CHARS = 4_000
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization", "x-api-key"})
_SLACK_HANDSHAKE = "url_verification"

router = APIRouter(include_in_schema=False)
log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@router.api_route("/hooks/{path:path}", methods=METHODS)
@router.api_route("/trigger/{path:path}", methods=METHODS, name="fire_trigger")
@open_to_all
async def fire_webhook(path: str, request: Request, parts: Parts) -> Response:
    """Start a run with the request."""
    return await _answer(parts, path, request, is_test=False)


@router.api_route("/hook-tests/{path:path}", methods=METHODS)
@open_to_all
async def capture_sample(path: str, request: Request, parts: Parts) -> Response:
    """Check the request as the real address would, and keep it as a sample."""
    return await _answer(parts, path, request, is_test=True)


async def _answer(parts: Services, path: str, request: Request, *, is_test: bool) -> Response:
    """Problems too carry the headers that let a web page read them."""
    trigger = await launching.find_webhook(parts.database, path=path)
    if trigger is None:
        raise NotFound("webhook", path, "There is no webhook at this address.")
    structlog.contextvars.bind_contextvars(trigger_id=str(trigger.id))
    config = WebhookConfig.model_validate(trigger.config)
    if request.method == "OPTIONS":
        return preflight(config, request.headers)
    try:
        await parts.rates.take(request.scope, "webhook", trigger.id)
        response = await _take(parts, trigger, config, request, is_test=is_test)
    except NoriaError as error:
        response = render(error)
    return allow_origin(config, request.headers, response)


async def _take(
    parts: Services, trigger: Trigger, config: WebhookConfig, request: Request, *, is_test: bool
) -> Response:
    if request.method not in config.methods:
        return Response(status_code=405, headers={"Allow": ", ".join(config.methods)})
    if trigger.paused_at is not None and not is_test:
        raise Unavailable("This webhook is paused: send the message again later.")
    if config.per_minute:
        await parts.limits.hit(per_minute(config.per_minute), "hook", str(trigger.id))
    try:
        payload = await _read(parts, trigger, config, request)
    except (Unauthenticated, Invalid, TooLarge) as error:
        await _note_refusal(parts, trigger, error)
        raise
    challenge = _handshake(config, payload)
    if challenge is not None:
        return _json(200, {"challenge": challenge})
    if is_test:
        return await _keep(parts, trigger, payload)
    return await _fire(parts, trigger, config, payload)


async def _read(
    parts: Services, trigger: Trigger, config: WebhookConfig, request: Request
) -> dict[str, JsonValue]:
    """The message, once it is known who sent it."""
    body = await request.body()
    if len(body) > config.max_bytes:
        raise TooLarge(f"A message may have {config.max_bytes:,} bytes at most.")
    headers = {name.lower(): value[:MAX_HEADER_CHARS] for name, value in request.headers.items()}
    secrets = await open_secrets(parts, trigger, config)
    signed = signatures.Request(headers, body)
    message_id = await _verify(parts, trigger, config, signed, secrets, request)
    value = await read_body(parts.blobs, trigger.workspace_id, headers, body)
    if config.body_schema:
        problems = await asyncio.to_thread(check_input, config.body_schema, value)
        if problems:
            raise Invalid("The body breaks the webhook's schema.", problems)
    return {
        "method": request.method,
        "path": request.url.path,
        "query": dict(request.query_params),
        "headers": _shown(config, headers, secrets),
        "body": value,
        "id": message_id,
        "received_at": datetime.now(UTC).isoformat(),
    }


async def _verify(
    parts: Services,
    trigger: Trigger,
    config: WebhookConfig,
    signed: signatures.Request,
    secrets: signatures.Secrets,
    request: Request,
) -> str | None:
    try:
        return signatures.verify(config, signed, secrets, datetime.now(UTC))
    except Unauthenticated:
        address = request.client.host if request.client else ""
        await parts.limits.hit(HOOK_REFUSALS_PER_ADDRESS, "hook", str(trigger.id), address)
        raise


def _shown(
    config: WebhookConfig, headers: Mapping[str, str], secrets: signatures.Secrets
) -> dict[str, JsonValue]:
    """Without what proves who sent it: a run's input is kept, and read by many."""
    proofs = {config.signature_header.lower()} if config.auth == "hmac" else set[str]()
    if secrets.header:
        proofs.add(secrets.header[0].lower())
    return {
        name: value
        for name, value in headers.items()
        if name not in _SECRET_HEADERS
        and name not in proofs
        and "signature" not in name
        and "token" not in name
        and "secret" not in name
    }


async def _note_refusal(parts: Services, trigger: Trigger, error: NoriaError) -> None:
    """Some a minute: strangers must not fill the history."""
    if await parts.limits.may(HOOK_REFUSALS_KEPT, "hook", str(trigger.id)):
        await firing.note(parts, trigger, Fired("refused", None, str(error)))


async def _keep(parts: Services, trigger: Trigger, payload: dict[str, JsonValue]) -> Response:
    sample = new_firing(trigger, "sample", sample=payload, message_id=_text(payload["id"]))
    async with parts.database.sessions.begin() as session:
        await triggers.keep_sample(session, trigger=trigger, sample=sample)
    return _json(202, {"status": "sample", "id": str(sample.id)})


async def _fire(
    parts: Services, trigger: Trigger, config: WebhookConfig, payload: dict[str, JsonValue]
) -> Response:
    responds = config.answer == "respond"
    message = Message(payload, id=_text(payload["id"]), behind=True, awaited=responds)
    if responds:
        return await answer_of_run(parts, trigger, message, config.answer_timeout_s)
    try:
        fired = await firing.fire(parts, trigger, message)
    except Conflict as error:
        if "run_id" in error.details:
            return _json(200, {"status": "skipped", "run_id": error.details["run_id"]})
        raise
    # Who sends a message again is told that it has arrived, and by another status that it had before.
    status = HTTPStatus.OK if fired.outcome == "duplicate" else HTTPStatus.ACCEPTED
    return _json(status, {"status": fired.outcome, "run_id": _id(fired.run_id)})


def _handshake(config: WebhookConfig, payload: Mapping[str, JsonValue]) -> JsonValue:
    body = payload["body"]
    if config.auth != "slack" or not isinstance(body, dict):
        return None
    return body.get("challenge") if body.get("type") == _SLACK_HANDSHAKE else None


def _json(status: int, content: Mapping[str, JsonValue]) -> Response:
    body = to_json(dict(content))
    return Response(body, status, media_type="application/json")


def _id(run_id: UUID | None) -> str | None:
    return str(run_id) if run_id else None


def _text(value: JsonValue) -> str | None:
    return cast("str | None", value)
