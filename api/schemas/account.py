"""One's own account: password, sessions, authenticator app and passkeys."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints

from api.schemas.members import Password, Secret
from api.schemas.shape import Line, Read, Write

GivenPassword = Annotated[str, StringConstraints(max_length=1_000)]
Code = Annotated[str, StringConstraints(max_length=40, pattern=r"^[\w\s-]*$")]
"""Six digits of the app, or a recovery code."""


class AccountWrite(Write):
    name: Line


class PasswordChange(Write):
    password: GivenPassword
    """The present one."""
    new_password: Password


class ResetAsk(Write):
    email: str = Field(max_length=320, pattern=r"^[^\x00]*$")


class PasswordReset(Write):
    token: Secret
    new_password: Password


class AccountSessionRead(Read):
    id: UUID
    method: str
    """`password`, `passkey`, `oidc` or `invitation`."""
    user_agent: str
    address: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    is_current: bool
    """It is the one that asks."""


class PasswordGiven(Write):
    password: GivenPassword


class SecondFactorRead(Read):
    since: datetime | None
    """Null: no code is asked for."""
    codes_left: int
    """Recovery codes that were not used."""


class SecondFactorBegun(Read):
    secret: str
    """To type into the app, where its camera can't read the picture."""
    uri: str
    qr: list[str]
    """The picture, a row of `0` and `1` for each line of squares."""


class CodeGiven(Write):
    code: Code


class RecoveryCodes(Read):
    codes: list[str]
    """Shown this once; each stands in for the app once."""


class PasskeyRead(Read):
    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


class PasskeyOptions(Read):
    token: str
    """Send it back with the browser's answer; good once, for five minutes."""
    options: dict[str, JsonValue]
    """For `navigator.credentials`, as JSON."""


class PasskeyAnswer(Write):
    token: Secret
    answer: dict[str, Any]
    """Of `navigator.credentials`, as JSON."""


class PasskeyAdd(PasskeyAnswer):
    name: Line
