"""Tells of credentials that stop being good soon. Looks at all workspaces: for the worker."""

from datetime import timedelta

from sqlalchemy import text

from noria.domain_events import CredentialExpiring
from store import outbox
from store.database import Session

SOON = timedelta(days=7)

# Tokens that can be renewed do not expire: the row holds a refresh token, or a secret to get them by.
_EXPIRING = text("""
    WITH expiring AS (
        SELECT id AS credential_id, LEAST(expires_at, CASE
            WHEN type = 'oauth2_code' AND sealed->>'refresh_token' IS NULL
            THEN CAST(public->>'expires_at' AS timestamptz) END) AS ends
        FROM credential
    )
    UPDATE credential SET expiry_told = ends FROM expiring
    WHERE id = credential_id AND ends < now() + :soon
        AND expiry_told IS DISTINCT FROM ends
    RETURNING id, workspace_id, name, type, expiry_told, sharing, account_id
""")


async def tell_expiring(session: Session) -> int:
    """Once for each expiry; gives how many."""
    rows = (await (await session.connection()).execute(_EXPIRING, {"soon": SOON})).all()
    for row in rows:
        told = CredentialExpiring(
            credential_id=str(row.id),
            name=row.name,
            type=row.type,
            expires_at=row.expiry_told,
            account_id=str(row.account_id) if row.sharing == "private" else None,
        )
        await outbox.add_event(
            session, workspace_id=row.workspace_id, type="credential.expiring", data=told
        )
    return len(rows)
