"""Passkeys: a key in one's device in place of the password (WebAuthn).

A passkey asks its owner for a finger or a PIN, so it is two factors by itself: no code is asked for.
"""

import json
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from api import audit
from api.access import Person, open_to_all
from api.proving import prove_again
from api.rate_limits import SIGN_INS_PER_ADDRESS
from api.schemas.account import (
    PasskeyAdd,
    PasskeyAnswer,
    PasskeyOptions,
    PasskeyRead,
    PasswordGiven,
)
from api.schemas.accounts import SessionRead
from api.schemas.shape import Page
from api.services import Db, Parts
from api.signing_in import FromOurPages, address_of, answer_session, begin_session
from api.webauthn_checks import (
    RelyingParty,
    creation_options,
    read_created,
    read_used,
    request_options,
)
from noria.errors import Invalid, Unauthenticated
from store import accounts, one_time, passkeys

LIFETIME = timedelta(minutes=5)

router = APIRouter(tags=["account"])


@router.get("/account/passkeys")
async def list_passkeys(caller: Person, session: Db) -> Page[PasskeyRead]:
    """One's own, the oldest first; one page holds them all."""
    rows = await passkeys.list_passkeys(session, account_id=caller.account_id)
    return Page(items=[PasskeyRead.model_validate(row) for row in rows], next_cursor=None)


@router.post("/account/passkeys/options")
async def begin_passkey(
    body: PasswordGiven, request: Request, caller: Person, parts: Parts
) -> PasskeyOptions:
    """What the browser needs to make a passkey."""
    await prove_again(parts, caller, body.password)
    async with parts.database.sessions.begin() as session:
        account = await accounts.get_account(session, account_id=caller.account_id)
        known = await passkeys.list_passkeys(session, account_id=account.id)
        options, challenge = creation_options(
            _party(request, parts.settings.public_url),
            account,
            [row.credential_id for row in known],
        )
        token = await one_time.add_token(
            session,
            purpose="passkey_add",
            lifetime=LIFETIME,
            account_id=account.id,
            data={"challenge": challenge.hex()},
        )
    return PasskeyOptions(token=token, options=json.loads(options))


@router.post("/account/passkeys", status_code=status.HTTP_201_CREATED)
async def add_passkey(
    body: PasskeyAdd, request: Request, caller: Person, parts: Parts
) -> PasskeyRead:
    """Keep a passkey that the browser has made."""
    async with parts.database.sessions.begin() as session:
        begun = await one_time.redeem(session, purpose="passkey_add", secret=body.token)
    if begun is None or begun.account_id != caller.account_id:
        raise Invalid("This took too long; begin again.")
    party = _party(request, parts.settings.public_url)
    made = read_created(party, body.answer, bytes.fromhex(begun.data["challenge"]))
    async with parts.database.sessions.begin() as session:
        row = await passkeys.add_passkey(
            session,
            account_id=caller.account_id,
            name=body.name,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
        )
        await audit.note(session, caller, "passkey.add", row.id, name=row.name)
    return PasskeyRead.model_validate(row)


@router.delete("/account/passkeys/{passkey_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
async def remove_passkey(passkey_id: UUID, caller: Person, session: Db) -> None:
    """It signs in nobody any more."""
    await passkeys.remove_passkey(session, account_id=caller.account_id, passkey_id=passkey_id)
    await audit.note(session, caller, "passkey.remove", passkey_id)


@router.post("/auth/passkey/options", dependencies=[FromOurPages])
@open_to_all
async def begin_passkey_sign_in(request: Request, parts: Parts) -> PasskeyOptions:
    """What the browser needs to use a passkey; it does not say whose."""
    await parts.limits.hit(SIGN_INS_PER_ADDRESS, "passkey", address_of(request))
    options, challenge = request_options(_party(request, parts.settings.public_url))
    async with parts.database.sessions.begin() as session:
        token = await one_time.add_token(
            session, purpose="passkey", lifetime=LIFETIME, data={"challenge": challenge.hex()}
        )
    return PasskeyOptions(token=token, options=json.loads(options))


@router.post("/auth/passkey", dependencies=[FromOurPages])
@open_to_all
async def sign_in_with_passkey(
    body: PasskeyAnswer, request: Request, response: Response, parts: Parts
) -> SessionRead:
    """Sign in with what the browser answered."""
    await parts.limits.hit(SIGN_INS_PER_ADDRESS, "passkey", address_of(request))
    async with parts.database.sessions.begin() as session:
        begun = await one_time.redeem(session, purpose="passkey", secret=body.token)
    if begun is None:
        raise Unauthenticated("This took too long; try again.")
    party = _party(request, parts.settings.public_url)
    async with parts.database.sessions.begin() as session:
        row, sign_count = await read_used(
            session, party, body.answer, bytes.fromhex(begun.data["challenge"])
        )
        await passkeys.note_use(session, passkey_id=row.id, sign_count=sign_count)
        token = await begin_session(session, request, account_id=row.account_id, method="passkey")
    return answer_session(request, response, parts, token)


def _party(request: Request, public_url: str) -> RelyingParty:
    """Us, as browsers know us: the configured address, else the one that was asked."""
    origin = public_url.rstrip("/") or f"{request.url.scheme}://{request.headers.get('host', '')}"
    return RelyingParty(origin=origin, host=urlsplit(origin).hostname or "")
