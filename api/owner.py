"""`python -m api.owner`: makes the first account and its workspace, with the examples in it.

Does nothing when the account is there; its password is then left as it is.
"""

import asyncio
import sys

import structlog
from pydantic import ValidationError

from api.examples import EXAMPLE_PORT, compile_examples, read_examples, seed_examples
from api.logs import explain, set_up_logs
from api.passwords import Passwords
from api.settings import OwnerSettings
from store import accounts
from store.database import SessionMaker, open_database
from store.sealing import Sealer
from store.settings import StoreSettings

WORKSPACE_NAME = "Home"
BAD_SETTINGS = 2

log = structlog.get_logger()


async def ensure_owner(
    sessions: SessionMaker,
    *,
    email: str,
    password: str,
    example_port: int = EXAMPLE_PORT,
    sealer: Sealer | None = None,
) -> bool:
    """Whether the account was made just now; account, workspace and examples come all or none."""
    email = accounts.normal_email(email)
    async with sessions.begin() as session:
        if await accounts.exists(session, email=email):
            return False
    # Both take long on a busy machine, and the database ends a transaction that only waits.
    password_hash = await Passwords().hash(password)
    examples = await compile_examples(read_examples(example_port))
    async with sessions.begin() as session:
        owner = await accounts.add_owner(
            session,
            email=email,
            password_hash=password_hash,
            workspace_name=WORKSPACE_NAME,
        )
        names = await seed_examples(
            session,
            workspace_id=owner.workspace_id,
            account_id=owner.account_id,
            examples=examples,
            sealer=sealer,
        )
    log.info("owner_made", email=email, examples=names)
    return True


async def _run(owner: OwnerSettings, store: StoreSettings) -> None:
    database = open_database(store)
    password = owner.owner_password.get_secret_value()
    await ensure_owner(
        database.sessions,
        email=owner.owner_email,
        password=password,
        example_port=owner.example_port,
        sealer=Sealer.of(store.secret_keys),
    )
    await database.close()


def main() -> int:
    """Exit status 2 when a setting is missing or wrong."""
    set_up_logs("info")
    try:
        owner = OwnerSettings()  # pyright: ignore[reportCallIssue] - from the environment
        store = StoreSettings()  # pyright: ignore[reportCallIssue] - from the environment
    except ValidationError as error:
        sys.stderr.write(explain(error))
        return BAD_SETTINGS
    asyncio.run(_run(owner, store))
    return 0


if __name__ == "__main__":
    sys.exit(main())
