import errno
from pathlib import Path
from typing import Any

import pytest

from activities.storage.local_files import local_files
from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, opened, run


async def do(root: Path, **action: Any) -> Any:
    return await run(local_files, {"action": action}, offline(files=root))


async def test_files_are_written_read_listed_copied_and_deleted(tmp_path: Path) -> None:
    context = offline(files=tmp_path)
    await do(tmp_path, kind="write", path="a/b.txt", content="hällo")
    await do(tmp_path, kind="copy", path="a/b.txt", to="c.txt")

    read = await run(local_files, {"action": {"kind": "read", "path": "c.txt"}}, context)
    text = await do(tmp_path, kind="read", path="a/b.txt", give="text")
    listed = await do(tmp_path, kind="list")

    assert await opened(context, read["file"]) == "hällo".encode()
    assert (text["text"], text["size"]) == ("hällo", 6)
    assert [(each["path"], each["size"]) for each in listed["files"]] == [
        ("a/b.txt", 6),
        ("c.txt", 6),
    ]
    assert (await do(tmp_path, kind="list", limit=1))["more"]
    await do(tmp_path, kind="delete", path="c.txt")
    await do(tmp_path, kind="delete", path="c.txt")
    assert [each["path"] for each in (await do(tmp_path, kind="list"))["files"]] == ["a/b.txt"]
    assert (tmp_path / "w1" / "a" / "b.txt").exists()


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ({"kind": "read", "path": "../w2/x"}, "leads out"),
        ({"kind": "copy", "path": "x", "to": "../x"}, "leads out"),
        ({"kind": "read", "path": "nope"}, "no file 'nope'"),
        ({"kind": "read", "path": "folder"}, "is a folder"),
    ],
)
async def test_what_is_not_there_or_outside_is_told(
    tmp_path: Path, action: Any, message: str
) -> None:
    (tmp_path / "w1" / "folder").mkdir(parents=True)

    with pytest.raises(NodeFailed, match=message):
        await do(tmp_path, **action)


async def test_what_the_system_refuses_is_told_apart(tmp_path: Path) -> None:
    class Full(FakeContext):
        """As of a folder whose disk is full, or that belongs to somebody else."""

        error = OSError(errno.ENOSPC, "No space left on device")

        def local_path(self, name: str) -> Path:
            class Refusing(type(tmp_path)):
                def unlink(self, missing_ok: bool = False) -> None:
                    raise Full.error

            return Refusing(name)

    context = Full(offline().http)
    delete = {"action": {"kind": "delete", "path": "a.txt"}}
    with pytest.raises(NodeUnavailable, match="no space left"):
        await run(local_files, delete, context)
    Full.error = PermissionError(errno.EACCES, "Permission denied")
    with pytest.raises(NodeFailed, match="may not use 'a.txt'"):
        await run(local_files, delete, context)


async def test_a_worker_without_a_folder_says_so() -> None:
    with pytest.raises(NodeFailed, match="NORIA_FILES_DIR"):
        await run(local_files, {"action": {"kind": "list"}})
