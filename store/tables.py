"""Every table. Rows of all but `account` and `workspace` itself name their workspace.

JSON columns are `json`, not `jsonb`: nothing queries inside them, and `jsonb` would reorder the
keys that a person typed, round numbers and refuse NUL characters that a server may answer with.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Json = JSON(none_as_null=True)


class Table(DeclarativeBase):
    """Root of the tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: DateTime(timezone=True), str: Text, dict[str, Any]: Json}


class Account(Table):
    """A person."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    """Lower case."""
    name: Mapped[str]
    password_hash: Mapped[str]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Workspace(Table):
    """Owner of everything below."""

    __tablename__ = "workspace"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Membership(Table):
    """What an account may do in a workspace."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("role IN ('owner','admin','editor','runner','viewer')", name="role"),
    )

    workspace_id: Mapped[UUID] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RefreshToken(Table):
    """One use of one sign-in; a family is all tokens that came of the same sign-in."""

    __tablename__ = "refresh_token"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    family_id: Mapped[UUID] = mapped_column(index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    """SHA-256 of 256 random bits."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ApiKey(Table):
    """A key for scripts; it may do what its account may, cut down to `permissions`."""

    __tablename__ = "api_key"
    __table_args__ = (Index(None, "workspace_id", "created_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str]
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    """SHA-256 of 256 random bits."""
    permissions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Workflow(Table):
    """What a user names, edits and runs, with its draft."""

    __tablename__ = "workflow"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        Index(None, "workspace_id", "updated_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    name: Mapped[str]
    draft_graph: Mapped[dict[str, Any]]
    draft_revision: Mapped[int] = mapped_column(server_default=text("1"))
    """From 1; each save adds one."""
    draft_updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    latest_version: Mapped[int | None]
    """Number of the newest version; None before the first."""
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Version(Table):
    """A published graph and its plan; never changed."""

    __tablename__ = "version"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
    )

    workspace_id: Mapped[UUID]
    workflow_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """From 1."""
    graph: Mapped[dict[str, Any]]
    graph_hash: Mapped[bytes] = mapped_column(LargeBinary)
    """SHA-256 of the graph with its keys sorted."""
    plan: Mapped[dict[str, Any]]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    """Who published it."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Run(Table):
    """One execution of one version, or of a draft when `version` is None."""

    __tablename__ = "run"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(
            "status IN ('queued','running','waiting','paused','succeeded','failed','cancelled')",
            name="status",
        ),
        UniqueConstraint("workspace_id", "idempotency_key"),
        Index(None, "workspace_id", "created_at", "id"),
        Index(None, "workspace_id", "workflow_id", "created_at", "id"),
        # What the sweep looks at: a handful of rows among millions.
        Index(
            "ix_run_open",
            "created_at",
            postgresql_where=text("status NOT IN ('succeeded','failed','cancelled')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    workflow_id: Mapped[UUID]
    version: Mapped[int | None]
    status: Mapped[str]
    input: Mapped[Any] = mapped_column(Json, nullable=True)
    output: Mapped[Any] = mapped_column(Json, nullable=True)
    error: Mapped[dict[str, Any] | None]
    draft_graph: Mapped[dict[str, Any] | None]
    """What ran, when it is a test run of a draft; else it is the version's."""
    draft_plan: Mapped[dict[str, Any] | None]
    idempotency_key: Mapped[str | None]
    request_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    """SHA-256 of the request that came with the key."""
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    """Who started it."""
    event_seq: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
    """Number of the newest event; counts up without a gap in the order of commits."""
    status_seq: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
    """Number of the event that gave the run its status."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Step(Table):
    """One attempt at one step."""

    __tablename__ = "step"
    __table_args__ = (Index(None, "run_id", "seq"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    node_id: Mapped[str] = mapped_column(primary_key=True)
    iteration: Mapped[str] = mapped_column(primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    status: Mapped[str]
    rank: Mapped[int] = mapped_column(SmallInteger)
    """How final the status is: `StepRecord.rank`. A row is overwritten by a higher one only."""
    port: Mapped[str | None]
    input: Mapped[Any] = mapped_column(Json, nullable=True)
    output: Mapped[Any] = mapped_column(Json, nullable=True)
    error: Mapped[dict[str, Any] | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    seq: Mapped[int] = mapped_column(BigInteger)
    """The run's event that last changed this row."""
