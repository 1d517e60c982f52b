"""The key ring that secrets are encrypted with. Not where keys are kept: the environment is."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field

from noria.errors import Invalid

KEY_BYTES = 32
_HOW = "Write kid:<32 bytes as base64url>, several with a comma between."


@dataclass(frozen=True)
class KeyRing:
    """At least one key; the first one encrypts."""

    keys: Mapping[str, bytes] = field(repr=False)
    """Key id → 32 bytes."""

    @property
    def active_id(self) -> str:
        return next(iter(self.keys))

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """
        Raises:
            Invalid: The text holds no keys, or one that is malformed; it names the key id only.
        """
        keys: dict[str, bytes] = {}
        for entry in filter(None, (part.strip() for part in text.split(","))):
            key_id, _, encoded = entry.partition(":")
            if not encoded:
                raise Invalid(f"NORIA_SECRET_KEYS has an entry without a key id. {_HOW}")
            keys[key_id] = _decode(key_id, encoded)
        if not keys:
            raise Invalid(f"NORIA_SECRET_KEYS holds no key. {_HOW}")
        return cls(keys)


def _decode(key_id: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise Invalid(f"The key {key_id!r} in NORIA_SECRET_KEYS is not base64url. {_HOW}") from None
    if len(key) != KEY_BYTES:
        raise Invalid(
            f"The key {key_id!r} in NORIA_SECRET_KEYS has {len(key)} bytes, not {KEY_BYTES}. {_HOW}"
        )
    return key
