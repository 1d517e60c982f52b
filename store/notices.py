"""Messages to every process that listens, by PostgreSQL: they are kept nowhere."""

from collections.abc import Sequence

from sqlalchemy import text

from store.database import Database, Session

_NOTIFY = (
    "SELECT pg_notify($1, text) FROM unnest($2::text[]) WITH ORDINALITY AS t(text, n) ORDER BY n"
)
_NOTIFY_AFTER = text("SELECT pg_notify(:channel, :text)")


async def notify(database: Database, channel: str, texts: Sequence[str]) -> None:
    """In order, in one transaction; of equal texts only one arrives. Each takes 8,000 bytes at most."""
    async with database.connections.one() as connection:
        await connection.execute(_NOTIFY, (channel, list(texts)), prepare=True)


async def notify_after(session: Session, channel: str, texts: Sequence[str]) -> None:
    """As `notify`, once the caller's transaction is committed, and never if it is not."""
    connection = await session.connection()
    for each in texts:
        await connection.execute(_NOTIFY_AFTER, {"channel": channel, "text": each})
