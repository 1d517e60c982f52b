"""Pictures and sounds of the demo model: the same for the same words, made without a server."""

import hashlib
import io
import math
import struct
import wave
import zlib

SIDE = 64
"""Of a picture, in pixels."""
RATE = 8_000
"""Of a sound, in samples a second."""


def picture(prompt: str) -> bytes:
    """A PNG of a few bands of colour."""
    digest = hashlib.sha256(prompt.encode()).digest()
    rows = bytearray()
    for y in range(SIDE):
        band = 3 * (y * 8 // SIDE)
        rows += b"\x00" + digest[band : band + 3] * SIDE
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def sound(text: str) -> bytes:
    """A WAV with a short tone for each word."""
    samples = bytearray()
    for word in text.split()[:50]:
        pitch = 220 + sum(map(ord, word)) % 440
        for at in range(RATE // 10):
            samples += struct.pack("<h", int(8_000 * math.sin(2 * math.pi * pitch * at / RATE)))
    with io.BytesIO() as file:
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(bytes(samples))
        return file.getvalue()


def heard(data: bytes) -> str:
    """What the demo model makes of a recording: it understands nothing."""
    return f"This is the demo model. It heard {len(data):,} bytes."


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
