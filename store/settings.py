"""Where things are kept, from the environment."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from noria.key_files import with_key_files


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
    secret_keys_file: Path | None = None
    """Where they stand, in place of the keys themselves; nobody else may read the file."""
    milvus_uri: str = ""
    """`http://host:port` of Milvus, for knowledge bases. Empty: there are none."""
    milvus_token: SecretStr | None = None
    """`user:password` or a key; Milvus Lite asks for none."""

    @model_validator(mode="before")
    @classmethod
    def _from_files(cls, given: dict[str, Any]) -> dict[str, Any]:
        return with_key_files(given, "secret_keys")
