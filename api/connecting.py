"""Trying credentials, and connecting those that need a person's consent in the browser."""

from datetime import UTC, datetime
from html import escape
from typing import Annotated
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from fastapi import APIRouter, Cookie, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from api import audit, reader_language
from api.access import Caller, CredentialManager, open_to_all
from api.credential_checks import may_use
from api.oauth_states import (
    LIFE,
    OAuthState,
    browser_hash,
    challenge_of,
    new_browser,
    read_state,
    sign_state,
    verifier_of,
)
from api.page_messages import say_error
from api.page_texts import TEXTS
from api.reader_language import ReaderLanguage
from api.schemas.credentials import ConnectRead, CredentialTried, CredentialTry
from api.services import Parts, Services
from noria.credential_work import ConnectCall, Tried, TryCall
from noria.errors import Forbidden, Invalid, NoriaError, Unauthenticated
from noria.languages import Language
from store import audit as audit_store
from store import credentials
from store.audit import Act
from store.credentials import CredentialRow

CALLBACK = "/oauth2/callback"
COOKIE = "noria_connect"

router = APIRouter(tags=["credentials"])
page_router = APIRouter(include_in_schema=False)


@router.post("/credentials/{credential_id}/test")
async def try_credential(
    credential_id: UUID, caller: CredentialManager, parts: Parts, body: CredentialTry | None = None
) -> CredentialTried:
    """Let a worker sign in with it, and tell how that went. It goes to its allowed hosts only."""
    row = await _usable(parts, caller, credential_id)
    call = TryCall(
        workspace_id=str(caller.workspace_id), name=row.name, url=body.url if body else None
    )
    async with audit.audited(parts, caller, "credential.test", credential_id) as noted:
        tried = await parts.runs.ask_worker(call)
        noted.details["ok"] = tried.ok
    return CredentialTried(**tried.model_dump())


@router.post("/credentials/{credential_id}/connect")
async def connect_credential(
    credential_id: UUID, caller: CredentialManager, parts: Parts, response: Response
) -> ConnectRead:
    """Where to send the browser, so that a person agrees; it comes back to `/oauth2/callback`."""
    row = await _usable(parts, caller, credential_id)
    if row.type != "oauth2_code":
        raise Invalid(f"A credential of the type {row.type!r} needs nobody's consent.")
    settings, browser = parts.settings, new_browser()
    state = sign_state(
        settings.token_key,
        OAuthState(
            caller.workspace_id,
            credential_id,
            caller.account_id,
            browser_hash(browser),
            datetime.now(UTC) + LIFE,
        ),
    )
    asked = {
        "response_type": "code",
        "client_id": row.public["client_id"],
        "redirect_uri": settings.own_url + CALLBACK,
        "state": state,
        "code_challenge": challenge_of(verifier_of(settings.token_key, state)),
        "code_challenge_method": "S256",
    }
    if row.public.get("scope"):
        asked["scope"] = row.public["scope"]
    where = str(row.public["authorize_url"])
    response.set_cookie(
        COOKIE,
        browser,
        max_age=int(LIFE.total_seconds()),
        path=CALLBACK,
        httponly=True,
        secure=settings.own_url.startswith("https:"),
        samesite="lax",
    )
    return ConnectRead(url=f"{where}{'&' if urlsplit(where).query else '?'}{urlencode(asked)}")


class _Answer(BaseModel):
    """What the service adds to our address (RFC 6749, 4.1.2)."""

    state: str = Field(default="", max_length=2_000)
    code: str = Field(default="", max_length=4_000)
    error: str = Field(default="", max_length=200)
    iss: str = Field(default="", max_length=2_000)


@page_router.get(CALLBACK, response_class=HTMLResponse)
@open_to_all
async def finish_connecting(
    parts: Parts,
    language: ReaderLanguage,
    answer: Annotated[_Answer, Query()],
    browser: Annotated[str, Cookie(alias=COOKIE, max_length=200)] = "",
) -> HTMLResponse:
    """The page that a service sends the browser back to."""
    texts = TEXTS[language]
    try:
        tried = await _finish(parts, answer, browser)
    except NoriaError as failure:
        return _page(failure.status, texts.not_connected, str(failure), language)
    title = texts.connected if tried.ok else texts.not_connected
    return _page(200 if tried.ok else 409, title, tried.message, language)


async def _finish(parts: Services, answer: _Answer, browser: str) -> Tried:
    key = parts.settings.token_key
    state = read_state(key, answer.state)
    if browser_hash(browser) != state.browser:
        raise Unauthenticated("This was begun in another browser: begin to connect anew here.")
    if answer.error or not answer.code:
        return Tried(ok=False, message="The service gave no consent: begin to connect anew.")
    async with parts.database.sessions.begin() as session:
        row = await credentials.get_credential(
            session, workspace_id=state.workspace_id, credential_id=state.credential_id
        )
    if (
        answer.iss
        and urlsplit(answer.iss)[:2] != urlsplit(str(row.public.get("authorize_url")))[:2]
    ):
        # RFC 9207: an answer of another service, mixed up with this one's.
        raise Unauthenticated("This answer comes from another service than was asked.")
    tried = await parts.runs.ask_worker(
        ConnectCall(
            workspace_id=str(state.workspace_id),
            credential_id=str(state.credential_id),
            code=answer.code,
            verifier=verifier_of(key, answer.state),
            redirect_uri=parts.settings.own_url + CALLBACK,
        )
    )
    act = Act(
        workspace_id=state.workspace_id,
        account_id=state.account_id,
        action="credential.connect",
        target_type="credential",
        target_id=str(state.credential_id),
        result="done" if tried.ok else "refused",
    )
    async with parts.database.sessions.begin() as session:
        await audit_store.add_entry(session, act)
    return tried


async def _usable(parts: Services, caller: Caller, credential_id: UUID) -> CredentialRow:
    async with parts.database.sessions.begin() as session:
        row = await credentials.get_credential(
            session, workspace_id=caller.workspace_id, credential_id=credential_id
        )
    if not may_use(row, caller.account_id, manages="manage" in caller.permissions):
        raise Forbidden(f"The credential {row.name!r} is private to somebody else.")
    return row


def _page(status: int, title: str, text: str, language: Language) -> HTMLResponse:
    headers = {
        **reader_language.HEADERS,
        "Cache-Control": "no-store",
        # The address holds the code.
        "Referrer-Policy": "no-referrer",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
        "frame-ancestors 'none'",
    }
    body = f"""<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)} · Noria</title>
<style>:root{{color-scheme:light dark;font:16px/1.5 "IBM Plex Sans",system-ui,sans-serif;
background:light-dark(#f6f4ee,#131210);color:light-dark(#1c1a16,#f3f0e8)}}
main{{max-width:34rem;margin:8vh auto;padding:0 1rem;overflow-wrap:anywhere}}</style>
<main><h1>{escape(title)}</h1><p>{escape(say_error(text, language))}</p>
<p>{TEXTS[language].close_window}</p></main></html>"""
    return HTMLResponse(body, status_code=status, headers=headers)
