"""The data folder: one at a time, whole or not at all, and its generated keys.

lock          held while Noria runs; says which process and where
format        the layout's number
keys.json     generated once, readable by the owner only
owner.json    the first password, until it was shown
children.json the processes of this start, so that the next can end what a crash left
postgres/     temporal/  blobs/  files/  logs/
"""

import base64
import fcntl
import json
import os
import secrets
import shutil
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psutil
from pydantic import BaseModel, ValidationError

from local.errors import LocalError

FORMAT = 1
MIN_FREE_BYTES = 100 * 1024 * 1024
"""Below this neither server would get through its start."""


class Keys(BaseModel):
    """Lost keys mean unreadable payloads, so they are made once and never replaced."""

    secret_keys: str
    """Payload encryption: `kid:base64url`, the first is used, all can decrypt."""
    token_key: str
    database_password: str
    database_admin_password: str
    instance: str
    """Names this folder where something of it has to live elsewhere (see local.postgres)."""

    @classmethod
    def generate(cls) -> "Keys":
        return cls(
            secret_keys=f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
            token_key=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            database_password=secrets.token_urlsafe(24),
            database_admin_password=secrets.token_urlsafe(24),
            instance=secrets.token_hex(8),
        )


class Owner(BaseModel):
    """The first account."""

    email: str
    password: str | None
    """A generated one that was not shown yet, even if a crash came between; None once it was."""


class DataFolder:
    """Get one from `hold`, which locks it."""

    def __init__(self, path: Path, lock: IO[str]) -> None:
        self.path = path
        self._lock = lock

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    def announce(self, url: str) -> None:
        """Let a second start say where this one is."""
        self._lock.seek(0)
        self._lock.truncate()
        json.dump({"pid": os.getpid(), "url": url}, self._lock)
        self._lock.flush()

    def keys(self) -> Keys:
        """
        Raises:
            LocalError: They are damaged, open to others, or gone from a folder that was in use.
        """
        path = self.path / "keys.json"
        _check_private(path)
        try:
            return Keys.model_validate_json(path.read_text())
        except FileNotFoundError:
            in_use = [name for name in ("postgres", "temporal") if (self.path / name).exists()]
            if in_use:
                raise LocalError(
                    f"{path} is gone, and without it {in_use[0]}'s data can't be opened: bring it "
                    f"back from a copy, or delete {self.path} to begin anew."
                ) from None
        except ValidationError as error:
            message = f"{path} is damaged: bring it back from a copy, or delete {self.path}."
            raise LocalError(message) from error
        keys = Keys.generate()
        write_whole(path, keys.model_dump_json(indent=2) + "\n")
        return keys

    def owner(self, email: str) -> Owner | None:
        """The first account if it is this one; None before the first start got that far."""
        with suppress(OSError, ValidationError):
            known = Owner.model_validate_json((self.path / "owner.json").read_text())
            return known if known.email == email else None
        return None

    def remember_owner(self, owner: Owner) -> None:
        write_whole(self.path / "owner.json", owner.model_dump_json())

    def forget_database(self) -> None:
        """What is noted about the database, which is empty: perhaps it was deleted by hand."""
        (self.path / "migrations").unlink(missing_ok=True)
        (self.path / "owner.json").unlink(missing_ok=True)

    def migrations(self) -> str:
        """What the embedded database's tables were last brought up to; empty when unknown."""
        with suppress(OSError):
            return (self.path / "migrations").read_text()
        return ""

    def remember_migrations(self, fingerprint: str) -> None:
        write_whole(self.path / "migrations", fingerprint)

    def remember_children(self, children: dict[str, int]) -> None:
        """Name → process number; the time of creation tells a number given anew from ours."""
        known: dict[str, tuple[int, float]] = {}
        for name, pid in children.items():
            with suppress(psutil.Error):
                known[name] = (pid, psutil.Process(pid).create_time())
        with suppress(OSError):  # only a precaution: a full disk must not stop a restart
            write_whole(self.path / "children.json", json.dumps(known))

    def end_leftovers(self) -> list[str]:
        """End what an earlier start left running when it was killed; gives their names.

        On Linux the kernel has told them already, and they only need a moment.
        """
        left: dict[int, tuple[str, psutil.Process]] = {}
        with suppress(OSError, ValueError):
            recorded = json.loads((self.path / "children.json").read_text())
            for name, (pid, created) in recorded.items():
                with suppress(psutil.Error):
                    process = psutil.Process(pid)
                    if abs(process.create_time() - created) < 1:
                        left[pid] = (name, process)
        _, alive = psutil.wait_procs([process for _, process in left.values()], timeout=3)
        for process in alive:
            process.terminate()
        _, stubborn = psutil.wait_procs(alive, timeout=5)
        for process in stubborn:
            process.kill()
        return [left[process.pid][0] for process in alive]


