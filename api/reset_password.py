"""`python -m api.reset_password EMAIL`: prints a link to choose a new password.

For who runs the machine, where mail is not set up or the owner is locked out: it needs
`NORIA_DATABASE_URL`, and `NORIA_PUBLIC_URL` when the web app is not at 127.0.0.1.
"""

import argparse
import asyncio
import sys

from pydantic import ValidationError

from api.logs import explain
from api.password_reset import LIFETIME, add_reset_link
from noria.web_address import WebAddress
from store import accounts
from store.database import open_database
from store.settings import StoreSettings

BAD_SETTINGS = 2


async def reset_link(store: StoreSettings, own_url: str, email: str) -> str | None:
    """None when nobody has this address."""
    database = open_database(store)
    try:
        async with database.sessions.begin() as session:
            account = await accounts.find_account(session, email=accounts.normal_email(email))
            return account and await add_reset_link(session, own_url, account)
    finally:
        await database.close()


def main() -> int:
    """Exit status 1 when there is no such account, 2 when a setting is missing or wrong."""
    parser = argparse.ArgumentParser(prog="python -m api.reset_password", description=__doc__)
    parser.add_argument("email", help="of the account")
    email: str = parser.parse_args().email
    try:
        store = StoreSettings()  # pyright: ignore[reportCallIssue] - from the environment
        own_url = WebAddress().own_url
    except ValidationError as error:
        sys.stderr.write(explain(error))
        return BAD_SETTINGS
    link = asyncio.run(reset_link(store, own_url, email))
    if link is None:
        sys.stderr.write(f"There is no account {email!r} that may sign in.\n")
        return 1
    minutes = LIFETIME.total_seconds() / 60
    sys.stdout.write(f"Good once, for {minutes:.0f} minutes:\n{link}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
