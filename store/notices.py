"""Messages to every process that listens, by PostgreSQL: they are kept nowhere."""

from collections.abc import Sequence

from store.database import Database

_NOTIFY = (
    "SELECT pg_notify($1, text) FROM unnest($2::text[]) WITH ORDINALITY AS t(text, n) ORDER BY n"
)


async def notify(database: Database, channel: str, texts: Sequence[str]) -> None:
    """In order, in one transaction; of equal texts only one arrives. Each takes 8,000 bytes at most."""
    async with database.connections.one() as connection:
        await connection.execute(_NOTIFY, (channel, list(texts)), prepare=True)
