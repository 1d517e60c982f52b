"""Keeps the engine's image and its machine code between starts, so that a start costs milliseconds.

Machine code read from a file is run as it is, so the folder must belong to this user and be writable by nobody else;
otherwise, or when it can't be written, everything is made anew in memory.
"""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

DIGEST_BYTES = 32


class Cache:
    """Files by name, each with its hash in front: one that was cut short is as good as none."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, name: str) -> bytes | None:
        if self.folder is None:
            return None
        try:
            content = (self.folder / name).read_bytes()
        except OSError:
            return None
        body = content[DIGEST_BYTES:]
        return body if hashlib.sha256(body).digest() == content[:DIGEST_BYTES] else None

    def put(self, name: str, body: bytes) -> None:
        """Whole or not at all; several processes may do so at once."""
        if self.folder is None:
            return
        try:
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
                file.write(hashlib.sha256(body).digest() + body)
            Path(file.name).replace(self.folder / name)
        except OSError:
            # A full or read-only disk costs the next start a second, nothing else.
            self.folder = None


def user_cache() -> Cache:
    """`NORIA_CACHE_DIR`, or a folder of this user's where caches are usual."""
    try:
        folder = _base() / "expressions"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Cache(folder if _is_ours(folder) else None)
    except (OSError, RuntimeError):  # RuntimeError: no home folder
        return Cache(None)


def _base() -> Path:
    if folder := os.environ.get("NORIA_CACHE_DIR"):
        return Path(folder)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if folder := os.environ.get(name):
            return Path(folder) / "noria"
    return Path.home() / ".cache" / "noria"


def _is_ours(folder: Path) -> bool:
    if os.name == "nt":  # the profile folder is the user's own
        return True
    info = folder.lstat()
    others_may_write = info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(info.st_mode) and info.st_uid == os.getuid() and not others_may_write
