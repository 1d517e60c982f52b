"""Folders, tags and stars of workflows; names, notes and authors of versions.

Revision ID: 0014_folders
Revises: 0013_operator
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_folders"
down_revision = "0013_operator"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "folder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        _time("created_at"),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_folder_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "parent_id"],
            ["folder.workspace_id", "folder.id"],
            name=op.f("fk_folder_workspace_id_parent_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folder")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_folder_workspace_id_id")),
        sa.UniqueConstraint(
            "workspace_id",
            "parent_id",
            "name",
            name=op.f("uq_folder_workspace_id_parent_id_name"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    _add_columns()
    _of_accounts("workflow_star", ("account_id", "workflow_id"))
    op.create_index(op.f("ix_workflow_star_workflow_id"), "workflow_star", ["workflow_id"])
    _of_accounts(
        "draft_author",
        ("workflow_id", "account_id"),
        sa.Column("saves", sa.Integer(), server_default=sa.text("1"), nullable=False),
        _time("saved_at"),
    )


def _time(name: str) -> sa.Column[sa.DateTime]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _add_columns() -> None:
    op.add_column("workflow", sa.Column("folder_id", sa.Uuid(), nullable=True))
    op.add_column(
        "workflow",
        sa.Column("tags", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.create_foreign_key(
        "fk_workflow_workspace_id_folder_id",
        "workflow",
        "folder",
        ["workspace_id", "folder_id"],
        ["workspace_id", "id"],
        ondelete="SET NULL (folder_id)",
    )
    op.create_index(
        op.f("ix_workflow_workspace_id_folder_id_updated_at_id"),
        "workflow",
        ["workspace_id", "folder_id", "updated_at", "id"],
    )
    op.create_index(op.f("ix_workflow_tags"), "workflow", ["tags"], postgresql_using="gin")
    op.add_column("version", sa.Column("name", sa.Text(), nullable=True))
    op.add_column("version", sa.Column("note", sa.Text(), nullable=True))
    op.add_column(
        "version",
        sa.Column(
            "author_ids", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False
        ),
    )


def _of_accounts(name: str, key: tuple[str, str], *columns: sa.Column[object]) -> None:
    """A table of what an account has to do with a workflow."""
    op.create_table(
        name,
        sa.Column("workflow_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f(f"fk_{name}_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            name=op.f(f"fk_{name}_workspace_id_workflow_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    op.drop_table("draft_author")
    op.drop_table("workflow_star")
    for column in ("author_ids", "note", "name"):
        op.drop_column("version", column)
    op.drop_index(op.f("ix_workflow_tags"), "workflow")
    op.drop_index(op.f("ix_workflow_workspace_id_folder_id_updated_at_id"), "workflow")
    op.drop_constraint("fk_workflow_workspace_id_folder_id", "workflow", type_="foreignkey")
    op.drop_column("workflow", "tags")
    op.drop_column("workflow", "folder_id")
    op.drop_table("folder")
