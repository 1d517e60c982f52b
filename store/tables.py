"""Every table. Rows of all but `account` and `workspace` itself name their workspace.

JSON columns are `json`, not `jsonb`: nothing queries inside them, and `jsonb` would reorder the
keys that a person typed, round numbers and refuse NUL characters that a server may answer with.
A model of a table checks nothing when it is made; what comes from outside is checked before.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    MetaData,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.orm import declared_attr, defer
from sqlalchemy.orm.interfaces import ORMOption
from sqlmodel import Field, SQLModel

JSON_OR_NULL = JSON(none_as_null=True)
NOW = {"server_default": func.now()}
ONE = {"server_default": text("1")}
FALSE = {"server_default": text("false")}
TRIGGER_KINDS = (
    "manual", "webhook", "schedule", "event", "chat", "workflow", "form", "poll", "email",
)  # fmt: skip
OPEN = "status NOT IN ('succeeded','failed','cancelled')"
NORMAL_PRIORITY = 3


class Table(SQLModel):
    """Root of the tables. A column that PostgreSQL fills is None until it is read again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    @declared_attr.directive
    # SQLAlchemy calls it on the class.
    def __tablename__(cls) -> str:  # noqa: N805 # pyright: ignore[reportIncompatibleVariableOverride]
        """`ApiKey` is `api_key`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()


def left_out(*columns: Any) -> Sequence[ORMOption]:
    """Options of a query that does without these large columns; to read one raises an error."""
    return [defer(column, raiseload=True) for column in columns]


class Account(Table, table=True):
    """A person, or a service that acts for a workspace with API keys alone."""

    __table_args__ = (CheckConstraint("kind IN ('person','service')", name="kind"),)

    id: UUID = Field(primary_key=True)
    email: str = Field(unique=True, sa_type=Text)
    """Lower case."""
    name: str = Field(sa_type=Text)
    kind: str = Field(
        default="person", sa_type=Text, sa_column_kwargs={"server_default": text("'person'")}
    )
    password_hash: str = Field(sa_type=Text)
    """Empty: it can't sign in with a password."""
    disabled_at: datetime | None = None
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class Workspace(Table, table=True):
    """Owner of everything below."""

    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    deleted_at: datetime | None = None
    """Nothing goes on in it any more; it is gone for good after `store.workspaces.GRACE`."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class Membership(Table, table=True):
    """What an account may do in a workspace."""

    __table_args__ = (
        CheckConstraint("role IN ('owner','admin','editor','operator','viewer')", name="role"),
    )

    workspace_id: UUID = Field(primary_key=True, foreign_key="workspace.id", ondelete="CASCADE")
    account_id: UUID = Field(
        primary_key=True, foreign_key="account.id", ondelete="CASCADE", index=True
    )
    role: str = Field(sa_type=Text)
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class RefreshToken(Table, table=True):
    """One use of one sign-in; a family is all tokens that came of the same sign-in."""

    id: UUID = Field(primary_key=True)
    workspace_id: UUID | None = Field(default=None, foreign_key="workspace.id", ondelete="SET NULL")
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    family_id: UUID = Field(index=True)
    token_hash: bytes = Field(unique=True)
    """SHA-256 of 256 random bits."""
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class ApiKey(Table, table=True):
    """A key for scripts; it may do what its account may, cut down to `permissions`."""

    __table_args__ = (Index(None, "workspace_id", "created_at", "id"),)

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE")
    name: str = Field(sa_type=Text)
    secret_hash: bytes
    """SHA-256 of 256 random bits."""
    permissions: list[str] = Field(sa_type=ARRAY(Text))
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class Workflow(Table, table=True):
    """What a user names, edits and runs, with its draft."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        Index(None, "workspace_id", "updated_at", "id"),
        Index(None, "workspace_id", "folder_id", "updated_at", "id"),
        Index(None, "tags", postgresql_using="gin"),
        Index("ix_workflow_restricted", "workspace_id", postgresql_where=text("restricted")),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    name: str = Field(sa_type=Text)
    folder_id: UUID | None = None
    """None: in no folder. See `store.folder_tables`, which declares what it refers to."""
    tags: list[str] = Field(
        default_factory=list, sa_type=ARRAY(Text), sa_column_kwargs={"server_default": text("'{}'")}
    )
    restricted: bool = Field(default=False, sa_column_kwargs=FALSE)
    """Only those see it whom a share names: see `store.sharing`."""
    draft_graph: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    draft_revision: int = Field(default=1, sa_column_kwargs=ONE)
    """From 1; each save adds one."""
    draft_updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    draft_account_id: UUID | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL"
    )
    latest_version: int | None = None
    """Number of the newest version; None before the first."""
    archived_at: datetime | None = None
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class WorkflowSettings(Table, table=True):
    """How runs of a workflow are started and kept. Without a row all is as the defaults say."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
    )

    workflow_id: UUID = Field(primary_key=True)
    workspace_id: UUID
    max_concurrent_runs: int | None = None
    rate_runs: int | None = None
    """At most so many starts in `rate_seconds`."""
    rate_seconds: float | None = None
    run_timeout_seconds: float | None = None
    retention_days: int | None = None
    """After its end a run is kept for so long. None: for ever."""
    priority: int = Field(
        default=NORMAL_PRIORITY,
        sa_type=SmallInteger,
        sa_column_kwargs={"server_default": text(str(NORMAL_PRIORITY))},
    )
    """Of runs that are started without one of their own."""
    rate_used_until: datetime | None = None
    """Starts given so far use the rate up to this time: see `store.rate`."""
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class Version(Table, table=True):
    """A published graph and its plan; never changed."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
    )

    workspace_id: UUID
    workflow_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True)
    """From 1."""
    graph: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    graph_hash: bytes
    """SHA-256 of the graph with its keys sorted."""
    plan: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    """Who published it."""
    name: str | None = Field(default=None, sa_type=Text)
    note: str | None = Field(default=None, sa_type=Text)
    """What people say of it; the only columns that change."""
    author_ids: list[UUID] = Field(
        default_factory=list,
        sa_type=ARRAY(Uuid),
        sa_column_kwargs={"server_default": text("'{}'")},
    )
    """Accounts that saved its draft since the version before."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class Run(Table, table=True):
    """One execution of one version, or of a draft when `version` is None."""

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
        CheckConstraint("relation IN ('retry','fork','call','item')", name="relation"),
        CheckConstraint(
            f"trigger IN ({','.join(map(repr, TRIGGER_KINDS))})",
            name="trigger",
        ),
        UniqueConstraint("workspace_id", "idempotency_key"),
        # Of the runs with one business key, one goes on at a time.
        Index(
            "ux_run_workflow_id_key",
            "workflow_id",
            "key",
            unique=True,
            postgresql_where=text(f"key IS NOT NULL AND NOT in_line AND {OPEN}"),
        ),
        Index(
            "ix_run_line",
            "workflow_id",
            "priority",
            "created_at",
            "id",
            postgresql_where=text("in_line"),
        ),
        Index("ix_run_open_of_workflow", "workflow_id", "key", postgresql_where=text(OPEN)),
        Index(
            "ix_run_finished",
            "workflow_id",
            "finished_at",
            postgresql_where=text("finished_at IS NOT NULL"),
        ),
        # Those of one item, among the items of a loop.
        Index(
            "ix_run_parent",
            "parent_run_id",
            "parent_iteration",
            postgresql_where=text("parent_run_id IS NOT NULL"),
        ),
        Index(
            "ix_run_key",
            "workspace_id",
            "key",
            "created_at",
            "id",
            postgresql_where=text("key IS NOT NULL"),
        ),
        Index(None, "workspace_id", "created_at", "id"),
        Index(None, "workspace_id", "workflow_id", "created_at", "id"),
        Index(None, "workspace_id", "trigger", "created_at", "id"),
        # Those that did not go well, or are not over, among the many that did.
        Index(
            "ix_run_status",
            "workspace_id",
            "status",
            "created_at",
            "id",
            postgresql_where=text("status <> 'succeeded'"),
        ),
        # What the sweep looks at: a handful of rows among millions.
        Index("ix_run_open", "created_at", postgresql_where=text(OPEN)),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID
    workflow_id: UUID
    version: int | None = None
    status: str = Field(sa_type=Text)
    trigger: str = Field(
        default="manual", sa_type=Text, sa_column_kwargs={"server_default": text("'manual'")}
    )
    """What kind of thing started it; a person or a script: `manual`."""
    input: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    output: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    error: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    not_undone: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    """What compensations could not undo when the run failed or was cancelled; None: nothing."""
    draft_graph: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    """What ran, when it is a test run of a draft; else it is the version's."""
    draft_plan: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    parent_run_id: UUID | None = Field(default=None, foreign_key="run.id", ondelete="SET NULL")
    relation: str | None = Field(default=None, sa_type=Text)
    """What the run is to its parent: its `retry` or `fork`, or its sub-run: `call`, or `item` of a loop."""
    parent_node_id: str | None = Field(default=None, sa_type=Text)
    """The parent's step where it was forked, or that started the sub-run."""
    parent_iteration: str | None = Field(default=None, sa_type=Text)
    """Of the step that started the sub-run."""
    part: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    """Of a test run of a part of the graph: `{"mode", "node_id"}`."""
    snapshot: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    """What the run begins with, where it takes over from another one or from pinned outputs."""
    idempotency_key: str | None = Field(default=None, sa_type=Text)
    request_hash: bytes | None = None
    """SHA-256 of the request that came with the idempotency key."""
    key: str | None = Field(default=None, sa_type=Text)
    """Business key: what the run is about, as `order-4711`."""
    in_line: bool = Field(default=False, sa_column_kwargs=FALSE)
    """Queued until a limit of its workflow, or the run with its key, lets it go: see `store.line`."""
    start_at: datetime | None = None
    """Not before this time, by its workflow's rate: Temporal waits for it."""
    priority: int = Field(
        default=NORMAL_PRIORITY,
        sa_type=SmallInteger,
        sa_column_kwargs={"server_default": text(str(NORMAL_PRIORITY))},
    )
    """From 1, the most urgent, to 5."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    """Who started it."""
    event_seq: int = Field(default=1, sa_type=BigInteger, sa_column_kwargs=ONE)
    """Number of the newest event; counts up without a gap in the order of commits."""
    status_seq: int = Field(default=1, sa_type=BigInteger, sa_column_kwargs=ONE)
    """Number of the event that gave the run its status."""
    status_at: datetime | None = None
    """When the run came to its status, by its own clock."""
    breakpoints: list[str] | None = Field(default=None, sa_type=ARRAY(Text), nullable=True)
    """Ids of nodes before which it pauses, from its start on."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    started_at: datetime | None = None
    finished_at: datetime | None = None


class Step(Table, table=True):
    """One attempt at one step."""

    __table_args__ = (Index(None, "run_id", "seq"),)

    run_id: UUID = Field(primary_key=True, foreign_key="run.id", ondelete="CASCADE")
    node_id: str = Field(primary_key=True, sa_type=Text)
    iteration: str = Field(primary_key=True, sa_type=Text)
    attempt: int = Field(primary_key=True)
    workspace_id: UUID
    status: str = Field(sa_type=Text)
    rank: int = Field(sa_type=SmallInteger)
    """How final the status is: `StepRecord.rank`. A row is overwritten by a higher one only."""
    port: str | None = Field(default=None, sa_type=Text)
    input: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    output: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    error: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    started_at: datetime | None = None
    finished_at: datetime | None = None
    source: str | None = Field(default=None, sa_type=Text)
    """Of a step that did not run here: the id of the run that it is reused from, `pinned`, or None
    where this run itself did it."""
    seq: int = Field(sa_type=BigInteger)
    """The run's event that last changed this row."""
