"""Credentials as they are sent: never with a secret that was stored."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, JsonValue

from api.schemas.shape import Read, Write
from noria.credentials import CredentialName

Sharing = Literal["workspace", "private"]
Description = Field(default="", max_length=2_000, pattern=r"^[^\x00]*$")
Host = Field(max_length=260)


def _thinkable(end: datetime) -> datetime:
    # At the edges of the calendar PostgreSQL and Python do not read each other's times.
    if not 2000 <= end.year <= 9000:
        raise ValueError("Give a year from 2000 to 9000.")
    return end


End = Annotated[AwareDatetime, AfterValidator(_thinkable)]


class CredentialTypeRead(Read):
    """What the form needs to know of a credential type."""

    type: str
    title: str
    description: str
    icon: str
    """Name of a Lucide icon."""
    fields_schema: dict[str, Any]
    """JSON Schema; secrets are `writeOnly`."""
    secrets: list[str]
    """Names of the fields that are secret."""
    hosts: list[str]
    """Where credentials of this type may be sent when they name no hosts."""
    asks_hosts: bool
    """One must say where it may be sent."""


class CredentialCreate(Write):
    name: CredentialName
    type: str = Field(max_length=50)
    description: str = Description
    fields: dict[str, JsonValue] = Field(max_length=100)
    """As `fields_schema` of the type says."""
    allowed_hosts: list[str] = Field(default=[], max_length=100)
    """As `api.example.com`, `*.example.com`, or `*` for any; none: where the type says."""
    sharing: Sharing = "workspace"
    """Whether all members may use it in workflows, or its maker alone."""
    expires_at: End | None = None
    """When it stops being good: people are told a week before. It is tried afterwards all the same."""


class CredentialUpdate(Write):
    """What is left out stays as it is."""

    name: CredentialName | None = None
    description: str | None = Field(default=None, max_length=2_000, pattern=r"^[^\x00]*$")
    fields: dict[str, JsonValue] | None = Field(default=None, max_length=100)
    """All fields that are no secrets, and those secrets that change; null removes one."""
    allowed_hosts: list[str] | None = Field(default=None, max_length=100)
    sharing: Sharing | None = None
    expires_at: End | None = None
    """Null: it does not, or nobody knows."""


class CredentialRead(Read):
    id: UUID
    name: str
    type: str
    description: str
    public: dict[str, JsonValue]
    """The fields that are no secrets."""
    secrets: list[str]
    """Names of the secret fields that are filled."""
    allowed_hosts: list[str]
    """Where it may be sent; those of its type where it names none."""
    sharing: Sharing
    account_id: UUID | None
    """Who made it."""
    may_use: bool
    """Whether the caller may."""
    used_at: datetime | None
    """To the minute."""
    expires_at: datetime | None
    """As who made it says."""
    created_at: datetime
    updated_at: datetime


class CredentialUseRead(Read):
    """A workflow whose draft or newest version names the credential."""

    workflow_id: UUID
    workflow_name: str
    node_ids: list[str]
    """Of the draft or, where it is not in the draft any more, of the version."""
    in_draft: bool
    in_version: int | None
    """Number of the newest version, when that one uses it."""


class CredentialUses(Read):
    items: list[CredentialUseRead]


class CredentialTry(Write):
    url: str | None = Field(default=None, max_length=2_000, pattern=r"^https?://")
    """What to call, for types that name no server of their own; one of its allowed hosts."""


class CredentialTried(Read):
    ok: bool
    message: str
    checked: Literal["opened", "reached", "signed_in"]
    """How much was looked at."""


class ConnectRead(Read):
    url: str
    """Where to send the browser."""
