"""Makes the real services from the environment."""

from activities.mail import MailSettings, mailer_of
from api.openid import OpenId
from api.pure_runs import PureRuns
from api.rate_limits import RateLimits, redis_storage
from api.request_rates import CountedHere, CountedInRedis, RequestRates
from api.services import Services
from api.settings import ApiSettings, OidcSettings
from api.temporal import TemporalRuns
from api.triggers.hook_secrets import StoredCredentials
from noria.keys import KeyRing
from store.blobs import ObjectBlobStore
from store.database import open_database
from store.events import RunListener
from store.sealing import Sealer
from store.settings import StoreSettings
from workflows.codec import PayloadCodec
from workflows.settings import TemporalSettings


def make_services() -> Services:
    """Nothing is connected yet: that happens at first use.

    Raises:
        ValidationError: A setting is missing or wrong, as a token key that is too short.
    """
    settings = ApiSettings()  # pyright: ignore[reportCallIssue] - from the environment
    store = StoreSettings()  # pyright: ignore[reportCallIssue] - from the environment
    temporal = TemporalSettings()
    oidc = OidcSettings()
    secret = temporal.secret_keys
    keys = KeyRing.parse(secret.get_secret_value()) if secret else None
    database = open_database(store)
    shared = redis_storage(settings.redis_url) if settings.redis_url else None
    blobs, runs = ObjectBlobStore(store.blob_url), TemporalRuns(temporal)
    return Services(
        settings=settings,
        database=database,
        blobs=blobs,
        runs=runs,
        listener=RunListener(store.database_url),
        codec=PayloadCodec(keys),
        sealer=Sealer(keys) if keys else None,
        mail=mailer_of(MailSettings()),
        pure_runs=PureRuns(temporal, database, blobs, runs, most=settings.api_pure_runs)
        if settings.api_pure_runs
        else None,
        credentials=StoredCredentials(database, Sealer.of(store.secret_keys)),
        limits=RateLimits(shared),
        rates=RequestRates(settings.rates, CountedInRedis(shared) if shared else CountedHere()),
        oidc=OpenId(oidc) if oidc.oidc_issuer else None,
    )
