"""The way to a database: its URL, with the password in it."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from noria.credentials import CredentialType


class DatabaseFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: SecretStr = Field(
        title="URL", min_length=1, description="As postgresql://user:password@host:5432/name."
    )


DATABASE = CredentialType(
    name="database",
    title="Database",
    description="The URL of a database, which holds its user and password.",
    icon="database",
    fields=DatabaseFields,
)
