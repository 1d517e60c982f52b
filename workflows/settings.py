"""How to reach Temporal and how to encrypt what it keeps, from the environment."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from noria.key_files import with_key_files


class TemporalSettings(BaseSettings):
    """What is not set here comes from Temporal's own `TEMPORAL_*` settings, as TLS and API key."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    temporal_address: str | None = None
    """`host:port`; else `TEMPORAL_ADDRESS`."""
    temporal_namespace: str | None = None
    """Else `TEMPORAL_NAMESPACE`, else `noria`."""
    temporal_retention_days: int = 30
    """How long Temporal keeps a closed run's history, where Noria makes the namespace."""
    secret_keys: SecretStr | None = None
    """`kid:<32 bytes, base64url>[,kid2:…]`: the first encrypts, all decrypt. None: no encryption."""
    secret_keys_file: Path | None = None
    """Where they stand, in place of the keys themselves; nobody else may read the file."""
    unencrypted: bool = False
    """Start without keys: what Temporal keeps is then plain, and no credential can be kept."""

    @model_validator(mode="before")
    @classmethod
    def _from_files(cls, given: dict[str, Any]) -> dict[str, Any]:
        return with_key_files(given, "secret_keys")
