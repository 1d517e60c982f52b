"""A token that is sent as `Authorization: Bearer …`."""

from pydantic import BaseModel, ConfigDict, Field

from noria.credentials import CredentialType, HeaderSecret


class BearerFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    token: HeaderSecret = Field(min_length=1, description="Without the word Bearer.")


BEARER = CredentialType(
    name="bearer",
    title="Bearer token",
    description="A token that is sent with each request in the header Authorization.",
    icon="key-round",
    fields=BearerFields,
    asks_hosts=True,
)
