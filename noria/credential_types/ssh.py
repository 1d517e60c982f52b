"""A server that is reached over SSH, by key or by password."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from noria.credentials import CredentialType


class SshFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    host: str = Field(min_length=1, max_length=253)
    port: int = Field(default=22, ge=1, le=65_535)
    username: str = Field(title="User name", min_length=1)
    private_key: SecretStr | None = Field(
        default=None,
        title="Private key",
        description="In OpenSSH's or PEM form.",
        json_schema_extra={"x-ui": {"multiline": True}},
    )
    passphrase: SecretStr | None = Field(default=None, description="Of the private key.")
    password: SecretStr | None = None
    host_key: str = Field(
        title="Host key",
        min_length=1,
        description="What the server proves itself with, as `ssh-ed25519 AAAA…`; "
        "`ssh-keyscan` prints it.",
    )

    @model_validator(mode="after")
    def _has_a_way_in(self) -> "SshFields":
        if self.private_key is None and self.password is None:
            raise ValueError("give a private key or a password")
        return self


SSH = CredentialType(
    name="ssh",
    title="SSH",
    description="A server that is reached over SSH, with a private key or a password.",
    icon="terminal",
    fields=SshFields,
)
