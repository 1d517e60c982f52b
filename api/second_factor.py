"""An authenticator app beside the password (TOTP), and codes for when the phone is lost."""

import secrets
from urllib.parse import quote, urlencode

import pyotp
import segno
from fastapi import APIRouter, status

from api import audit
from api.access import Person
from api.factors import code_step, sealer_of
from api.problems import NEEDS_SETTINGS
from api.proving import prove_again
from api.rate_limits import FAILURES_PER_ACCOUNT_AND_ADDRESS
from api.schemas.account import (
    CodeGiven,
    PasswordGiven,
    RecoveryCodes,
    SecondFactorBegun,
    SecondFactorRead,
)
from api.services import Db, Parts
from noria.errors import Conflict, Invalid, Problem
from store import accounts, second_factors

ISSUER = "Noria"
CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that look alike."""

router = APIRouter(prefix="/account/second-factor", tags=["account"])


@router.get("")
async def read_second_factor(caller: Person, session: Db) -> SecondFactorRead:
    """Whether signing in asks for a code."""
    return SecondFactorRead(
        since=await second_factors.confirmed_at(session, account_id=caller.account_id),
        codes_left=await second_factors.codes_left(session, account_id=caller.account_id),
    )


@router.post("", responses=NEEDS_SETTINGS)
async def begin_second_factor(
    body: PasswordGiven, caller: Person, parts: Parts
) -> SecondFactorBegun:
    """A new secret for the app; nothing changes until a code of it is confirmed."""
    await prove_again(parts, caller, body.password)
    secret = pyotp.random_base32()
    async with parts.database.sessions.begin() as session:
        if await second_factors.confirmed_at(session, account_id=caller.account_id):
            raise Conflict("An authenticator app is set up already; remove it first.")
        account = await accounts.get_account(session, account_id=caller.account_id)
        await second_factors.put_secret(
            session, sealer_of(parts), account_id=account.id, secret=secret.encode()
        )
    uri = _uri(secret, account.email)
    rows = ["".join(map(str, row)) for row in segno.make(uri, error="m").matrix]
    return SecondFactorBegun(secret=secret, uri=uri, qr=rows)


@router.post("/confirm", responses=NEEDS_SETTINGS)
async def confirm_second_factor(body: CodeGiven, caller: Person, parts: Parts) -> RecoveryCodes:
    """Put the app in force with its first code; the answer alone shows the recovery codes."""
    await parts.limits.hit(FAILURES_PER_ACCOUNT_AND_ADDRESS, "confirm", str(caller.account_id))
    codes = _new_codes()
    async with parts.database.sessions.begin() as session:
        secret = await second_factors.read_secret(
            session, sealer_of(parts), account_id=caller.account_id, confirmed=False
        )
        step = code_step(secret, body.code)
        if step is None or not await second_factors.use_step(
            session, account_id=caller.account_id, step=step
        ):
            message = (
                "This code is not right; it changes every 30 seconds. Is the phone's clock right?"
            )
            raise Invalid(message, [Problem(code="wrong_code", message=message, field="/code")])
        await second_factors.confirm(session, account_id=caller.account_id, codes=codes)
        await audit.note(session, caller, "second_factor.add", caller.account_id)
    return RecoveryCodes(codes=codes)


@router.post("/codes")
async def renew_codes(body: PasswordGiven, caller: Person, parts: Parts) -> RecoveryCodes:
    """New recovery codes; the old ones are good no more."""
    await prove_again(parts, caller, body.password)
    codes = _new_codes()
    async with parts.database.sessions.begin() as session:
        if not await second_factors.confirmed_at(session, account_id=caller.account_id):
            raise Conflict("There is no authenticator app to stand in for.")
        await second_factors.put_codes(session, account_id=caller.account_id, codes=codes)
        await audit.note(session, caller, "second_factor.renew_codes", caller.account_id)
    return RecoveryCodes(codes=codes)


@router.post("/remove", status_code=status.HTTP_204_NO_CONTENT)
async def remove_second_factor(body: PasswordGiven, caller: Person, parts: Parts) -> None:
    """From now on the password alone signs in."""
    await prove_again(parts, caller, body.password)
    async with parts.database.sessions.begin() as session:
        await second_factors.remove(session, account_id=caller.account_id)
        await audit.note(session, caller, "second_factor.remove", caller.account_id)


def _uri(secret: str, email: str) -> str:
    """As apps read it: https://github.com/google/google-authenticator/wiki/Key-Uri-Format."""
    given = urlencode({"secret": secret, "issuer": ISSUER})
    return f"otpauth://totp/{ISSUER}:{quote(email)}?{given}"


def _new_codes() -> list[str]:
    return [_new_code() for _ in range(CODES)]


def _new_code() -> str:
    letters = [secrets.choice(_LETTERS) for _ in range(16)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, 16, 4))
