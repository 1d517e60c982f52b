"""What handlers work with: one of each, made by the app and closed with it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection
from temporalio.converter import PayloadCodec

from activities.mail import Mailer
from api.openid import OpenId
from api.passwords import Passwords
from api.pure_runs import PureRuns
from api.rate_limits import RateLimits
from api.request_rates import RequestRates
from api.settings import ApiSettings
from api.temporal import RunControl
from api.triggers.hook_secrets import CredentialOpener, NoCredentials
from api.watching import Watchers
from noria.blobs import BlobStore
from store.database import Database, Session
from store.events import RunListener
from store.plans import Plans
from store.sealing import Sealer


@dataclass(frozen=True)
class Services:
    """Everything outside of the process that a handler may reach, and what guards it."""

    settings: ApiSettings
    database: Database
    blobs: BlobStore
    runs: RunControl
    listener: RunListener
    codec: PayloadCodec
    sealer: Sealer | None = None
    """None: credentials can be listed, but not kept."""
    passwords: Passwords = field(default_factory=Passwords)
    limits: RateLimits = field(default_factory=RateLimits)
    watchers: Watchers = field(default_factory=Watchers)
    rates: RequestRates = field(default_factory=RequestRates)
    plans: Plans = field(default_factory=Plans)
    oidc: OpenId | None = None
    """None: no OpenID provider."""
    mail: Mailer | None = None
    """None: no mail settings."""
    pure_runs: PureRuns | None = None
    """None: workers compute all runs."""
    credentials: CredentialOpener = field(default_factory=NoCredentials)
    """Opened to check who sends to a webhook, and for nothing else."""


def services_of(connection: HTTPConnection) -> Services:
    """The app's services."""
    return connection.app.state.services


async def _transaction(connection: HTTPConnection) -> AsyncGenerator[Session]:
    async with services_of(connection).database.sessions.begin() as session:
        yield session


Parts = Annotated[Services, Depends(services_of)]
# "function" scope commits before the answer is sent; the default commits after it, when a failure
# could no longer be told.
Db = Annotated[Session, Depends(_transaction, scope="function")]
"""One request, one transaction."""
