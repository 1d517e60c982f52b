"""The folder in which nodes may read and write files of this machine: one for each workspace."""

import re
from pathlib import Path

from noria.errors import NodeFailed

_WORKSPACE = re.compile(r"[0-9A-Za-z-]+")


def path_in(root: Path | None, workspace_id: str, name: str) -> Path:
    """
    Raises:
        NodeFailed: There is no folder for files, or the name leads out of it, also by a link.
    """
    if root is None:
        raise NodeFailed(
            "This worker has no folder for files. An administrator can set one with NORIA_FILES_DIR."
        )
    if not _WORKSPACE.fullmatch(workspace_id):
        raise NodeFailed(f"{workspace_id!r} is no id of a workspace.")
    if "\x00" in name or "\\" in name:
        raise NodeFailed(f"{name!r} is no name of a file; write it as 'reports/may.csv'.")
    folder = root.resolve() / workspace_id
    folder.mkdir(parents=True, exist_ok=True)
    path = (folder / name.strip("/")).resolve()
    if not path.is_relative_to(folder):
        raise NodeFailed(f"{name!r} leads out of the folder for files.")
    return path
