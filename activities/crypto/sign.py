"""`crypto.hmac`: signs a text or file with a shared secret, or checks such a signature."""

import hashlib
import hmac
from base64 import b64encode
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from activities.content import AsContent, read_bytes
from activities.crypto.keys import SecretOf, secret_of
from noria.context import NodeContext
from noria.model import Model
from noria.node_type import node, ui


class HmacConfig(Model):
    """The content, the secret and what to do."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"content": "hello", "credential": "webhook-secret"}]}
    )

    content: AsContent = Field(title="Content")
    credential: SecretOf = Field(title="Secret")
    algorithm: Literal["sha256", "sha384", "sha512", "sha1"] = Field(
        default="sha256",
        title="Algorithm",
        description="`sha1` only where another system asks for it.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    expected: str | None = Field(
        default=None,
        title="Check against",
        description="A signature to compare with, in hex or base64; a prefix as `sha256=` is fine.",
    )


class HmacOutput(BaseModel):
    """The signature, and whether it is the expected one."""

    hex: str
    base64: str
    valid: bool | None
    """Null where nothing was expected."""


@node("crypto.hmac", title="HMAC", category="Data", icon="shield", changes=False)
async def sign(config: HmacConfig, context: NodeContext) -> HmacOutput:
    """Sign a text or file with a shared secret, or check such a signature.

    Signatures are compared in constant time. A repeat gives the same.
    """
    secret = await secret_of(config.credential, context)
    data = await read_bytes(config.content, context)
    digest = hmac.new(secret.encode(), data, getattr(hashlib, config.algorithm)).digest()
    hexadecimal, base64 = digest.hex(), b64encode(digest).decode()
    valid = None
    if config.expected is not None:
        given = config.expected.strip().removeprefix(f"{config.algorithm}=")
        valid = any(
            hmac.compare_digest(ours.encode(), theirs.encode())
            for ours, theirs in ((hexadecimal, given.lower()), (base64, given))
        )
    return HmacOutput(hex=hexadecimal, base64=base64, valid=valid)
