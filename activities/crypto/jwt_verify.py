"""`jwt.verify`: checks a signed token."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.crypto.jwt_sign import Algorithm, import_key
from activities.crypto.keys import SecretOf, secret_of
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model, PortName
from noria.node_type import Output, node, ui
from noria.ports import StaticPorts


class JwtVerifyConfig(Model):
    """The token and what it must be."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"token": "{{ trigger.token }}", "credential": "signing-key"}]
        }
    )

    token: str = Field(title="Token", description="With or without `Bearer ` before it.")
    credential: SecretOf = Field(title="Key")
    algorithm: Algorithm = Field(
        default="HS256",
        title="Algorithm",
        description="The only one that is taken, whatever the token says.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    issuer: str = Field(default="", title="Issuer", description="`iss` must be this; empty: any.")
    audience: str = Field(
        default="", title="Audience", description="`aud` must hold this; empty: any."
    )


class JwtVerified(BaseModel):
    """What the token says, where it is valid."""

    valid: bool
    claims: dict[str, JsonValue]
    reason: str


@node(
    "jwt.verify",
    title="Check a token",
    category="Data",
    icon="key",
    ports=StaticPorts((PortName("valid"), PortName("invalid"))),
    changes=False,
    output=JwtVerified,
)
async def jwt_verify(config: JwtVerifyConfig, context: NodeContext) -> Any:
    """Check a signed token (JWT), and go on by `valid` or `invalid`.

    The signature, the times, the issuer and the audience are checked. A repeat checks again, so that a token
    may have expired by then.
    """
    from joserfc import jwt
    from joserfc.errors import JoseError

    key = import_key(await secret_of(config.credential, context), config.algorithm)
    wanted: dict[str, Any] = {"exp": {"essential": False}}
    if config.issuer:
        wanted["iss"] = {"essential": True, "value": config.issuer}
    if config.audience:
        wanted["aud"] = {"essential": True, "value": config.audience}
    try:
        token = jwt.decode(
            config.token.strip().removeprefix("Bearer "), key, algorithms=[config.algorithm]
        )
        jwt.JWTClaimsRegistry(leeway=30, **wanted).validate(token.claims)
    except (JoseError, ValueError) as error:
        return _output({}, str(error) or type(error).__name__)
    except TypeError as error:
        raise NodeFailed("The token is none that can be read.") from error
    return _output(token.claims, "")


def _output(claims: dict[str, Any], reason: str) -> Output:
    value: JsonValue = {"valid": not reason, "claims": claims, "reason": reason}
    return Output(value, port=PortName("invalid" if reason else "valid"))
