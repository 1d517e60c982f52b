"""credentials, their secrets sealed"""

import sqlalchemy as sa
from alembic import op

revision = "0015_credential"
down_revision = "0014_folders"


def upgrade() -> None:
    op.create_table(
        "credential",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("public", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("allowed_hosts", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("sharing", sa.Text(), server_default="workspace", nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "sharing IN ('workspace','private')", name=op.f("ck_credential_sharing")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_credential_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_credential_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_credential_workspace_id_name")),
    )
    op.create_index(
        op.f("ix_credential_workspace_id_created_at_id"),
        "credential",
        ["workspace_id", "created_at", "id"],
    )


def downgrade() -> None:
    op.drop_table("credential")
