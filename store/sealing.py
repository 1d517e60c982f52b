"""Envelope encryption: each row under a key of its own, which the key ring wraps.

So a new key of the ring means wrapping 32 bytes of each row anew, not the rows' data. What is
sealed is bound to its workspace and its row: moved to another row, it opens no more.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from noria.errors import Unavailable
from noria.keys import KEY_BYTES, KeyRing

_NONCE_BYTES = 12
# The ring encrypts Temporal's payloads too: what opens those must not open these.
_PURPOSE = b"noria credential keys v1"


@dataclass(frozen=True)
class Sealed:
    """What a row keeps: secrets by name, under the row's own key."""

    key_id: str
    """Of the ring's key that wraps the row's."""
    wrapped_key: bytes
    data: Mapping[str, bytes]


@dataclass(frozen=True)
class Place:
    """Where something sealed belongs."""

    workspace_id: UUID
    row_id: UUID

    def bound(self, name: str = "") -> bytes:
        return b"|".join((self.workspace_id.bytes, self.row_id.bytes, name.encode()))


class Sealer:
    """Opens with every key of the ring, seals with its first."""

    def __init__(self, keys: KeyRing) -> None:
        self._wrappers = {key_id: AESGCM(_derive(key)) for key_id, key in keys.keys.items()}
        self.active_id = keys.active_id

    @classmethod
    def of(cls, secret_keys: SecretStr | None) -> "Sealer | None":
        """Of the setting `NORIA_SECRET_KEYS`; None without it.

        Raises:
            Invalid: The setting is malformed.
        """
        return cls(KeyRing.parse(secret_keys.get_secret_value())) if secret_keys else None

    def seal(self, place: Place, data: Mapping[str, bytes]) -> Sealed:
        row_key = AESGCM.generate_key(KEY_BYTES * 8)
        return Sealed(self.active_id, self._wrap(place, row_key), _sealed(row_key, place, data))

    def change(self, place: Place, sealed: Sealed, data: Mapping[str, bytes | None]) -> Sealed:
        """Secrets replaced, added, or with None removed; the others are not opened for it.

        Raises:
            Unavailable: As `open`.
        """
        row_key = self._unwrap(place, sealed)
        kept = {name: each for name, each in sealed.data.items() if name not in data}
        given = {name: each for name, each in data.items() if each is not None}
        return Sealed(
            self.active_id, self._wrap(place, row_key), kept | _sealed(row_key, place, given)
        )

    def open(self, place: Place, sealed: Sealed) -> dict[str, bytes]:
        """
        Raises:
            Unavailable: The key is not on the ring, or the row was changed by somebody else.
        """
        cipher = AESGCM(self._unwrap(place, sealed))
        return {
            name: _decrypt(cipher, each, place.bound(name)) for name, each in sealed.data.items()
        }

    def rewrap(self, place: Place, sealed: Sealed) -> Sealed:
        """The same data, its key wrapped by the ring's first.

        Raises:
            Unavailable: As `open`.
        """
        return self.change(place, sealed, {})

    def _wrap(self, place: Place, row_key: bytes) -> bytes:
        bound = place.bound(self.active_id)
        return _encrypt(self._wrappers[self.active_id], row_key, bound)

    def _unwrap(self, place: Place, sealed: Sealed) -> bytes:
        wrapper = self._wrappers.get(sealed.key_id)
        if wrapper is None:
            raise Unavailable(
                f"A credential is encrypted with the key {sealed.key_id!r}, which NORIA_SECRET_KEYS "
                "does not hold: add it behind the first one."
            )
        return _decrypt(wrapper, sealed.wrapped_key, place.bound(sealed.key_id))


def _derive(key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=_PURPOSE).derive(key)


def _sealed(row_key: bytes, place: Place, data: Mapping[str, bytes]) -> dict[str, bytes]:
    cipher = AESGCM(row_key)
    return {name: _encrypt(cipher, each, place.bound(name)) for name, each in data.items()}


def _encrypt(cipher: AESGCM, data: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, data, bound)


def _decrypt(cipher: AESGCM, data: bytes, bound: bytes) -> bytes:
    try:
        return cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], bound)
    except InvalidTag as error:
        raise Unavailable(
            "A credential does not decrypt: it was changed in the database, or another key has the "
            "id of the one it was made with."
        ) from error
