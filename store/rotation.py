"""`python -m store.rotation`: wraps the keys of all credentials with the first of NORIA_SECRET_KEYS.

May run while everything works: old and new keys are both on the ring, so each row opens before and
after. Killed half-way, it is simply called again. Only the keys of rows are wrapped anew, not what
is sealed with them.
"""

import asyncio
import sys
from base64 import b64decode

from sqlmodel import col, func, select

from noria.errors import Invalid
from store.credential_tables import Credential
from store.database import Session, open_database
from store.sealing import Place, Sealed, Sealer
from store.settings import StoreSettings

BATCH = 200


async def rewrap_some(session: Session, sealer: Sealer, *, limit: int = BATCH) -> int:
    """How many were wrapped anew; rows that somebody is changing are left for the next call.

    Raises:
        Unavailable: A row can't be opened with the keys that there are.
    """
    query = (
        select(Credential)
        .where(Credential.key_id != sealer.active_id)
        .order_by(col(Credential.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = (await session.exec(query)).all()
    for row in rows:
        data = {name: b64decode(text) for name, text in row.sealed.items()}
        place = Place(row.workspace_id, row.id)
        wrapped = sealer.rewrap(place, Sealed(row.key_id, row.wrapped_key, data))
        row.key_id, row.wrapped_key = wrapped.key_id, wrapped.wrapped_key
    await session.flush()
    return len(rows)


async def count_others(session: Session, sealer: Sealer) -> int:
    """Credentials under another key than the ring's first."""
    query = select(func.count()).where(Credential.key_id != sealer.active_id)
    return (await session.exec(query)).one()


async def rotate(settings: StoreSettings) -> tuple[int, int]:
    """How many were wrapped anew, and how many are left."""
    sealer = Sealer.of(settings.secret_keys)
    if sealer is None:
        raise Invalid("NORIA_SECRET_KEYS is not set: there is no key to wrap with.")
    database = open_database(settings)
    done = 0
    try:
        while True:
            async with database.sessions.begin() as session:
                some = await rewrap_some(session, sealer)
            done += some
            if not some:
                break
        async with database.sessions.begin() as session:
            return done, await count_others(session, sealer)
    finally:
        await database.close()


def main() -> int:
    """Exit status 0 when the old keys can be taken off the ring."""
    settings = StoreSettings()  # pyright: ignore[reportCallIssue] - from the environment
    done, left = asyncio.run(rotate(settings))
    rest = f"{left} are being changed: call this again." if left else "The old keys can go now."
    sys.stdout.write(f"Wrapped {done} credentials anew. {rest}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
