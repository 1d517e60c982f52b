"""`python -m local`: all of Noria on this machine, until Ctrl-C."""

import argparse
import asyncio
import os
import secrets
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from local import folder as data_folder
from local import temporal
from local.errors import LocalError
from local.folder import DataFolder, Owner
from local.ports import is_taken
from local.process import stop_with_parent
from local.settings import LocalSettings
from local.stack import ROOT, Port, Stack, external_names, plan, ports, prepare_database
from local.supervisor import Supervisor

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """0 after Ctrl-C or SIGTERM; 1, with one sentence, when something is in the way."""
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    parser.add_argument(
        "--stop-with-parent",
        action="store_true",
        help="stop when the process that started this one ends in any way (Linux)",
    )
    if parser.parse_args().stop_with_parent:
        stop_with_parent(signal.SIGTERM)
    settings_folder = Path()
    os.umask(0o077)  # what is made from here on is for this user only
    try:
        settings = LocalSettings.read()
        settings_folder = settings.data_dir
        with data_folder.hold(settings.data_dir) as folder:
            asyncio.run(_run(settings, folder))
    except LocalError as error:
        return _give_up(error)
    except OSError as error:
        return _give_up(data_folder.explain(error, settings_folder))
    except KeyboardInterrupt:  # before the event loop took the signal over
        return 0
    return 0


def say(line: str) -> None:
    """A terminal that went away must not stop the stopping."""
    with suppress(OSError):
        print(line, flush=True)


def _give_up(error: LocalError) -> int:
    with suppress(OSError):
        if error.log_tail:
            print("\n".join(f"    {line}" for line in error.log_tail.splitlines()), file=sys.stderr)
        print(error, file=sys.stderr, flush=True)
    return 1


async def _run(settings: LocalSettings, folder: DataFolder) -> None:
    began = time.monotonic()
    say(f"Noria starts on {folder.path}")
    folder.announce(f"http://127.0.0.1:{settings.api_port}")
    for name in folder.end_leftovers():
        say(f"  {name} of an earlier start was still running and is stopped.")
    _check_ports(ports(settings))
    for name in temporal.left_behind(folder.path / "temporal"):
        say(f"  Temporal was updated: runs in progress in {name} don't go on.")
    database = prepare_database(settings, folder)
    password = _first_password(settings, folder)
    stack = plan(settings, folder, database, password)
    supervisor = Supervisor(stack.programs, folder.logs, say, folder.remember_children)
    loop = asyncio.get_running_loop()
    for which in _STOP_SIGNALS:
        loop.add_signal_handler(which, supervisor.ask_to_stop)

    def when_ready() -> None:
        if database is not None:
            folder.remember_migrations(stack.migrations)
        # A database of one's own may have had this account before, with another password.
        is_new = database is not None or "owner_made" in supervisor.said("owner")
        shown = password if is_new else None
        _welcome(settings, folder, stack, shown, time.monotonic() - began)

    await supervisor.run(when_ready)
    say("Noria is stopped.")


def _first_password(settings: LocalSettings, folder: DataFolder) -> str | None:
    """The first account's; None when it was generated and shown at an earlier start."""
    if settings.owner_password is not None:
        return settings.owner_password.get_secret_value()
    known = folder.owner(settings.owner_email)
    if known is not None:
        return known.password
    password = secrets.token_urlsafe(12)
    folder.remember_owner(Owner(email=settings.owner_email, password=password))
    return password


def _check_ports(needed: list[Port]) -> None:
    users: dict[int, Port] = {}
    for port in needed:
        other = users.setdefault(port.number, port)
        if other is not port:
            raise LocalError(
                f"{port.setting} and {other.setting} are both {port.number}: set one of them to "
                "another port."
            )
        if is_taken(port.number):
            raise LocalError(
                f"Port {port.number}, which {port.user} needs, is taken{_by(port.number)}: "
                f"stop that, or set {port.setting} to another port."
            )


def _by(port: int) -> str:
    """Who listens there, if the system tells us."""
    with suppress(psutil.Error, OSError):
        for known in psutil.net_connections("tcp"):
            if known.status == psutil.CONN_LISTEN and known.laddr and known.laddr[1] == port:
                return f" by {psutil.Process(known.pid).name()} (process {known.pid})"
    return " by another program"


def _welcome(
    settings: LocalSettings, folder: DataFolder, stack: Stack, password: str | None, seconds: float
) -> None:
    say(f"\nNoria is ready after {seconds:.1f} s: {stack.url}")
    if settings.owner_password is not None:
        say(f"  Sign in      {settings.owner_email} with the password in NORIA_OWNER_PASSWORD")
    elif password is not None:
        say(f"  Sign in      {settings.owner_email}, password {password} (shown only this once)")
    else:
        say(f"  Sign in      {settings.owner_email}, with the password it was given at first")
    folder.remember_owner(Owner(email=settings.owner_email, password=None))
    if stack.temporal_ui:
        say(f"  Temporal UI  {stack.temporal_ui}")
    for name in external_names(settings):
        say(f"  Outside      {name}")
    say(f"  Data         {folder.path}")
    if not (ROOT / "frontend" / "dist" / "index.html").exists():
        say("  The web app is not built: start with `make run`, which builds it.")
    say("  Ctrl-C stops everything.")


if __name__ == "__main__":
    sys.exit(main())
