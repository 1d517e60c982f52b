"""events and approvals"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004_waits"
down_revision = "0003_circuits"

UNCLAIMED = sa.text("wait_id IS NULL")
OPEN = sa.text("closed_at IS NULL")


def _time(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **more)


def _now() -> sa.Column[Any]:
    return _time("created_at", server_default=sa.text("now()"), nullable=False)


def _owner(table: str, column: str, target: str, ondelete: str = "CASCADE") -> Any:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    _add_events()
    _add_event_waits()
    _add_approvals()


def _add_events() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("request_hash", sa.LargeBinary(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("wait_id", sa.Uuid(), nullable=True),
        _time("delivered_at", nullable=True),
        _time("expires_at", nullable=False),
        _now(),
        _owner("event", "workspace_id", "workspace"),
        _owner("event", "account_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint(
            "workspace_id", "idempotency_key", name="uq_event_workspace_id_idempotency_key"
        ),
    )
    op.create_index("ix_event_wait_id", "event", ["wait_id"])
    op.create_index(
        "ix_event_workspace_id_created_at_id", "event", ["workspace_id", "created_at", "id"]
    )
    op.create_index(
        "ix_event_unclaimed",
        "event",
        ["workspace_id", "key", "created_at"],
        postgresql_where=UNCLAIMED,
    )
    op.create_index("ix_event_expiry", "event", ["expires_at"], postgresql_where=UNCLAIMED)


def _add_event_waits() -> None:
    op.create_table(
        "event_wait",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("node_id", sa.Text(), nullable=False),
        sa.Column("iteration", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        _time("until", nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        _time("closed_at", nullable=True),
        _now(),
        _owner("event_wait", "workspace_id", "workspace"),
        _owner("event_wait", "run_id", "run"),
        sa.PrimaryKeyConstraint("id", name="pk_event_wait"),
    )
    op.create_index("ix_event_wait_run_id", "event_wait", ["run_id"])
    op.create_index(
        "ix_event_wait_open",
        "event_wait",
        ["workspace_id", "key", "created_at"],
        postgresql_where=OPEN,
    )


def _add_approvals() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("node_id", sa.Text(), nullable=False),
        sa.Column("iteration", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("form", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("assignees", sa.ARRAY(sa.Text()), nullable=False),
        _time("until", nullable=True),
        sa.Column("reminders", sa.Integer(), server_default=sa.text("0"), nullable=False),
        _time("reminded_at", nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_via", sa.Text(), nullable=True),
        _time("answered_at", nullable=True),
        sa.Column("comment", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=True),
        _time("closed_at", nullable=True),
        _now(),
        sa.CheckConstraint(
            "decision IN ('approved','rejected')", name=op.f("ck_approval_decision")
        ),
        _owner("approval", "workspace_id", "workspace"),
        _owner("approval", "run_id", "run"),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
    )
    op.create_index("ix_approval_run_id", "approval", ["run_id"])
    op.create_index(
        "ix_approval_workspace_id_created_at_id", "approval", ["workspace_id", "created_at", "id"]
    )
    op.create_index(
        "ix_approval_open",
        "approval",
        ["workspace_id", "created_at", "id"],
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    for table in ("approval", "event_wait", "event"):
        op.drop_table(table)
