"""Signing in, who is signed in, and keys for scripts."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from api.permissions import Permission, Role
from api.schemas.shape import Line, Read, Write


class SignIn(Write):
    email: str = Field(max_length=320, pattern=r"^[^\x00]*$")
    password: str = Field(max_length=1_000)
    code: str | None = Field(default=None, max_length=40, pattern=r"^[\w\s-]*$")
    """Of the authenticator app, or a recovery code."""


class SessionRead(Read):
    access_token: str
    token_type: Literal["bearer"]
    expires_at: datetime


class SignInWays(Read):
    oidc: str | None
    """What the OpenID provider is called; null: there is none."""


class AccountRead(Read):
    id: UUID
    email: str
    name: str


class WorkspaceRead(Read):
    id: UUID
    name: str
    role: Role
    deleted_at: datetime | None
    """It is about to go: see `POST /workspace/restore`."""


class MeRead(Read):
    account: AccountRead
    workspace: WorkspaceRead
    """The one that this request acts in: `X-Workspace`, or the account's first."""
    workspaces: list[WorkspaceRead]
    permissions: list[Permission]


class ServiceAccountCreate(Write):
    name: Line
    role: Literal["admin", "editor", "operator", "viewer"]


class ServiceAccountRead(Read):
    id: UUID
    name: str
    role: Role
    created_at: datetime


class ApiKeyCreate(Write):
    name: Line
    permissions: list[Permission] = Field(
        default=["read", "edit", "run"], min_length=1, max_length=7
    )
    expires_at: AwareDatetime | None = None
    """Never, when null."""
    service_account_id: UUID | None = None
    """Whom it acts for; null: who makes it."""


class ApiKeyRotate(Write):
    grace_hours: int = Field(default=0, ge=0, le=168)
    """How long the old key goes on being good."""


class ApiKeyRead(Read):
    id: UUID
    name: str
    account_id: UUID
    """Whom it acts for."""
    account_name: str
    prefix: str
    """How the key begins: enough to recognise it by, and of no use alone."""
    permissions: list[Permission]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    """To the minute."""
    revoked_at: datetime | None


class ApiKeyCreated(ApiKeyRead):
    key: str
    """Shown this once."""
