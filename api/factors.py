"""The second factor at sign-in: a code of the app, or a recovery code; each is good once."""

import hmac
import time
from uuid import UUID

import pyotp

from api.services import Services
from noria.errors import SecondFactorRequired, Unauthenticated, Unavailable
from store import second_factors
from store.sealing import Sealer

STEP_S = 30
DRIFT_STEPS = (0, -1, 1)
"""A phone's clock may be half a minute off."""


async def check_second_factor(parts: Services, account_id: UUID, code: str | None) -> None:
    """
    Raises:
        SecondFactorRequired: The account has one, and no code was given.
        Unauthenticated: The code is wrong, or was used before.
    """
    async with parts.database.sessions.begin() as session:
        if not await second_factors.confirmed_at(session, account_id=account_id):
            return
        if not code:
            raise SecondFactorRequired("Give the code of your authenticator app too.")
        secret = await second_factors.read_secret(
            session, sealer_of(parts), account_id=account_id, confirmed=True
        )
        step = code_step(secret, code)
        if step is not None:
            good = await second_factors.use_step(session, account_id=account_id, step=step)
        else:
            good = await second_factors.use_code(session, account_id=account_id, code=code)
    if not good:
        raise Unauthenticated("This code is not right, or was used before.")


def code_step(secret: bytes | None, code: str) -> int | None:
    """The number of the 30 seconds that a code is of; None when it is of none near now."""
    if secret is None:
        return None
    plain = code.replace(" ", "")
    now = int(time.time()) // STEP_S
    totp = pyotp.TOTP(secret.decode())
    for drift in DRIFT_STEPS:
        right = totp.at((now + drift) * STEP_S)
        if hmac.compare_digest(right.encode(), plain.encode()):
            return now + drift
    return None


def sealer_of(parts: Services) -> Sealer:
    """
    Raises:
        Unavailable: There is no key to keep secrets with.
    """
    if parts.sealer is None:
        raise Unavailable("Authenticator apps need NORIA_SECRET_KEYS; ask who runs this Noria.")
    return parts.sealer
