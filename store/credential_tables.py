"""Tables of credentials."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, Table


class Credential(Table, table=True):
    """What a node signs in with somewhere. Its secrets are sealed: see `store.sealing`."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "name"),
        CheckConstraint("sharing IN ('workspace','private')", name="sharing"),
        Index(None, "workspace_id", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    name: str = Field(sa_type=Text)
    type: str = Field(sa_type=Text)
    """Name of a credential type."""
    description: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    public: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    """The fields that are no secrets."""
    key_id: str = Field(sa_type=Text)
    """Of the ring's key that wraps the row's."""
    wrapped_key: bytes
    sealed: dict[str, str] = Field(sa_type=JSON_OR_NULL)
    """Field → nonce and ciphertext, base64."""
    allowed_hosts: list[str] = Field(sa_type=ARRAY(Text))
    """Empty: where its type says."""
    sharing: str = Field(
        default="workspace", sa_type=Text, sa_column_kwargs={"server_default": "workspace"}
    )
    """Whether all of the workspace may use it, or who made it alone."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    """Who made it."""
    used_at: datetime | None = None
    expires_at: datetime | None = None
    """As who made it says; what a token server says of its tokens is in `public`."""
    expiry_told: datetime | None = None
    """The expiry that people were told of."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)
