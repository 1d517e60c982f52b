"""Decompresses an answer in bounded pieces, so that a small bomb never becomes a large string."""

import zlib
from collections.abc import Iterator

ACCEPTED = "gzip, deflate"
"""The `Accept-Encoding` that this module can answer for."""
PIECE_BYTES = 256 * 1024

_WINDOW = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


class Undecodable(Exception):
    """The bytes are not what `Content-Encoding` says; translated by the transport."""


class Decoder:
    """Decodes one `Content-Encoding`.

    Raises:
        Undecodable: The encoding is none of those we accept.
    """

    def __init__(self, encoding: str) -> None:
        if encoding not in _WINDOW:
            raise Undecodable(f"is encoded as {encoding!r}, which was not asked for")
        self._raw_allowed = encoding == "deflate"
        self._inflate = zlib.decompressobj(_WINDOW[encoding])
        self._started = False

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Pieces of at most `PIECE_BYTES`; bytes behind the end of the stream are left out."""
        rest = data
        while rest and not self._inflate.eof:
            piece, rest = self._step(rest)
            self._started = True
            if piece:
                yield piece

    def end(self) -> None:
        """
        Raises:
            Undecodable: The stream stopped in the middle.
        """
        if self._started and not self._inflate.eof:
            raise Undecodable("ended in the middle of its compressed body")

    def _step(self, data: bytes) -> tuple[bytes, bytes]:
        try:
            return self._inflate.decompress(data, PIECE_BYTES), self._inflate.unconsumed_tail
        except zlib.error as error:
            if self._started or not self._raw_allowed:
                raise Undecodable("can't be decompressed") from error
        # Some servers send bare deflate without the zlib frame that RFC 9110 asks for.
        self._raw_allowed = False
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._step(data)
