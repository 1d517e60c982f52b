"""`files.sftp`: reads, writes and lists files of a server over SSH."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from pydantic import ConfigDict, Field

from activities.content import read_bytes
from activities.storage import actions
from activities.storage.actions import Action, Entry, FilesOutput
from noria.context import NodeContext
from noria.credential_types.ssh import SshFields
from noria.credentials import CredentialName
from noria.effects import Unless
from noria.errors import NodeError, NodeFailed, NodeUnavailable
from noria.model import Model
from noria.node_type import node, ui


class SftpFilesConfig(Model):
    """What to do, and on which server."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"credential": "server", "action": actions.EXAMPLE}]}
    )

    credential: CredentialName = Field(
        title="Server",
        description="Name of a credential.",
        json_schema_extra=ui(widget="credential", credential_type="ssh", expression="never"),
    )
    action: Action = Field(title="Action", description="What to do with which file.")


@node(
    "files.sftp",
    title="SFTP",
    category="Files",
    icon="server",
    changes=Unless("action/kind", ("read", "list"), by_default=True),
)
async def sftp_files(config: SftpFilesConfig, context: NodeContext) -> FilesOutput:
    """Read, write, list, copy or delete files of a server over SSH, whose host key is checked.

    A file is written under another name and then renamed, so that nobody reads half of it. A repeat of any
    action leaves the same files.
    """
    import asyncssh

    async with _opened(config.credential, context) as client:
        try:
            return await _do(config.action, client, context)
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath) as error:
            raise NodeFailed(f"There is no file {config.action.path!r}.") from error
        except asyncssh.SFTPPermissionDenied as error:
            raise NodeFailed(
                f"The server does not let this user use {config.action.path!r}."
            ) from error
        except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection) as error:
            raise NodeUnavailable("The server broke off.") from error
        except asyncssh.SFTPError as error:
            raise NodeFailed(f"The server refused it: {error.reason}.") from error


async def _do(action: Action, client: Any, context: NodeContext) -> FilesOutput:
    if isinstance(action, actions.ReadFile):
        actions.check_size(action.path, int((await client.stat(action.path)).size or 0))
        async with client.open(action.path, "rb") as file:
            return await actions.read_output(action, _pieces(file), context)
    if isinstance(action, actions.WriteFile):
        data = await read_bytes(action.content, context, actions.MAX_BYTES)
        await _write(client, action.path, _one(data))
        return FilesOutput(path=action.path, size=len(data))
    if isinstance(action, actions.ListFiles):
        entries = [entry async for entry in _entries(client, action.path or ".")]
        return actions.list_output(action.path, entries[: action.limit + 1], action.limit)
    if isinstance(action, actions.CopyFile):
        async with client.open(action.path, "rb") as file:
            await _write(client, action.to, _pieces(file))
        return FilesOutput(path=action.to)
    if await client.exists(action.path):
        await client.remove(action.path)
    return FilesOutput(path=action.path)


async def _pieces(file: Any) -> AsyncGenerator[bytes]:
    while piece := await file.read(actions.PIECE_BYTES):
        yield piece


async def _one(data: bytes) -> AsyncGenerator[bytes]:
    yield data


async def _write(client: Any, path: str, pieces: AsyncGenerator[bytes]) -> None:
    folder, _, _ = path.rpartition("/")
    if folder:
        await client.makedirs(folder, exist_ok=True)
    async with client.open(f"{path}.noria-part", "wb") as file:
        async for piece in pieces:
            await file.write(piece)
    # Plain SFTP renames over nothing that is there; OpenSSH's own way does.
    await client.posix_rename(f"{path}.noria-part", path)


async def _entries(client: Any, folder: str) -> AsyncGenerator[Entry]:
    """Files of the folder itself, by name."""
    found = [each async for each in client.scandir(folder)]
    for each in sorted(found, key=lambda entry: str(entry.filename)):
        attributes = each.attrs
        if attributes.type == 1:
            seconds = attributes.mtime
            name = str(each.filename)
            yield Entry(
                path=name if folder == "." else f"{folder.rstrip('/')}/{name}",
                size=int(attributes.size or 0),
                modified_at=datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else None,
            )


@asynccontextmanager
async def _opened(name: str, context: NodeContext) -> AsyncGenerator[Any]:
    import asyncssh

    credential = await context.credential(name, "ssh")
    server = credential.read(SshFields)
    address = await context.resolve(server.host, server.port)
    try:
        key = _key(server)
        known = asyncssh.import_known_hosts(f"* {server.host_key.strip()}\n")
    except (asyncssh.KeyImportError, ValueError) as error:
        raise NodeFailed(f"A key of the credential {name!r} can't be read.") from error
    async with context.circuit(f"{server.host}:{server.port}", name):
        try:
            connection = await asyncssh.connect(
                address, server.port, username=server.username, known_hosts=known, config=None,
                client_keys=[key] if key else None, agent_path=None,
                password=server.password.get_secret_value() if server.password else None,
                connect_timeout=10, login_timeout=max(1, min(30, int(context.timeout_s))),
            )  # fmt: skip
        except (asyncssh.Error, OSError, TimeoutError) as error:
            raise _translated(error, name) from error
        async with connection, connection.start_sftp_client() as client:
            yield client


def _key(server: SshFields) -> Any:
    import asyncssh

    if server.private_key is None:
        return None
    passphrase = server.passphrase.get_secret_value() if server.passphrase else None
    return asyncssh.import_private_key(server.private_key.get_secret_value(), passphrase)


def _translated(error: Exception, name: str) -> NodeError:
    import asyncssh

    if isinstance(error, asyncssh.PermissionDenied):
        return NodeFailed(f"The server refused the credential {name!r}.")
    if isinstance(error, asyncssh.HostKeyNotVerifiable):
        return NodeFailed(
            f"The server has another host key than the credential {name!r} says: it may be another server."
        )
    return NodeUnavailable("The server did not answer.")
