"""Tables of how people sign in: their sessions, invitations, second factors and passkeys.

What opens an account is never kept as it is: links and codes as hashes, TOTP secrets sealed.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, Text, text
from sqlmodel import Field

from store.tables import NOW, Table


class AccountSession(Table, table=True):
    """One sign-in on one device, until sign-out; its id is the family of its refresh tokens."""

    id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    method: str = Field(sa_type=Text)
    """`password`, `passkey`, `oidc` or `invitation`."""
    user_agent: str = Field(sa_type=Text)
    """As the browser names itself; cut to 300 characters."""
    address: str = Field(sa_type=Text)
    """IP address of the last use."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    last_used_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    """Of the last refresh: ten minutes coarse."""
    expires_at: datetime
    revoked_at: datetime | None = None


class Invitation(Table, table=True):
    """A place in a workspace for who holds the link."""

    __table_args__ = (
        CheckConstraint("role IN ('owner','admin','editor','operator','viewer')", name="role"),
        Index(
            "ux_invitation_open",
            "workspace_id",
            "email",
            unique=True,
            postgresql_where=text("accepted_at IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    email: str = Field(sa_type=Text)
    """Lower case."""
    role: str = Field(sa_type=Text)
    token_hash: bytes = Field(unique=True)
    """SHA-256 of 256 random bits."""
    invited_by: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    expires_at: datetime
    accepted_at: datetime | None = None


class OneTimeToken(Table, table=True):
    """Something good for one use in a few minutes: a reset link, a challenge, a sign-in elsewhere."""

    __table_args__ = (
        CheckConstraint("purpose IN ('reset','passkey','passkey_add','oidc')", name="purpose"),
        Index(None, "expires_at"),
    )

    token_hash: bytes = Field(primary_key=True)
    """SHA-256 of 256 random bits."""
    purpose: str = Field(sa_type=Text)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="CASCADE")
    data: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    expires_at: datetime


class SecondFactor(Table, table=True):
    """An authenticator app of an account (TOTP)."""

    account_id: UUID = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    key_id: str = Field(sa_type=Text)
    wrapped_key: bytes
    sealed_secret: bytes
    confirmed_at: datetime | None = None
    """None until the first code was given: it asks for none before."""
    last_step: int = Field(
        default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")}
    )
    """Number of the 30 seconds whose code was used last: no code is good twice."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class RecoveryCode(Table, table=True):
    """In place of the authenticator app, once."""

    account_id: UUID = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    code_hash: bytes = Field(primary_key=True)
    """SHA-256 of 80 random bits, bound to the account."""
    used_at: datetime | None = None


class Passkey(Table, table=True):
    """A key in somebody's device (WebAuthn); ours is its public half."""

    id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    credential_id: bytes = Field(unique=True)
    public_key: bytes
    sign_count: int = Field(sa_type=BigInteger)
    name: str = Field(sa_type=Text)
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    last_used_at: datetime | None = None


class Identity(Table, table=True):
    """An account as an OpenID provider knows it."""

    issuer: str = Field(primary_key=True, sa_type=Text)
    subject: str = Field(primary_key=True, sa_type=Text)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
