"""Workflows and folders that only some members see, and who may do what with them.

Revision ID: 0026_sharing
Revises: 0025_notices
"""

import sqlalchemy as sa
from alembic import op

revision = "0026_sharing"
down_revision = "0025_notices"
branch_labels = None
depends_on = None

# Both answer for restricted things only. They read as the owner of the tables: policies call them.
# `ROWS`: with the usual thousand, looking a row up by its key seems as dear as reading a workspace's runs.
_HEAD = "LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, public, pg_temp"
_ALL = """
    EXISTS (
        SELECT FROM membership WHERE workspace_id = of_workspace AND account_id = of_account
            AND role IN ('owner', 'admin')
    )
"""
_FOLDER_LEVELS = f"""
CREATE FUNCTION noria_folder_levels(of_workspace uuid, of_account uuid)
RETURNS TABLE (folder_id uuid, shared_id uuid, level smallint) {_HEAD} AS $$
    SELECT closed.id, closed.shared_id, CASE WHEN {_ALL} THEN 3 ELSE coalesce(share.level, 0) END::smallint
    FROM (
        SELECT folder.id, CASE WHEN folder.restricted THEN folder.id ELSE around.id END AS shared_id
        FROM folder LEFT JOIN folder AS around ON around.id = folder.parent_id
        WHERE folder.workspace_id = of_workspace AND (folder.restricted OR around.restricted)
    ) AS closed
    LEFT JOIN share ON share.folder_id = closed.shared_id AND share.account_id = of_account
$$
"""  # noqa: S608 - our text
_LEVELS = f"""
CREATE FUNCTION noria_levels(of_workspace uuid, of_account uuid)
RETURNS TABLE (workflow_id uuid, name text, level smallint) {_HEAD} AS $$
    SELECT workflow.id, workflow.name, CASE WHEN {_ALL} THEN 3 ELSE coalesce(share.level, 0) END::smallint
    FROM workflow
    LEFT JOIN share ON share.workflow_id = workflow.id AND share.account_id = of_account
    WHERE workflow.workspace_id = of_workspace AND workflow.restricted
    UNION ALL
    SELECT workflow.id, workflow.name, closed.level
    FROM noria_folder_levels(of_workspace, of_account) AS closed
    JOIN workflow ON workflow.workspace_id = of_workspace AND workflow.folder_id = closed.folder_id
    WHERE NOT workflow.restricted
$$
"""  # noqa: S608 - our text


def upgrade() -> None:
    for table in ("workflow", "folder"):
        op.add_column(
            table,
            sa.Column("restricted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        )
        op.create_index(
            f"ix_{table}_restricted",
            table,
            ["workspace_id"],
            postgresql_where=sa.text("restricted"),
        )
    op.create_table(
        "share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("workflow_id", sa.Uuid(), nullable=True),
        sa.Column("folder_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("ck_share_level")),
        sa.CheckConstraint(
            "num_nonnulls(workflow_id, folder_id) = 1", name=op.f("ck_share_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            name=op.f("fk_share_workspace_id_workflow_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "folder_id"],
            ["folder.workspace_id", "folder.id"],
            name=op.f("fk_share_workspace_id_folder_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["membership.workspace_id", "membership.account_id"],
            name=op.f("fk_share_workspace_id_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint(
            "workflow_id", "account_id", name=op.f("uq_share_workflow_id_account_id")
        ),
        sa.UniqueConstraint("folder_id", "account_id", name=op.f("uq_share_folder_id_account_id")),
    )
    op.create_index(
        op.f("ix_share_workspace_id_account_id"), "share", ["workspace_id", "account_id"]
    )
    op.execute(_FOLDER_LEVELS)
    op.execute(_LEVELS)


def downgrade() -> None:
    # With the policies that ask them, which `store.row_security` makes again.
    op.execute("DROP FUNCTION noria_levels CASCADE")
    op.execute("DROP FUNCTION noria_folder_levels CASCADE")
    op.drop_table("share")
    for table in ("workflow", "folder"):
        op.drop_index(f"ix_{table}_restricted", table)
        op.drop_column(table, "restricted")
