"""Makes what Temporal keeps small and unreadable: zlib, then AES-256-GCM.

Covers arguments, results, heartbeats, memos and, with the converter's encoded failures, error
messages. Ids, search attributes and activity types stay readable: never put data there.
"""

import os
import zlib
from collections.abc import Mapping, Sequence

import temporalio.converter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload

from noria.errors import Unavailable
from noria.keys import KeyRing

ENCODING = b"binary/noria"
COMPRESS_ABOVE_BYTES = 1024
MAX_DECODED_BYTES = 64 * 1024 * 1024
"""Temporal takes at most 2 MB, which decompresses to no more unless somebody means harm."""
_NONCE_BYTES = 12
_ZLIB_LEVEL = 1


class PayloadCodec(temporalio.converter.PayloadCodec):
    """Without keys it only compresses. It reads what any codec of ours wrote, and plain payloads."""

    def __init__(self, keys: KeyRing | None) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.keys.items()} if keys else {}
        self._active_id = keys.active_id if keys else None

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self.seal(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """
        Raises:
            Unavailable: A payload's key is not on the ring, or the payload was tampered with.
        """
        return [self.open(payload) for payload in payloads]

    def seal(self, payload: Payload) -> Payload:
        """One payload, made small and unreadable."""
        data = payload.SerializeToString()
        metadata = {"encoding": ENCODING}
        if len(data) > COMPRESS_ABOVE_BYTES:
            data = zlib.compress(data, _ZLIB_LEVEL)
            metadata["compression"] = b"zlib"
        if self._active_id is None:
            return payload if len(metadata) == 1 else Payload(metadata=metadata, data=data)
        metadata["kid"] = self._active_id.encode()
        nonce = os.urandom(_NONCE_BYTES)
        data = nonce + self._ciphers[self._active_id].encrypt(nonce, data, _bound(metadata))
        return Payload(metadata=metadata, data=data)

    def open(self, payload: Payload) -> Payload:
        """
        Raises:
            Unavailable: As `decode`.
        """
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        data = self._decrypt(payload) if "kid" in payload.metadata else payload.data
        if "compression" in payload.metadata:
            data = _decompress(data)
        return Payload.FromString(data)

    def _decrypt(self, payload: Payload) -> bytes:
        key_id = payload.metadata["kid"].decode(errors="replace")
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise Unavailable(
                f"A payload is encrypted with the key {key_id!r}, which NORIA_SECRET_KEYS does "
                "not hold: add it behind the first one."
            )
        nonce, data = payload.data[:_NONCE_BYTES], payload.data[_NONCE_BYTES:]
        try:
            return cipher.decrypt(nonce, data, _bound(payload.metadata))
        except InvalidTag as error:
            raise Unavailable(
                f"A payload does not decrypt with the key {key_id!r}: it was changed, or another "
                "key has that id."
            ) from error


def _bound(metadata: Mapping[str, bytes]) -> bytes:
    """What stays readable, so that a change of it is noticed."""
    return b"|".join((ENCODING, metadata["kid"], metadata.get("compression", b"")))


def _decompress(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    plain = inflater.decompress(data, MAX_DECODED_BYTES)
    if inflater.unconsumed_tail:
        raise Unavailable(
            f"A payload is larger than {MAX_DECODED_BYTES} bytes: Noria wrote none of that size."
        )
    return plain
