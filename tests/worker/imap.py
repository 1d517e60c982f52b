"""As much of an IMAP server as a client needs that reads, over a real connection."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

PASSWORD = "geheim"
VALIDITY = 7
Mails = Mapping[int, bytes | None]


@asynccontextmanager
async def imap_server(mails: Mails) -> AsyncGenerator[int]:
    """With these messages in its one folder, by number; gives its port. None: deleted once it was found."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK hello\r\n")
        while line := (await reader.readline()).decode().strip():
            tag, command, *rest = line.split(" ")
            if command == "LOGIN" and f'"{PASSWORD}"' not in rest:
                writer.write(f"{tag} NO wrong\r\n".encode())
                continue
            writer.write(_answer(mails, command, rest) + f"{tag} OK done\r\n".encode())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def _answer(mails: Mails, command: str, rest: list[str]) -> bytes:
    match command:
        case "CAPABILITY":
            return b"* CAPABILITY IMAP4REV1\r\n"
        case "EXAMINE":
            return b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] ok\r\n" % (len(mails), VALIDITY)
        case "UID":
            return _search(mails, rest[2]) if rest[0] == "SEARCH" else _fetch(mails, *rest[1:])
        case "LOGOUT":
            return b"* BYE\r\n"
        case _:
            return b""


def _search(mails: Mails, numbers: str) -> bytes:
    first = int(numbers.split(":")[0])
    # As RFC 3501 says, `n:*` holds the last one even where n is above it.
    found = [uid for uid in sorted(mails) if uid >= first] or sorted(mails)[-1:]
    return f"* SEARCH {' '.join(map(str, found))}\r\n".encode()


def _fetch(mails: Mails, uid: str, wanted: str) -> bytes:
    data = mails[int(uid)]
    if data is None:
        return b""
    if "RFC822.SIZE" in wanted:
        return f"* 1 FETCH (UID {uid} RFC822.SIZE {len(data)})\r\n".encode()
    return f"* 1 FETCH (UID {uid} BODY[] {{{len(data)}}}\r\n".encode() + data + b")\r\n"
