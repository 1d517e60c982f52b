"""the role `runner` is called `operator`"""

import sqlalchemy as sa
from alembic import op

revision = "0013_operator"
down_revision = "0012_run_key"


def upgrade() -> None:
    _rename("runner", "operator")


def downgrade() -> None:
    _rename("operator", "runner")


def _rename(before: str, after: str) -> None:
    op.drop_constraint(op.f("ck_membership_role"), "membership")
    op.execute(
        sa.text("UPDATE membership SET role = :after WHERE role = :before").bindparams(
            after=after, before=before
        )
    )
    op.create_check_constraint(
        op.f("ck_membership_role"),
        "membership",
        f"role IN ('owner','admin','editor','{after}','viewer')",
    )
