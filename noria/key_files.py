"""Secrets that stand in a file, as containers are given them, in place of the environment."""

import stat
from pathlib import Path
from typing import Any

from noria.errors import Invalid

OTHERS = stat.S_IRWXO
MAX_BYTES = 64 * 1024


def with_key_files(given: dict[str, Any], *names: str) -> dict[str, Any]:
    """Settings as they were given, with each named secret read from its `<name>_file`.

    A secret that is given itself goes before its file.

    Raises:
        ValueError: A file can't be read, is empty, or may be read by everybody on this machine.
    """
    read: dict[str, Any] = {}
    for name in names:
        path = given.get(f"{name}_file")
        if path and not given.get(name):
            try:
                read[name] = read_key_file(Path(path), f"NORIA_{name.upper()}_FILE")
            except Invalid as error:
                raise ValueError(str(error)) from error
    return {**given, **read}


def read_key_file(path: Path, setting: str) -> str:
    """
    Raises:
        Invalid: It can't be read, is empty, or may be read by everybody on this machine.
    """
    check_key_file(path, setting)
    try:
        text = path.read_bytes()[:MAX_BYTES].decode().strip()
    except UnicodeDecodeError:
        raise Invalid(f"{setting} names {str(path)!r}, which is no text file.") from None
    if not text:
        raise Invalid(f"{setting} names {str(path)!r}, which is empty.")
    return text


def check_key_file(path: Path, setting: str) -> None:
    """
    Raises:
        Invalid: It can't be read, or everybody on this machine can.
    """
    try:
        mode = path.stat().st_mode
        with path.open("rb"):
            pass
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Invalid(f"{setting} names {str(path)!r}, which can't be read: {why}.") from None
    if mode & OTHERS:
        raise Invalid(
            f"{setting} names {str(path)!r}, which everybody on this machine may use "
            f"(mode {stat.S_IMODE(mode):o}): chmod o-rwx it."
        )
