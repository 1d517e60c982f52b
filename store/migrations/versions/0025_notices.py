"""Domain events, who is told of them, and alert rules.

Revision ID: 0025_notices
Revises: 0024_memory
"""

import sqlalchemy as sa
from alembic import op

revision = "0025_notices"
down_revision = "0024_memory"
branch_labels = None
depends_on = None


def _time(name: str, *, nullable: bool = False) -> sa.Column:
    if nullable:
        return sa.Column(name, sa.DateTime(timezone=True), nullable=True)
    default = sa.text("now()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _json(name: str) -> sa.Column:
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=False)


def _texts(name: str) -> sa.Column:
    return sa.Column(name, sa.ARRAY(sa.Text()), nullable=False)


def _number(name: str, default: str | None = "0") -> sa.Column:
    given = sa.text(default) if default is not None else None
    return sa.Column(name, sa.Integer(), server_default=given, nullable=False)


def _of(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )


def _of_member(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "account_id"],
        ["membership.workspace_id", "membership.account_id"],
        name=op.f(f"fk_{table}_workspace_id_account_id"),
        ondelete="CASCADE",
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    op.create_table(
        "domain_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "event_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False
        ),
        _id("workspace_id"),
        _text("type"),
        _json("data"),
        _time("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domain_event")),
    )
    _make_rules()
    _make_notifications()
    _make_alerts()
    op.add_column(
        "credential",
        sa.Column("expiry_told", sa.DateTime(timezone=True), nullable=True),
    )


def _make_rules() -> None:
    op.create_table(
        "notification_rule",
        _id("id"),
        _id("workspace_id"),
        _text("name"),
        _texts("events"),
        _texts("workflow_ids"),
        _text("channel"),
        _json("config"),
        _number("quiet_s"),
        _id("account_id", nullable=True),
        _time("paused_at", nullable=True),
        _text("last_error", nullable=True),
        _time("created_at"),
        _time("updated_at"),
        sa.CheckConstraint(
            "channel IN ('mail','webhook','slack','teams','discord','push')",
            name=op.f("ck_notification_rule_channel"),
        ),
        _of("notification_rule", "workspace_id", "workspace"),
        _of("notification_rule", "account_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_rule")),
    )
    _index("notification_rule", "workspace_id", "created_at", "id")
    op.create_table(
        "delivery",
        _id("id"),
        _id("workspace_id"),
        _id("subscriber_id"),
        _id("rule_id", nullable=True),
        _id("account_id", nullable=True),
        _text("group_key"),
        _text("event_type"),
        _json("body"),
        _number("count", "1"),
        sa.Column("status", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        _number("attempts"),
        _text("last_error", nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        _time("handed_at", nullable=True),
        _time("created_at"),
        _time("finished_at", nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting','sending','delivered','failed','dropped')",
            name=op.f("ck_delivery_status"),
        ),
        _of("delivery", "workspace_id", "workspace"),
        _of("delivery", "rule_id", "notification_rule"),
        _of("delivery", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index(
        "ux_delivery_waiting",
        "delivery",
        ["subscriber_id", "group_key"],
        unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    _index("delivery", "subscriber_id", "group_key", "due_at")
    _index("delivery", "subscriber_id", "created_at", "id")
    _index("delivery", "created_at")
    op.create_index(
        "ix_delivery_unhanded", "delivery", ["id"], postgresql_where=sa.text("handed_at IS NULL")
    )


def _make_notifications() -> None:
    op.create_table(
        "notification",
        _id("id"),
        _id("workspace_id"),
        _id("account_id"),
        _text("group_key"),
        _text("type"),
        _json("data"),
        _number("count", "1"),
        _time("at"),
        _time("read_at", nullable=True),
        _of("notification", "workspace_id", "workspace"),
        _of_member("notification"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    _index("notification", "account_id", "workspace_id", "at", "id")
    _index("notification", "at")
    op.create_index(
        "ux_notification_unread",
        "notification",
        ["account_id", "workspace_id", "group_key"],
        unique=True,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "notification_preference",
        _id("workspace_id"),
        _id("account_id"),
        _text("event_type"),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.Boolean(), nullable=False),
        _of_member("notification_preference"),
        sa.PrimaryKeyConstraint(
            "workspace_id", "account_id", "event_type", name=op.f("pk_notification_preference")
        ),
    )


def _make_alerts() -> None:
    op.create_table(
        "alert_rule",
        _id("id"),
        _id("workspace_id"),
        _id("workflow_id"),
        _text("name"),
        _text("metric"),
        sa.Column("threshold", sa.Float(), nullable=False),
        _number("window_s", None),
        _number("min_runs", None),
        _number("quiet_s", None),
        _id("account_id", nullable=True),
        _time("paused_at", nullable=True),
        sa.Column("is_raised", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _time("raised_at", nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        _number("runs"),
        _time("checked_at", nullable=True),
        _time("created_at"),
        _time("updated_at"),
        sa.CheckConstraint(
            "metric IN ('failure_rate','duration','waiting')", name=op.f("ck_alert_rule_metric")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            name=op.f("fk_alert_rule_workspace_id_workflow_id"),
            ondelete="CASCADE",
        ),
        _of("alert_rule", "account_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rule")),
    )
    _index("alert_rule", "workspace_id", "created_at", "id")
    _index("alert_rule", "workspace_id", "workflow_id")


def downgrade() -> None:
    op.drop_column("credential", "expiry_told")
    for table in (
        "alert_rule",
        "notification_preference",
        "notification",
        "delivery",
        "notification_rule",
        "domain_event",
    ):
        op.drop_table(table)