@contextmanager
def hold(path: Path) -> Generator[DataFolder]:
    """Make the folder if need be, and keep others out.

    Raises:
        LocalError: It is in use, full, not writable, not ours, or of a newer Noria.
    """
    path = path.absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
        # As root, PostgreSQL runs as `nobody`, who has to pass through.
        path.chmod(0o711 if os.geteuid() == 0 else 0o700)
        lock = _lock(path)
    except (FileExistsError, NotADirectoryError) as error:
        message = f"{error.filename} is not a folder; set NORIA_DATA_DIR to another one."
        raise LocalError(message) from error
    except OSError as error:
        raise explain(error, path) from error
    with lock:
        _check_format(path)
        free = shutil.disk_usage(path).free
        if free < MIN_FREE_BYTES:
            raise LocalError(
                f"Only {free // 1024**2} MB are free for {path}, and Noria needs at least "
                f"{MIN_FREE_BYTES // 1024**2} MB: make room, or set NORIA_DATA_DIR."
            )
        try:
            write_whole(path / "format", f"{FORMAT}\n")
        except OSError as error:
            raise explain(error, path) from error
        yield DataFolder(path, lock)


def explain(error: OSError, path: Path) -> LocalError:
    """One sentence for a folder that can't be used."""
    where = error.filename or path
    return LocalError(
        f"{where} can't be used: {error.strerror or error}. Make it writable, or set "
        "NORIA_DATA_DIR to a folder that is."
    )


def write_whole(path: Path, text: str) -> None:
    """All of the text or the old file, whatever happens; readable by the owner only."""
    half = path.with_name(path.name + ".half")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)


def _lock(path: Path) -> IO[str]:
    """The system drops the lock when its process ends in any way, so none is ever stale."""
    file = (path / "lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        with file, suppress(ValueError, KeyError):
            other = json.load(file)
            raise LocalError(
                f"Noria is already running on {path} (process {other['pid']}, {other['url']}): "
                "stop that one first, or set NORIA_DATA_DIR and the ports for a second."
            ) from error
        raise LocalError(f"Noria is already starting on {path}.") from error
    return file


def _check_private(path: Path) -> None:
    """
    Raises:
        LocalError: Others on this machine may read or change it.
    """
    with suppress(FileNotFoundError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise LocalError(
                f"{path} holds the keys, and others on this machine may use it (mode {mode:o}): "
                f"run chmod 600 {path}, and make new keys if somebody may have read it."
            )


def _check_format(path: Path) -> None:
    written = path / "format"
    try:
        number = int(written.read_text())
    except FileNotFoundError as error:
        foreign = {item.name for item in path.iterdir()} - {"lock", "format.half"}
        if foreign:
            raise LocalError(
                f"{path} is not empty and not a data folder of Noria (it has {min(foreign)!r}): "
                "set NORIA_DATA_DIR to an empty or new folder."
            ) from error
        return
    except ValueError as error:
        raise LocalError(f"{written} is damaged: it should hold the number {FORMAT}.") from error
    if number > FORMAT:
        raise LocalError(
            f"{path} was made by a newer Noria (format {number}, this one knows {FORMAT}): "
            "install that one, or set NORIA_DATA_DIR to another folder."
        )
