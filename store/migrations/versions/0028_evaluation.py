"""Data sets, evaluations and the gate before publishing.

Revision ID: 0028_evaluation
Revises: 0027_conversation
"""

import sqlalchemy as sa
from alembic import op

revision = "0028_evaluation"
down_revision = "0027_conversation"
branch_labels = None
depends_on = None


def _time(name: str, *, nullable: bool = False) -> sa.Column:
    default = None if nullable else sa.text("now()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=nullable)


def _count(name: str, default: str = "0") -> sa.Column:
    return sa.Column(name, sa.Integer(), server_default=sa.text(default), nullable=False)


def _json(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=nullable)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{other}.workspace_id", f"{other}.id"],
        name=op.f(f"fk_{table}_workspace_id_{column}"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    op.create_table(
        "data_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("workflow_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _json("evaluators"),
        _count("edition", "1"),
        _time("created_at"),
        _time("updated_at"),
        _of("data_set", "workflow_id", "workflow"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_set")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_data_set_workspace_id_id")),
    )
    op.create_index(
        op.f("ix_data_set_workspace_id_workflow_id_created_at_id"),
        "data_set",
        ["workspace_id", "workflow_id", "created_at", "id"],
    )
    op.create_table(
        "data_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("data_set_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _json("input", nullable=True),
        _json("expected", nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        _time("created_at"),
        _of("data_case", "data_set_id", "data_set"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_case")),
    )
    op.create_index(
        op.f("ix_data_case_data_set_id_created_at_id"),
        "data_case",
        ["data_set_id", "created_at", "id"],
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("workflow_id", sa.Uuid(), nullable=False),
        sa.Column("data_set_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("draft_revision", sa.Integer(), nullable=True),
        sa.Column("graph_hash", sa.LargeBinary(), nullable=False),
        _json("evaluators"),
        _count("concurrency", "4"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        _count("cases"),
        _count("done"),
        _count("passed"),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        _time("created_at"),
        _time("finished_at", nullable=True),
        sa.CheckConstraint(
            "status IN ('queued','running','succeeded','failed','cancelled')",
            name=op.f("ck_evaluation_status"),
        ),
        _of("evaluation", "data_set_id", "data_set"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_evaluation_account_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_evaluation_workspace_id_id")),
    )
    op.create_index(
        op.f("ix_evaluation_data_set_id_created_at_id"),
        "evaluation",
        ["data_set_id", "created_at", "id"],
    )
    op.create_index(
        "ix_evaluation_open",
        "evaluation",
        ["created_at"],
        postgresql_where=sa.text("status IN ('queued','running')"),
    )
    op.create_table(
        "evaluation_case",
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _json("input", nullable=True),
        _json("expected", nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        _json("output", nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        _json("scores"),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "status IN ('queued','running','ended','scored')",
            name=op.f("ck_evaluation_case_status"),
        ),
        _of("evaluation_case", "evaluation_id", "evaluation"),
        sa.PrimaryKeyConstraint("evaluation_id", "number", name=op.f("pk_evaluation_case")),
    )
    op.create_table(
        "publish_gate",
        sa.Column("workflow_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("data_set_id", sa.Uuid(), nullable=False),
        sa.Column("min_pass_rate", sa.Float(), nullable=False),
        sa.Column("allow_regressions", sa.Boolean(), nullable=False),
        _time("updated_at"),
        sa.CheckConstraint(
            "min_pass_rate BETWEEN 0 AND 1", name=op.f("ck_publish_gate_min_pass_rate")
        ),
        _of("publish_gate", "workflow_id", "workflow"),
        _of("publish_gate", "data_set_id", "data_set"),
        sa.PrimaryKeyConstraint("workflow_id", name=op.f("pk_publish_gate")),
    )


def downgrade() -> None:
    for table in ("publish_gate", "evaluation_case", "evaluation", "data_case", "data_set"):
        op.drop_table(table)
