"""What the API needs to know, from the environment."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIN_TOKEN_KEY_CHARS = 32


class WebAddress(BaseSettings):
    """Where people find the web app."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    api_port: int = 8400
    public_url: str = Field(default="", pattern=r"^(https?://[^\s/?#]+/?)?$")
    """As `https://noria.example`: where people reach the web app; mails link to it."""

    @property
    def own_url(self) -> str:
        """Never from a request: its `Host` header is anybody's to write."""
        return self.public_url.rstrip("/") or f"http://127.0.0.1:{self.api_port}"


class ApiSettings(WebAddress):
    """`NORIA_API_PORT` and so on. The token key has no default: a known one is worth nothing."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    api_host: str = "127.0.0.1"
    token_key: SecretStr
    """Signs access tokens; at least 32 characters, from a random source."""
    temporal_ui_url: str = ""
    """As `http://127.0.0.1:8233`: links to it, and lets it read payloads through `/codec`."""
    temporal_namespace: str = "noria"
    web_dir: Path = Path(__file__).parent.parent / "frontend" / "dist"
    """The built web app."""
    max_body_bytes: int = 8 * 1024 * 1024
    """Of one request."""
    example_port: int = Field(default=8410, ge=1, le=65_535)
    """Where the service that templates call listens on this machine."""
    trusted_proxies: str = ""
    """Addresses whose `X-Forwarded-For` and `-Proto` are believed, separated by commas."""
    log_level: str = "info"

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


class MailSettings(BaseSettings):
    """The mail server that brings invitations and reset links; without a host none are sent."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65_535)
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    smtp_from: str = "Noria <noria@localhost>"
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"


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
