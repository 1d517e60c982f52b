"""With which credential a document of S3 is read.

Revision ID: 0033_document_credential
Revises: 0032_knowledge_links
"""

import sqlalchemy as sa
from alembic import op

revision = "0033_document_credential"
down_revision = "0032_knowledge_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("knowledge_document", sa.Column("credential", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("knowledge_document", "credential")
