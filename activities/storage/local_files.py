"""`files.local`: reads, writes and lists files of the worker's own folder."""

import asyncio
import errno
import os
import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ConfigDict, Field

from activities.content import beside, read_bytes
from activities.storage import actions
from activities.storage.actions import Action, Entry, FilesOutput
from noria.context import NodeContext
from noria.effects import Unless
from noria.errors import NodeError, NodeFailed, NodeUnavailable
from noria.model import Model
from noria.node_type import node


class LocalFilesConfig(Model):
    """What to do."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": actions.EXAMPLE}]})

    action: Action = Field(title="Action", description="What to do with which file.")


@node(
    "files.local",
    title="Files of the worker",
    category="Files",
    icon="folder-open",
    changes=Unless("action/kind", ("read", "list"), by_default=True),
)
async def local_files(config: LocalFilesConfig, context: NodeContext) -> FilesOutput:
    """Read, write, list, copy or delete files in the worker's folder for files.

    Each workspace has a folder of its own below the one that an administrator sets with `NORIA_FILES_DIR`.
    Nothing outside of it can be reached, and a file is there whole or not at all. A repeat of any action
    leaves the same files.
    """
    action = config.action
    path = context.local_path(action.path)
    try:
        if isinstance(action, actions.ReadFile):
            async with aclosing(_read(path, action.path)) as pieces:
                return await actions.read_output(action, pieces, context)
        if isinstance(action, actions.WriteFile):
            data = await read_bytes(action.content, context, actions.MAX_BYTES)
            await beside(_write, path, data)
            return FilesOutput(path=action.path, size=len(data))
        if isinstance(action, actions.ListFiles):
            entries = await beside(_list, path, context.local_path(""), action.limit)
            return actions.list_output(action.path, entries, action.limit)
        if isinstance(action, actions.CopyFile):
            await beside(_copy, path, context.local_path(action.to))
            return FilesOutput(path=action.to)
        path.unlink(missing_ok=True)
        return FilesOutput(path=action.path)
    except FileNotFoundError as error:
        raise NodeFailed(f"There is no file {action.path!r}.") from error
    except (IsADirectoryError, NotADirectoryError) as error:
        raise NodeFailed(f"{action.path!r} is a folder, or lies in a file.") from error
    except OSError as error:
        raise _translated(error, action.path) from error


def _translated(error: OSError, path: str) -> NodeError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NodeUnavailable("The worker's folder for files has no space left: make some.")
    if isinstance(error, PermissionError):
        return NodeFailed(f"The worker may not use {path!r}: its owner has to let it.")
    return NodeFailed(f"{path!r} can't be used: {error.strerror}.")


async def _read(path: Path, name: str) -> AsyncGenerator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        actions.check_size(name, os.fstat(file.fileno()).st_size)
        while piece := await beside(file.read, actions.PIECE_BYTES):
            yield piece


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".noria-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _list(folder: Path, root: Path, limit: int) -> list[Entry]:
    found: list[Entry] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".noria-"):
            facts = path.stat()
            modified = datetime.fromtimestamp(facts.st_mtime, UTC).isoformat()
            name = path.relative_to(root).as_posix()
            found.append(Entry(path=name, size=facts.st_size, modified_at=modified))
            if len(found) > limit:
                break
    return found
