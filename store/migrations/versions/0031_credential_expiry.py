"""When a credential stops being good, as who made it says."""

import sqlalchemy as sa
from alembic import op

revision = "0031_credential_expiry"
down_revision = "0030_message_letters"


def upgrade() -> None:
    op.add_column("credential", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("credential", "expires_at")
