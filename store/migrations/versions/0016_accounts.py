"""sessions, invitations, second factors, passkeys and identities of accounts"""

import sqlalchemy as sa
from alembic import op

revision = "0016_accounts"
down_revision = "0015_credential"

NOW = sa.text("now()")
TIME = sa.DateTime(timezone=True)


def _account() -> sa.Column[object]:
    return sa.Column(
        "account_id", sa.Uuid(), sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False
    )


def upgrade() -> None:
    op.add_column("workspace", sa.Column("deleted_at", TIME))
    op.add_column(
        "account", sa.Column("kind", sa.Text(), server_default=sa.text("'person'"), nullable=False)
    )
    op.create_check_constraint(op.f("ck_account_kind"), "account", "kind IN ('person','service')")
    op.alter_column("refresh_token", "workspace_id", nullable=True)
    op.drop_constraint(op.f("fk_refresh_token_workspace_id"), "refresh_token")
    op.create_foreign_key(
        op.f("fk_refresh_token_workspace_id"),
        "refresh_token",
        "workspace",
        ["workspace_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_table(
        "account_session",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _account(),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
        sa.Column("last_used_at", TIME, server_default=NOW, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"])
    op.execute(
        "INSERT INTO account_session (id, account_id, method, user_agent, address, created_at,"
        " last_used_at, expires_at, revoked_at)"
        " SELECT family_id, account_id, 'password', '', '', min(created_at), max(created_at),"
        " max(expires_at), max(revoked_at) FROM refresh_token GROUP BY family_id, account_id"
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "workspace_id",
            sa.Uuid(),
            sa.ForeignKey("workspace.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), unique=True, nullable=False),
        sa.Column("invited_by", sa.Uuid(), sa.ForeignKey("account.id", ondelete="SET NULL")),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("accepted_at", TIME),
        sa.CheckConstraint(
            "role IN ('owner','admin','editor','operator','viewer')",
            name=op.f("ck_invitation_role"),
        ),
    )
    op.create_index(
        "ux_invitation_open",
        "invitation",
        ["workspace_id", "email"],
        unique=True,
        postgresql_where=sa.text("accepted_at IS NULL"),
    )
    op.create_table(
        "one_time_token",
        sa.Column("token_hash", sa.LargeBinary(), primary_key=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("account.id", ondelete="CASCADE")),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.CheckConstraint(
            "purpose IN ('reset','passkey','passkey_add','oidc')",
            name=op.f("ck_one_time_token_purpose"),
        ),
    )
    op.create_index(op.f("ix_one_time_token_expires_at"), "one_time_token", ["expires_at"])
    op.create_table(
        "second_factor",
        sa.Column(
            "account_id",
            sa.Uuid(),
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", TIME),
        sa.Column("last_step", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
    )
    op.create_table(
        "recovery_code",
        sa.Column(
            "account_id",
            sa.Uuid(),
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("code_hash", sa.LargeBinary(), primary_key=True),
        sa.Column("used_at", TIME),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _account(),
        sa.Column("credential_id", sa.LargeBinary(), unique=True, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
        sa.Column("last_used_at", TIME),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"])
    op.create_table(
        "identity",
        sa.Column("issuer", sa.Text(), primary_key=True),
        sa.Column("subject", sa.Text(), primary_key=True),
        _account(),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
    )
    op.create_index(op.f("ix_identity_account_id"), "identity", ["account_id"])


def downgrade() -> None:
    for table in (
        "identity",
        "passkey",
        "recovery_code",
        "second_factor",
        "one_time_token",
        "invitation",
        "account_session",
    ):
        op.drop_table(table)
    op.execute("DELETE FROM refresh_token WHERE workspace_id IS NULL")
    op.drop_constraint(op.f("fk_refresh_token_workspace_id"), "refresh_token")
    op.create_foreign_key(
        op.f("fk_refresh_token_workspace_id"),
        "refresh_token",
        "workspace",
        ["workspace_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.alter_column("refresh_token", "workspace_id", nullable=False)
    op.drop_constraint(op.f("ck_account_kind"), "account")
    op.drop_column("account", "kind")
    op.drop_column("workspace", "deleted_at")
