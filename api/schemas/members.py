"""Members, invitations and workspaces."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import EmailStr, Field, StringConstraints

from api.permissions import Permission, Role
from api.schemas.shape import Line, Read, Write

Password = Annotated[str, StringConstraints(min_length=10, max_length=1_000)]
"""At least 10 characters, of any kind."""
Secret = Annotated[str, StringConstraints(min_length=20, max_length=200, pattern=r"^[\w-]+$")]
"""What a link holds."""


class MemberRead(Read):
    account_id: UUID
    email: str
    name: str
    role: Role
    joined_at: datetime
    last_seen_at: datetime | None
    """When their newest session was last used; ten minutes coarse."""


class RoleRead(Read):
    name: Role
    means: str
    permissions: list[Permission]


class PermissionRead(Read):
    name: Permission
    means: str
    """What it lets one do."""


class RolesRead(Read):
    """The table of `docs/permissions.md`."""

    roles: list[RoleRead]
    """From the most to the least that one may do."""
    permissions: list[PermissionRead]


class RoleWrite(Write):
    role: Role


class InvitationCreate(Write):
    email: Annotated[EmailStr, Field(max_length=320)]
    role: Role


class InvitationRead(Read):
    id: UUID
    email: str
    role: Role
    created_at: datetime
    expires_at: datetime


class InvitationCreated(InvitationRead):
    token: str
    """Shown this once: the link is `/join#<token>`."""
    mailed: bool
    """Whether the link was sent to them too; false without mail settings, or when sending failed."""


class InvitationLook(Write):
    token: Secret


class InvitationShown(Read):
    """What who holds the link may see."""

    workspace_name: str
    email: str
    role: Role
    expires_at: datetime
    has_account: bool
    """Then they join with their password; else they choose one."""


class InvitationAccept(Write):
    token: Secret
    password: str = Field(max_length=1_000)
    """Of the account that is there; else the one it shall have, of at least 10 characters."""
    name: Line | None = None
    """Of the new account."""
    code: str | None = Field(default=None, max_length=40, pattern=r"^[\w\s-]*$")
    """As of signing in."""


class WorkspaceCreate(Write):
    name: Line


class WorkspaceWrite(Write):
    name: Line


class WorkspaceDelete(Write):
    name: str
    """The workspace's name, typed again."""


class WorkspaceTransfer(Write):
    account_id: UUID
    """A member, who becomes an owner; who asks becomes an admin."""


class WorkspaceGone(Read):
    gone_at: datetime
    """Until then the deletion can be undone."""
