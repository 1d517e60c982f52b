"""`crypto.hash`: the fingerprint of a text or file."""

import hashlib
from base64 import b64encode
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from activities.content import AsContent, beside, read_bytes
from noria.context import NodeContext
from noria.model import Model
from noria.node_type import node, ui

Algorithm = Literal["sha256", "sha384", "sha512", "sha3_256", "blake2b", "sha1", "md5"]


class HashConfig(Model):
    """The content and how to hash it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"content": "hello"}]})

    content: AsContent = Field(title="Content")
    algorithm: Algorithm = Field(
        default="sha256",
        title="Algorithm",
        description="`sha1` and `md5` only where another system asks for them: they can be forged.",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class HashOutput(BaseModel):
    """The same bytes in two spellings."""

    hex: str
    base64: str
    size: int
    """Bytes that were hashed."""


@node("crypto.hash", title="Hash", category="Data", icon="hash", quick=True, changes=False)
async def hash_content(config: HashConfig, context: NodeContext) -> HashOutput:
    """Work out the fingerprint of a text or file.

    Not for passwords, which need a slow hash. A repeat gives the same.
    """
    data = await read_bytes(config.content, context)
    digest = await beside(_digest, config.algorithm, data)
    return HashOutput(hex=digest.hex(), base64=b64encode(digest).decode(), size=len(data))


def _digest(algorithm: Algorithm, data: bytes) -> bytes:
    return hashlib.new(algorithm, data, usedforsecurity=False).digest()
