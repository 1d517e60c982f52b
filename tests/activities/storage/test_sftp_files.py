"""Against a real SSH server in this process."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from activities.storage.sftp_files import sftp_files
from noria.credential_types.ssh import SshFields
from noria.credentials import Credential
from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, opened, run

library: Any = asyncssh
make_key = library.generate_private_key
USER = make_key("ssh-ed25519")
HOST = make_key("ssh-ed25519")


class Door(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return password == "right"


@pytest.fixture
async def port(tmp_path: Path) -> AsyncGenerator[int]:
    allowed = tmp_path / "keys"
    allowed.write_bytes(USER.export_public_key())
    root = tmp_path / "root"
    root.mkdir()

    class Files(asyncssh.SFTPServer):
        def open(self, path: bytes, pflags: int, attrs: Any) -> Any:
            if b"closed" in path:
                raise asyncssh.SFTPPermissionDenied("not yours")
            if b"full" in path:
                raise asyncssh.SFTPQuotaExceeded("no room")
            return super().open(path, pflags, attrs)

    def files(channel: Any) -> asyncssh.SFTPServer:
        return Files(channel, chroot=str(root).encode())

    server = await asyncssh.listen(
        "127.0.0.1", 0, server_host_keys=[HOST], server_factory=Door, sftp_factory=files,
        authorized_client_keys=str(allowed),
    )  # fmt: skip
    async with server:
        yield server.get_port()


def context(port: int, **fields: Any) -> FakeContext:
    known = {
        "host": "files.example", "port": port, "username": "u",
        "private_key": USER.export_private_key().decode(),
        "host_key": HOST.export_public_key().decode(), **fields,
    }  # fmt: skip
    credential = Credential("server", "ssh", SshFields.model_validate(known))
    return offline(credentials={"server": credential})


async def do(place: FakeContext, **action: Any) -> Any:
    return await run(sftp_files, {"credential": "server", "action": action}, place)


async def test_files_are_written_read_listed_copied_and_deleted(port: int) -> None:
    here = context(port)
    await do(here, kind="write", path="a/b.txt", content="one")
    await do(here, kind="write", path="a/b.txt", content="hello")
    await do(here, kind="copy", path="a/b.txt", to="a/c.txt")

    read = await do(here, kind="read", path="a/c.txt")
    listed = await do(here, kind="list", path="a")

    assert await opened(here, read["file"]) == b"hello"
    assert [(each["path"], each["size"]) for each in listed["files"]] == [
        ("a/b.txt", 5), ("a/c.txt", 5),
    ]  # fmt: skip
    await do(here, kind="delete", path="a/c.txt")
    await do(here, kind="delete", path="a/c.txt")
    assert (await do(here, kind="list", path="a", limit=1))["more"] is False
    with pytest.raises(NodeFailed, match="no file 'a/c.txt'"):
        await do(here, kind="read", path="a/c.txt")


async def test_a_password_lets_in_too(port: int) -> None:
    here = context(port, private_key=None, password="right")

    assert (await do(here, kind="list"))["files"] == []


async def test_wrong_keys_are_told_apart(port: int) -> None:
    other = make_key("ssh-ed25519")
    with pytest.raises(NodeFailed, match="refused the credential 'server'"):
        await do(context(port, private_key=None, password="wrong"), kind="list")
    with pytest.raises(NodeFailed, match="another host key"):
        await do(context(port, host_key=other.export_public_key().decode()), kind="list")
    with pytest.raises(NodeFailed, match="can't be read"):
        await do(context(port, private_key="nonsense"), kind="list")
    with pytest.raises(NodeUnavailable):
        await do(context(1), kind="list")


async def test_a_closed_file_and_a_spent_quota_are_told_apart(port: int) -> None:
    with pytest.raises(NodeFailed, match="does not let this user use 'closed'"):
        await do(context(port), kind="write", path="closed", content="x")
    # Version 3 of SFTP, which OpenSSH speaks, has no code for it: the server's words have to do.
    with pytest.raises(NodeFailed, match="The server refused it: no room"):
        await do(context(port), kind="write", path="full", content="x")
