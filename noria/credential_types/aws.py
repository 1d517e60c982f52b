"""An access key of AWS, or of what speaks its protocols."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from noria.credentials import CredentialType


class AwsFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    access_key_id: str = Field(title="Access key id", min_length=1)
    secret_access_key: SecretStr = Field(title="Secret access key", min_length=1)
    session_token: SecretStr | None = Field(default=None, title="Session token")
    region: str = Field(default="us-east-1", min_length=1)
    endpoint: str | None = Field(
        default=None,
        description="Of a server other than AWS's own, as https://s3.example.com.",
    )


AWS = CredentialType(
    name="aws",
    title="AWS access key",
    description="For S3 and other services of AWS, and servers that speak the same protocols.",
    icon="cloud",
    fields=AwsFields,
    hosts=("*.amazonaws.com", "*.amazonaws.com.cn"),
)
