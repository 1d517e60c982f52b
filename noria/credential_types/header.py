"""A secret that is sent in a header of its own name, as `X-Api-Key`."""

from pydantic import BaseModel, ConfigDict, Field

from noria.credentials import CredentialType, HeaderSecret


class HeaderFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(
        title="Header",
        description="As X-Api-Key.",
        pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$",
    )
    value: HeaderSecret = Field(min_length=1)


HEADER = CredentialType(
    name="header",
    title="Secret header",
    description="A secret that is sent with each request in a header that you name.",
    icon="file-key",
    fields=HeaderFields,
    asks_hosts=True,
)
