"""What `python -m local` reads from the environment; everything has a default.

Settings of the other packages (`store`, `workflows`, `worker`, `api`) pass through to the children
as they are. docs/settings.md lists all of them.
"""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from local.errors import LocalError

Port = Annotated[int, Field(ge=1, le=65535)]


class LocalSettings(BaseSettings):
    """Where things live and listen when all of Noria runs on one machine."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    data_dir: Path = Field(
        default=Path(".noria"), description="The one folder that holds everything `make run` keeps"
    )
    api_port: Port = Field(default=8400, description="The web app and the API")
    temporal_port: Port = Field(default=7233, description="Embedded Temporal")
    temporal_ui_port: Port = Field(default=8233, description="The web UI of embedded Temporal")
    database_port: Port = Field(default=8432, description="Embedded PostgreSQL")
    worker_health_port: Port = Field(
        default=8401, description="Where the worker says whether it is ready"
    )
    example_port: Port = Field(default=8410, description="The shop that the example graph talks to")
    database_url: SecretStr | None = Field(
        default=None, description="A PostgreSQL of your own; embedded PostgreSQL then stays off"
    )
    temporal_address: str | None = Field(
        default=None,
        description="A Temporal of your own, host:port; embedded Temporal then stays off",
    )
    blob_url: str | None = Field(
        default=None,
        description="Where large values go: a folder as file:// URL, or s3://bucket/prefix",
    )
    owner_email: str = Field(
        default="owner@noria.example", description="E-mail of the first-run owner"
    )
    owner_password: SecretStr | None = Field(
        default=None,
        description="Password of the first-run owner; generated and shown once if unset",
    )
    secret_keys: SecretStr | None = Field(
        default=None,
        description="Keys that encrypt payloads; generated into the data folder if unset",
    )
    token_key: SecretStr | None = Field(
        default=None,
        description="Key that signs access tokens; generated into the data folder if unset",
    )
    allowed_hosts: str = Field(
        default="",
        description="Internal hosts that nodes may call, host or host:port, separated by commas",
    )

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
            name = "NORIA_" + "_".join(str(part) for part in first["loc"]).upper()
            raise LocalError(f"{name} is {first['input']!r}: {first['msg']}.") from error
