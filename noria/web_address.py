"""Where people find the web app: for links in what they are sent."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


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
