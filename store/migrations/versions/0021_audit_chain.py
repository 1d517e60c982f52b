"""The audit trail only grows, and its entries are a chain.

Links are added by a trigger when a transaction commits, under a lock of the workspace's chain: the
last lock that it takes, so nobody waits for another's while they hold it.

Revision ID: 0021_audit_chain
Revises: 0020_models
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_audit_chain"
down_revision = "0020_models"
branch_labels = None
depends_on = None

FUNCTIONS = r"""
CREATE FUNCTION audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN value IS NULL THEN '-' ELSE octet_length(value) || ':' || value END || ','
$$;

CREATE FUNCTION audit_chain(entry audit_entry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    last_seq bigint;
    last_hash bytea;
    written text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit ' || entry.workspace_id, 0));
    SELECT seq, hash INTO last_seq, last_hash FROM audit_link
        WHERE workspace_id = entry.workspace_id ORDER BY seq DESC LIMIT 1;
    IF NOT FOUND THEN
        SELECT seq, hash INTO last_seq, last_hash FROM audit_anchor
            WHERE workspace_id = entry.workspace_id ORDER BY seq DESC LIMIT 1;
    END IF;
    last_seq := coalesce(last_seq, 0);
    last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
    written := audit_field((last_seq + 1)::text) || audit_field(entry.id::text)
        || audit_field(entry.workspace_id::text) || audit_field(entry.account_id::text)
        || audit_field(entry.action) || audit_field(entry.target_type)
        || audit_field(entry.target_id) || audit_field(entry.result)
        || audit_field(entry.details::text) || audit_field(entry.address)
        || audit_field(to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'));
    INSERT INTO audit_link (workspace_id, seq, entry_id, prev_hash, hash) VALUES (
        entry.workspace_id, last_seq + 1, entry.id, last_hash,
        sha256(last_hash || convert_to(written, 'UTF8'))
    );
END $$;

CREATE FUNCTION audit_entry_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM workspace WHERE id = NEW.workspace_id) THEN
        PERFORM audit_chain(NEW);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION audit_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail only grows: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

-- Goes with its workspace, or after an anchor that tells of it.
CREATE FUNCTION audit_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM workspace WHERE id = OLD.workspace_id) THEN
        RETURN OLD;
    END IF;
    IF TG_TABLE_NAME = 'audit_link' THEN
        place := OLD.seq;
    ELSIF TG_TABLE_NAME = 'audit_entry' THEN
        SELECT seq INTO place FROM audit_link WHERE entry_id = OLD.id;
    END IF;
    IF EXISTS (
        SELECT 1 FROM audit_anchor WHERE workspace_id = OLD.workspace_id AND seq >= place
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail only grows: DELETE of % is refused', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
TABLES = ("audit_entry", "audit_link", "audit_anchor")


def upgrade() -> None:
    op.drop_constraint("fk_audit_entry_account_id", "audit_entry", type_="foreignkey")
    op.add_column("audit_entry", sa.Column("address", sa.Text(), nullable=True))
    _make_tables()
    op.execute(FUNCTIONS)
    op.execute("""
        DO $$
        DECLARE
            entry audit_entry;
        BEGIN
            FOR entry IN SELECT * FROM audit_entry ORDER BY workspace_id, at, id LOOP
                PERFORM audit_chain(entry);
            END LOOP;
        END $$
    """)
    op.execute("""
        CREATE CONSTRAINT TRIGGER audit_entry_added AFTER INSERT ON audit_entry
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_entry_added()
    """)
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_kept()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_deleted BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION audit_deleted()"
        )


def _make_tables() -> None:
    op.create_table(
        "audit_link",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_audit_link_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "seq", name=op.f("pk_audit_link")),
    )
    op.create_index(op.f("ix_audit_link_entry_id"), "audit_link", ["entry_id"], unique=True)
    op.create_table(
        "audit_anchor",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_audit_anchor_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "seq", name=op.f("pk_audit_anchor")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TRIGGER {table}_kept ON {table}")
        op.execute(f"DROP TRIGGER {table}_deleted ON {table}")
    op.execute("DROP TRIGGER audit_entry_added ON audit_entry")
    for name in ("audit_deleted()", "audit_kept()", "audit_entry_added()"):
        op.execute(f"DROP FUNCTION {name}")
    op.execute("DROP FUNCTION audit_chain(audit_entry)")
    op.execute("DROP FUNCTION audit_field(text)")
    op.drop_table("audit_anchor")
    op.drop_table("audit_link")
    op.drop_column("audit_entry", "address")
    op.create_foreign_key(
        "fk_audit_entry_account_id",
        "audit_entry",
        "account",
        ["account_id"],
        ["id"],
        ondelete="SET NULL",
    )
