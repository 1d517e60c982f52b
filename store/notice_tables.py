"""Domain events that are yet to be told, who wants to hear of them, and what became of each message."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Identity,
    Index,
    Text,
    func,
    text,
)
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, ONE, Table

WAITING = text("status = 'waiting'")
NO = {"server_default": text("false")}
ZERO = {"server_default": text("0")}


class DomainEvent(Table, table=True):
    """The outbox: written with the change that it tells of, taken out by the relay a moment later.

    It has no foreign key: a run that ends must not lock its workspace's row for it.
    """

    id: int = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger,
        sa_column_args=(Identity(always=True),),
    )
    event_id: UUID = Field(
        default=None, sa_column_kwargs={"server_default": func.gen_random_uuid()}
    )
    """By which a receiver knows a repeat."""
    workspace_id: UUID
    type: str = Field(sa_type=Text)
    """Of `noria.domain_events.EVENT_TYPES`."""
    data: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    at: datetime = Field(default=None, sa_column_kwargs=NOW)


class NotificationRule(Table, table=True):
    """Whom a workspace tells of which events, and how."""

    __table_args__ = (
        CheckConstraint(
            "channel IN ('mail','webhook','slack','teams','discord','push')", name="channel"
        ),
        Index(None, "workspace_id", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    name: str = Field(sa_type=Text)
    events: list[str] = Field(sa_type=ARRAY(Text))
    """Types."""
    workflow_ids: list[str] = Field(sa_type=ARRAY(Text))
    """Only of these; empty: of all, and what is of no workflow."""
    channel: str = Field(sa_type=Text)
    config: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    """As `noria.notices` says for the channel; names credentials, holds no secrets."""
    quiet_s: int = Field(default=0, sa_column_kwargs=ZERO)
    """After a message, events of the same type and workflow are gathered so long into the next one."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    """Who made it."""
    paused_at: datetime | None = None
    last_error: str | None = Field(default=None, sa_type=Text)
    """Why the last message could not be delivered; null when it could."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class Delivery(Table, table=True):
    """One message to one subscriber: a rule, or a person who wants mail."""

    __table_args__ = (
        CheckConstraint(
            "status IN ('waiting','sending','delivered','failed','dropped')", name="status"
        ),
        Index(
            "ux_delivery_waiting",
            "subscriber_id",
            "group_key",
            unique=True,
            postgresql_where=WAITING,
        ),
        Index(None, "subscriber_id", "group_key", "due_at"),
        Index(None, "subscriber_id", "created_at", "id"),
        Index(None, "created_at"),
        Index("ix_delivery_unhanded", "id", postgresql_where=text("handed_at IS NULL")),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    subscriber_id: UUID
    """The rule's id, or the account's."""
    rule_id: UUID | None = Field(
        default=None, foreign_key="notification_rule.id", ondelete="CASCADE"
    )
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="CASCADE")
    """Whom to mail to, where it is of no rule."""
    group_key: str = Field(sa_type=Text)
    """What may be gathered into one message."""
    event_type: str = Field(sa_type=Text)
    body: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    """The newest event, as `noria.domain_events.DomainEventMessage` but for the count."""
    count: int = Field(default=1, sa_column_kwargs=ONE)
    """How many events it stands for."""
    status: str = Field(
        default="waiting", sa_type=Text, sa_column_kwargs={"server_default": text("'waiting'")}
    )
    """`dropped`: its rule was paused when it was due."""
    attempts: int = Field(default=0, sa_column_kwargs=ZERO)
    last_error: str | None = Field(default=None, sa_type=Text)
    due_at: datetime
    """Not sent before this time."""
    handed_at: datetime | None = None
    """When Temporal took it over."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    finished_at: datetime | None = None


class Notification(Table, table=True):
    """What one account is told in the web app; unread ones of the same thing are one."""

    __table_args__ = (
        Index(None, "account_id", "workspace_id", "at", "id"),
        Index(
            "ux_notification_unread",
            "account_id",
            "workspace_id",
            "group_key",
            unique=True,
            postgresql_where=text("read_at IS NULL"),
        ),
        Index(None, "at"),
        # Who leaves a workspace is no longer told of it.
        ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["membership.workspace_id", "membership.account_id"],
            ondelete="CASCADE",
        ),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    account_id: UUID
    group_key: str = Field(sa_type=Text)
    type: str = Field(sa_type=Text)
    data: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    """Of the newest event."""
    count: int = Field(default=1, sa_column_kwargs=ONE)
    """How many events it stands for."""
    at: datetime = Field(default=None, sa_column_kwargs=NOW)
    """Of the newest."""
    read_at: datetime | None = None


class NotificationPreference(Table, table=True):
    """How one account wants to be told of one type of event; without a row, as is usual."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["membership.workspace_id", "membership.account_id"],
            ondelete="CASCADE",
        ),
    )

    workspace_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(primary_key=True)
    event_type: str = Field(primary_key=True, sa_type=Text)
    in_app: bool
    mail: bool


class AlertRule(Table, table=True):
    """A limit for a workflow's runs: beyond it, people are told."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("metric IN ('failure_rate','duration','waiting')", name="metric"),
        Index(None, "workspace_id", "created_at", "id"),
        Index(None, "workspace_id", "workflow_id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID
    workflow_id: UUID
    name: str = Field(sa_type=Text)
    metric: str = Field(sa_type=Text)
    threshold: float
    """Percent of the runs for `failure_rate`, else seconds."""
    window_s: int
    """Over how long it is measured, up to now."""
    min_runs: int
    """Of fewer runs in that time nothing is said."""
    quiet_s: int
    """Once raised and over, it is not raised again for so long."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    paused_at: datetime | None = None
    is_raised: bool = Field(default=False, sa_column_kwargs=NO)
    raised_at: datetime | None = None
    """When it was raised last."""
    value: float | None = None
    """As it was measured last; null with too few runs."""
    runs: int = Field(default=0, sa_column_kwargs=ZERO)
    """How many runs that was measured on."""
    checked_at: datetime | None = None
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)
