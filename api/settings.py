"""What the API needs to know, from the environment."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.rates import Rate, parse_request_rates
from noria.errors import Invalid
from noria.key_files import with_key_files
from noria.web_address import WebAddress

MIN_TOKEN_KEY_CHARS = 32
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")


def _entries(text: str) -> list[str]:
    return [entry for part in text.split(",") if (entry := part.strip())]


class ApiSettings(WebAddress):
    """`NORIA_API_PORT` and so on. The token key has no default: a known one is worth nothing."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    api_host: str = "127.0.0.1"
    token_key: SecretStr
    """Signs access tokens; at least 32 characters, from a random source."""
    token_key_file: Path | None = None
    """Where it stands, in place of the key itself; nobody else may read the file."""
    plain_http: bool = False
    """Listen on other addresses than this machine's own without TLS: a proxy before it does that."""
    tls_cert_file: Path | None = None
    """Certificate, with those of its issuers behind it."""
    tls_key_file: Path | None = None
    """Its key; nobody else may read the file."""
    cors_origins: str = ""
    """Origins whose pages may use the API with a token, as `https://tools.example`, by commas."""
    request_rates: str = ""
    """Requests by sender, as `address=600/m,key=50/s`."""
    redis_url: SecretStr | None = None
    """Where several API processes count requests together; else each counts for itself."""
    temporal_ui_url: str = ""
    """As `http://127.0.0.1:8233`: links to it, and lets it read payloads through `/codec`."""
    temporal_namespace: str = "noria"
    web_dir: Path = Path(__file__).parent.parent / "frontend" / "dist"
    """The built web app."""
    max_body_bytes: int = 8 * 1024 * 1024
    """Of one request."""
    example_port: int = Field(default=8410, ge=1, le=65_535)
    """Where the service that templates call listens on this machine."""
    milvus_uri: str = ""
    """`http://host:port` of Milvus, whose health is told; workers alone speak to it."""
    trusted_proxies: str = ""
    """Addresses whose `X-Forwarded-For` and `-Proto` are believed, separated by commas."""
    api_pure_runs: int = Field(default=4, ge=0, le=1_000)
    """Runs of pure steps that the process computes itself at the same time; 0: workers compute all."""
    log_level: str = "info"

    @model_validator(mode="before")
    @classmethod
    def _from_files(cls, given: dict[str, Any]) -> dict[str, Any]:
        return with_key_files(given, "token_key")

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, text: str) -> str:
        for origin in _entries(text):
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(
                    f"NORIA_CORS_ORIGINS has the entry {origin!r}; write scheme and host alone, as "
                    "'https://tools.example', without a path, and neither '*' nor 'null'"
                )
        return text

    @field_validator("request_rates")
    @classmethod
    def _are_rates(cls, text: str) -> str:
        try:
            parse_request_rates(text)
        except Invalid as error:
            raise ValueError(str(error)) from error
        return text

    @field_validator("token_key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        secret = key.get_secret_value()
        if len(secret) < MIN_TOKEN_KEY_CHARS or len(set(secret)) < 8:
            raise ValueError(
                f"NORIA_TOKEN_KEY must be at least {MIN_TOKEN_KEY_CHARS} random characters; make one"
                ' with: python -c "import secrets; print(secrets.token_urlsafe(32))"'
            )
        return key

    @property
    def rates(self) -> dict[str, Rate]:
        return parse_request_rates(self.request_rates)

    @property
    def other_origins(self) -> frozenset[str]:
        return frozenset(_entries(self.cors_origins))

    @property
    def is_https(self) -> bool:
        """People reach the web app over HTTPS."""
        return self.public_url.startswith("https://") or self.tls_cert_file is not None

    def temporal_url(self, run_id: object) -> str | None:
        """A run's page in the Temporal UI; None when that is not known."""
        if not self.temporal_ui_url:
            return None
        base = self.temporal_ui_url.rstrip("/")
        return f"{base}/namespaces/{self.temporal_namespace}/workflows/run-{run_id}"

    @property
    def temporal_ui_origins(self) -> frozenset[str]:
        """The Temporal UI's origin, with `localhost` and `127.0.0.1` taken for the same."""
        if not self.temporal_ui_url:
            return frozenset()
        parts = urlsplit(self.temporal_ui_url)
        host = parts.hostname or ""
        hosts = {host, "127.0.0.1", "localhost"} if host in {"127.0.0.1", "localhost"} else {host}
        port = f":{parts.port}" if parts.port else ""
        return frozenset(f"{parts.scheme}://{name}{port}" for name in hosts)


class OidcSettings(BaseSettings):
    """The OpenID provider that people may sign in with; without an issuer there is none."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    oidc_issuer: str = Field(default="", pattern=r"^(https?://\S+)?$")
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_name: str = "single sign-on"
    """What the button says: sign in with …"""


class OwnerSettings(BaseSettings):
    """The first account; read by `python -m api.owner` alone."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    owner_email: str = Field(min_length=3, pattern=r"^[^@\s]+@[^@\s]+$")
    owner_password: SecretStr = Field(min_length=8)
    example_port: int = Field(default=8410, ge=1, le=65_535)
    """Where the shop of the example graph listens on this machine."""
