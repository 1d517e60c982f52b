"""OAuth 2: tokens that are got, and renewed, from the service's own token server."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, JsonValue, SecretStr

from noria.credentials import CredentialType, HeaderSecret

_URL = r"^https?://[^\s@]+$"
KEPT: dict[str, JsonValue] = {"x-ui": {"kept": True}}
"""Written by Noria: forms leave such fields out."""


class OAuth2Fields(BaseModel):
    """What both grants have."""

    model_config = ConfigDict(extra="forbid")

    token_url: str = Field(title="Token URL", pattern=_URL, max_length=2_000)
    client_id: str = Field(title="Client id", min_length=1, max_length=500)
    client_secret: SecretStr | None = Field(default=None, title="Client secret")
    scope: str = Field(default="", description="As the service names them, with blanks between.")
    in_body: bool = Field(
        default=False,
        title="Send the client's secret in the body",
        description="For services that do not take it in the header Authorization.",
    )
    access_token: HeaderSecret | None = Field(default=None, json_schema_extra=KEPT)
    expires_at: datetime | None = Field(default=None, json_schema_extra=KEPT)


class OAuth2ClientFields(OAuth2Fields):
    """Client credentials: RFC 6749, section 4.4."""

    audience: str | None = Field(default=None, description="Where the service asks for one.")


class OAuth2CodeFields(OAuth2Fields):
    """Authorization code with PKCE: RFC 6749, section 4.1, and RFC 7636."""

    authorize_url: str = Field(title="Authorization URL", pattern=_URL, max_length=2_000)
    refresh_token: SecretStr | None = Field(default=None, json_schema_extra=KEPT)


OAUTH2_CLIENT = CredentialType(
    name="oauth2_client",
    title="OAuth 2, as an application",
    description="Tokens that a service gives to an application with an id and a secret.",
    icon="shield-check",
    fields=OAuth2ClientFields,
    asks_hosts=True,
)
OAUTH2_CODE = CredentialType(
    name="oauth2_code",
    title="OAuth 2, as a person",
    description="Tokens that a service gives once a person has agreed in the browser.",
    icon="shield-user",
    fields=OAuth2CodeFields,
    asks_hosts=True,
)
