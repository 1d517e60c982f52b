"""Proving who one is with a password: slowly guessed, and the same answer whoever is asked about."""

from uuid import UUID

from api.access import Caller
from api.factors import check_second_factor
from api.rate_limits import (
    FAILURES_PER_ACCOUNT,
    FAILURES_PER_ACCOUNT_AND_ADDRESS,
    SIGN_INS_PER_ADDRESS,
)
from api.services import Services
from noria.errors import Invalid, Problem, Unauthenticated
from store import accounts


async def prove_by_password(
    parts: Services, *, email: str, password: str, code: str | None, address: str
) -> UUID:
    """The account that email and password fit.

    Raises:
        Unauthenticated: They don't, whichever of the two is wrong; or the code is.
        SecondFactorRequired: They do, and a code is asked for too.
        TooManyRequests: Too many tries, right ones too.
    """
    email = accounts.normal_email(email)
    await parts.limits.hit(SIGN_INS_PER_ADDRESS, "sign-in", address)
    await parts.limits.hit(FAILURES_PER_ACCOUNT_AND_ADDRESS, "account", email, address)
    await parts.limits.hit(FAILURES_PER_ACCOUNT, "account", email)
    async with parts.database.sessions.begin() as session:
        account = await accounts.find_account(session, email=email)
    fits = await parts.passwords.check(password, (account and account.password_hash) or None)
    if account is None or not fits:
        raise Unauthenticated("This email and password do not fit.")
    await check_second_factor(parts, account.id, code)
    await parts.limits.forget(FAILURES_PER_ACCOUNT_AND_ADDRESS, "account", email, address)
    await parts.limits.forget(FAILURES_PER_ACCOUNT, "account", email)
    return account.id


async def prove_again(parts: Services, caller: Caller, password: str) -> None:
    """Before an act that an unlocked screen must not allow.

    Raises:
        Invalid: The password is wrong.
        TooManyRequests: Too many tries.
    """
    async with parts.database.sessions.begin() as session:
        account = await accounts.get_account(session, account_id=caller.account_id)
    await parts.limits.hit(FAILURES_PER_ACCOUNT_AND_ADDRESS, "again", str(caller.account_id))
    if not await parts.passwords.check(password, account.password_hash or None):
        wrong = Problem(code="wrong_password", message="Not your password.", field="/password")
        raise Invalid("This is not your password.", [wrong])
    await parts.limits.forget(FAILURES_PER_ACCOUNT_AND_ADDRESS, "again", str(caller.account_id))
