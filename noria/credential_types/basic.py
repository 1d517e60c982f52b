"""A user name and a password that are sent as `Authorization: Basic …`."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from noria.credentials import CredentialType


class BasicFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    # A colon ends the user name on the wire: RFC 7617, section 2.
    username: str = Field(title="User name", min_length=1, pattern=r"^[^:\x00-\x1f]+$")
    password: SecretStr = Field(default=SecretStr(""))


BASIC = CredentialType(
    name="basic",
    title="User name and password",
    description="Sent with each request as HTTP's basic authentication.",
    icon="user-round-key",
    fields=BasicFields,
    asks_hosts=True,
)
