"""In which iteration of the parent's step a sub-run was started.

Revision ID: 0034_parent_iteration
Revises: 0033_document_credential
"""

import sqlalchemy as sa
from alembic import op

revision = "0034_parent_iteration"
down_revision = "0033_document_credential"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("run", sa.Column("parent_iteration", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("run", "parent_iteration")
