"""Where things are kept, from the environment."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class StoreSettings(BaseSettings):
    """`NORIA_DATABASE_URL` and `NORIA_BLOB_URL`; neither has a default that could be wrong."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    database_url: str
    """`postgresql://user:password@host:port/name`; never logged."""
    blob_url: str
    """`file:///folder` or `s3://bucket/prefix`."""
    database_pool_size: int = 10
    """Connections kept by each process; as many again may open under load."""
    secret_keys: SecretStr | None = None
    """The key ring that wraps the keys of credentials. None: none can be kept."""
