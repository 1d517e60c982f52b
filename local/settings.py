"""What `python -m local` reads from the environment; everything has a default.

Settings of the other packages (`store`, `workflows`, `worker`, `api`) pass through to the children
as they are; docs/settings.md lists all.
"""

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from local.errors import LocalError
from noria.key_files import with_key_files

Port = Annotated[int, Field(ge=1, le=65535)]


class LocalSettings(BaseSettings):
    """Where things live and listen when all of Noria runs on one machine."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    data_dir: Path = Path(".noria")
    """The one folder that holds everything."""
    api_port: Port = 8400
    """Web app and API."""
    temporal_port: Port = 7233
    """Embedded Temporal."""
    temporal_ui_port: Port = 8233
    """Web UI of embedded Temporal."""
    database_port: Port = 8432
    """Embedded PostgreSQL."""
    worker_health_port: Port = 8401
    """Where the worker says whether it is ready."""
    example_port: Port = 8410
    """The shop of the example graph."""
    database_url: SecretStr | None = None
    """Another PostgreSQL; the embedded one then stays off."""
    temporal_address: str | None = None
    """Another Temporal, `host:port`; the embedded one then stays off."""
    blob_url: str | None = None
    """Else a folder in the data folder."""
    milvus_uri: str = ""
    """Another Milvus; the embedded Milvus Lite then stays off."""
    owner_email: str = "owner@noria.example"
    """Of the first account."""
    owner_password: SecretStr | None = None
    """Of the first account; else generated, and shown once."""
    secret_keys: SecretStr | None = None
    """Else generated into the data folder."""
    secret_keys_file: Path | None = None
    """Where they stand, in place of the keys themselves."""
    token_key_file: Path | None = None
    """Likewise."""
    token_key: SecretStr | None = None
    """Else generated into the data folder."""
    allowed_hosts: str = ""
    """Internal hosts that nodes may call; the example's shop is added."""

    @model_validator(mode="before")
    @classmethod
    def _from_files(cls, given: dict[str, Any]) -> dict[str, Any]:
        return with_key_files(given, "secret_keys", "token_key")

    @classmethod
    def read(cls) -> Self:
        """From the environment alone.

        Raises:
            LocalError: A setting has a value it can't have.
        """
        try:
            return cls()
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            if not first["loc"]:
                raise LocalError(first["msg"].removeprefix("Value error, ")) from error
            name = "NORIA_" + "_".join(str(part) for part in first["loc"]).upper()
            raise LocalError(f"{name} is {first['input']!r}: {first['msg']}.") from error
