"""Whether the API may start: every reason why not, at once."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import SecretStr, ValidationError

from activities.mail import MailSettings
from api.logs import explain
from api.settings import ApiSettings, OidcSettings
from noria.start_checks import database_problems, key_problems, listening_problems
from store.settings import StoreSettings
from workflows.settings import TemporalSettings

T = TypeVar("T")


def start_problems() -> list[str]:
    """One sentence each, without the values of secrets; empty when all is well."""
    found: list[str] = []
    api: ApiSettings | None = _read(ApiSettings, found)
    store: StoreSettings | None = _read(StoreSettings, found)
    temporal = _read(TemporalSettings, found)
    _read(OidcSettings, found)
    _read(MailSettings, found)
    if temporal is not None:
        keys = plain(temporal.secret_keys)
        found += key_problems(keys, may_miss=temporal.unencrypted)
    if store is not None:
        found += database_problems(store.database_url)
    if api is not None:
        found += listening_problems(
            api.api_host,
            cert_file=api.tls_cert_file,
            key_file=api.tls_key_file,
            plain_http=api.plain_http,
        )
    return list(dict.fromkeys(found))


def plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None


def _read(kind: Callable[..., T], found: list[str]) -> T | None:
    try:
        return kind()
    except ValidationError as error:
        found += explain(error).splitlines()
        return None
