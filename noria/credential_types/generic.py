"""Secrets by name, for what no other type fits."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from noria.credentials import CredentialType


class GenericFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    values: dict[str, SecretStr] = Field(min_length=1, max_length=100)


GENERIC = CredentialType(
    name="generic",
    title="Secrets by name",
    description="Any number of secrets, each under a name of your own.",
    icon="lock-keyhole",
    fields=GenericFields,
    asks_hosts=True,
)
