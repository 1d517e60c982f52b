"""TLS and SASL before librdkafka's mock cluster, which has neither: a door that all connections go through.

It ends TLS, signs in by PLAIN or SCRAM as Kafka does (KIP-43, KIP-152), and in what the cluster
says of itself puts its own port in the place of the broker's.
"""

import asyncio
import base64
import hashlib
import hmac
import ssl
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from struct import pack, unpack_from

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "noria", "geheim"
HOST = b"127.0.0.1"
SASL_HANDSHAKE, API_VERSIONS, SASL_AUTHENTICATE = 17, 18, 36
REFUSED = 58
ROUNDS = 4_096
SALT = b"salt"


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Of 127.0.0.1, signed by itself: the file to trust, and what a server shows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "kafka")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / "ca.pem", folder / "key.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(trusted, private)
    return trusted, shown


@asynccontextmanager
async def door(broker_port: int, tls: ssl.SSLContext) -> AsyncGenerator[int]:
    """Gives its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        own: int = server.sockets[0].getsockname()[1]
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            behind = await asyncio.open_connection("127.0.0.1", broker_port)
            try:
                if await _sign_in(reader, writer, behind):
                    await _pass_on(reader, writer, behind, (broker_port, own))
            finally:
                behind[1].close()
                writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Signing = Generator[tuple[bytes | None, bool], bytes]
"""Answers what a client says, None if it is wrong, and whether that was all."""


async def _frame(reader: asyncio.StreamReader) -> bytes:
    return await reader.readexactly(int.from_bytes(await reader.readexactly(4)))


def _send(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(pack(">i", len(data)) + data)


async def _sign_in(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, behind: Stream
) -> bool:
    steps: Signing | None = None
    while True:
        asked = await _frame(reader)
        key, version, correlation = unpack_from(">hhi", asked)
        head = pack(">i", correlation)
        (client_chars,) = unpack_from(">h", asked, 8)
        body = asked[10 + max(client_chars, 0) :]
        if key == API_VERSIONS:
            assert version == 0
            _send(behind[1], asked)
            told = await _frame(behind[0])
            (count,) = unpack_from(">i", told, 6)
            more = pack(">hhhhhh", SASL_HANDSHAKE, 0, 1, SASL_AUTHENTICATE, 0, 0)
            _send(writer, told[:6] + pack(">i", count + 2) + told[10:] + more)
        elif key == SASL_HANDSHAKE:
            mechanism = body[2:]
            steps = _plain() if mechanism == b"PLAIN" else _scram(mechanism.decode())
            next(steps)
            _send(writer, head + pack(">hi", 0, 1) + pack(">h", len(mechanism)) + mechanism)
        else:
            assert key == SASL_AUTHENTICATE
            assert steps
            answer, is_over = steps.send(body[4:])
            if answer is None:
                _send(writer, head + pack(">hhi", REFUSED, -1, 0))
                return False
            _send(writer, head + pack(">hhi", 0, -1, len(answer)) + answer)
            if is_over:
                return True


def _plain() -> Signing:
    given = yield b"", False
    is_right = given.split(b"\0")[1:] == [USER.encode(), PASSWORD.encode()]
    yield b"" if is_right else None, True


def _scram(mechanism: str) -> Signing:
    """RFC 5802, without channel binding."""
    digest = {"SCRAM-SHA-256": "sha256", "SCRAM-SHA-512": "sha512"}[mechanism]

    def keyed(key: bytes, text: bytes) -> bytes:
        return hmac.new(key, text, digest).digest()

    first = (yield b"", False).removeprefix(b"n,,")
    nonce = first.partition(b"r=")[2] + b"ours"
    told = b"r=" + nonce + b",s=" + base64.b64encode(SALT) + b",i=%d" % ROUNDS
    final = yield told, False
    bare, _, proof = final.partition(b",p=")
    said = b",".join((first, told, bare))
    salted = hashlib.pbkdf2_hmac(digest, PASSWORD.encode(), SALT, ROUNDS)
    client = keyed(salted, b"Client Key")
    mask = keyed(hashlib.new(digest, client).digest(), said)
    right = bytes(a ^ b for a, b in zip(client, mask, strict=True))
    proven = b"v=" + base64.b64encode(keyed(keyed(salted, b"Server Key"), said))
    yield proven if hmac.compare_digest(base64.b64encode(right), proof) else None, True


async def _pass_on(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    behind: Stream,
    ports: tuple[int, int],
) -> None:
    theirs, ours = (HOST + pack(">i", port) for port in ports)

    async def there() -> None:
        while data := await reader.read(65_536):
            behind[1].write(data)

    async def back() -> None:
        while True:
            _send(writer, (await _frame(behind[0])).replace(theirs, ours))

    tasks = {asyncio.ensure_future(each()) for each in (there, back)}
    _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
