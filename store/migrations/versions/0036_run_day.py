"""Figures of runs by day, which stay when the runs are deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0036_run_day"
down_revision = "0035_earlier_draft"
branch_labels = None
depends_on = None

# What is still in the outbox is counted when it is taken out.
_COUNT = """
    INSERT INTO run_day (
        workspace_id, workflow_id, day, started, succeeded, failed, cancelled, seconds
    )
    SELECT run.workspace_id, run.workflow_id, (happened.at AT TIME ZONE 'UTC')::date,
        count(*) FILTER (WHERE happened.type = 'run.started'),
        count(*) FILTER (WHERE happened.type = 'run.succeeded'),
        count(*) FILTER (WHERE happened.type = 'run.failed'),
        count(*) FILTER (WHERE happened.type = 'run.cancelled'),
        coalesce(sum(extract(epoch FROM finished_at - started_at))
            FILTER (WHERE happened.type = 'run.succeeded'), 0)
    FROM run CROSS JOIN LATERAL (
        VALUES ('run.started', started_at), ('run.' || status, finished_at)
    ) AS happened (type, at)
    WHERE version IS NOT NULL AND relation IS DISTINCT FROM 'call' AND happened.at IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM domain_event
            WHERE domain_event.type = happened.type AND data ->> 'run_id' = run.id::text
        )
    GROUP BY 1, 2, 3
"""


def upgrade() -> None:
    counts = ("started", "succeeded", "failed", "cancelled")
    zero = sa.text("0")
    op.create_table(
        "run_day",
        sa.Column("workflow_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Integer(), server_default=zero, nullable=False) for name in counts),
        sa.Column("seconds", sa.Float(), server_default=zero, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            name=op.f("fk_run_day_workspace_id_workflow_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workflow_id", "day", name=op.f("pk_run_day")),
    )
    op.create_index(op.f("ix_run_day_workspace_id_day"), "run_day", ["workspace_id", "day"])
    op.execute(_COUNT)


def downgrade() -> None:
    op.drop_table("run_day")
