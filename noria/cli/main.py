"""The command `noria`. Reads its arguments here and nothing else: help has to come at once.

Each command's module is imported when it is the one that was asked for, since the compiler and the HTTP
client take several times as long to import as the whole of `noria --help` may take.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version

from noria.cli import arguments, knowledge_arguments, many_arguments

_INTERRUPTED = 130
"""128 + SIGINT, as shells count."""
_ENVIRONMENT = """settings:
  NORIA_URL        where Noria runs (http://127.0.0.1:8400)
  NORIA_API_KEY    who you are; or
  NORIA_EMAIL      and NORIA_PASSWORD
  NORIA_WORKSPACE  id of the workspace, where you have several

The exit status is 0 only when the command, and the run it waited for, succeeded."""

Arguments = Callable[[argparse.ArgumentParser], None]


@dataclass(frozen=True)
class Command:
    """One command; its function has its name, with `_` for `-`, in its module."""

    module: str
    help: str
    arguments: Arguments


COMMANDS = {
    "validate": Command("noria.cli.validate", "say what is wrong with a graph", arguments.validate),
    "new-node": Command(
        "noria.cli.new_node",
        "write a new node type and its test, to be filled in",
        arguments.new_node,
    ),
    "push": Command("noria.cli.workflows", "save a graph as a workflow's draft", arguments.push),
    "export": Command("noria.cli.exchange", "write workflows as a document", arguments.export),
    "import": Command(
        "noria.cli.exchange", "bring workflows of a document in, as drafts", arguments.import_
    ),
    "settings": Command(
        "noria.cli.settings", "show or change a workflow's limits", arguments.settings
    ),
    "run": Command("noria.cli.runs", "start a run", arguments.run),
    "runs": Command("noria.cli.runs", "list runs, the newest first", arguments.runs),
    "logs": Command("noria.cli.runs", "show what a run's steps did", arguments.logs),
    "test": Command(
        "noria.cli.forks", "run a part of a draft, with pinned outputs", arguments.test
    ),
    "retry": Command("noria.cli.forks", "go on where a run failed, in a new run", arguments.retry),
    "fork": Command(
        "noria.cli.forks", "run a step and all after it again, in a new run", arguments.fork
    ),
    "bulk": Command(
        "noria.cli.bulk",
        "do one thing to all runs that match, list or cancel that",
        many_arguments.bulk,
    ),
    "dead-letters": Command(
        "noria.cli.dead_letters",
        "list what failed for good, retry or discard it",
        many_arguments.dead_letters,
    ),
    "event": Command("noria.cli.waits", "send what a run waits for", arguments.event),
    "events": Command("noria.cli.waits", "list events, the newest first", arguments.events),
    "approvals": Command("noria.cli.waits", "list what runs ask people", arguments.approvals),
    "approve": Command("noria.cli.waits", "approve what a run asks", arguments.answer),
    "reject": Command("noria.cli.waits", "reject what a run asks", arguments.answer),
    "approval-link": Command(
        "noria.cli.waits", "make a link that answers without signing in", arguments.approval_link
    ),
    "triggers": Command(
        "noria.cli.triggers",
        "list what starts runs, make, change, pause, test, backfill or delete it",
        arguments.triggers,
    ),
    "notifications": Command(
        "noria.cli.notices", "list what you are told of, mark it as read", arguments.notifications
    ),
    "notification-rules": Command(
        "noria.cli.notices",
        "list whom the workspace tells of what, make, try, pause or delete a rule",
        arguments.notification_rules,
    ),
    "alert-rules": Command(
        "noria.cli.notices",
        "list limits of workflows, make, pause or delete one",
        arguments.alert_rules,
    ),
    "knowledge": Command(
        "noria.cli.knowledge",
        "list and search knowledge bases, add documents, index all again",
        knowledge_arguments.knowledge,
    ),
    "circuits": Command(
        "noria.cli.circuits",
        "list hosts that are left alone for now, call them again",
        arguments.circuits,
    ),
    "cancel": Command("noria.cli.runs", "ask a run to stop", arguments.cancel),
    "terminate": Command("noria.cli.acts", "end a run at once", arguments.terminate),
    "grip": Command(
        "noria.cli.acts", "show what is paused, held and tried in a run", arguments.cancel
    ),
    "pause": Command("noria.cli.acts", "let a run start nothing more", arguments.cancel),
    "resume": Command("noria.cli.acts", "let a paused run go on", arguments.cancel),
    "step": Command("noria.cli.acts", "start one step of a paused run", arguments.step),
    "breakpoints": Command(
        "noria.cli.acts", "pause a run before these nodes", arguments.breakpoints
    ),
    "retry-step": Command(
        "noria.cli.acts", "try a held or failing step again", arguments.retry_step
    ),
    "change-policy": Command(
        "noria.cli.acts",
        "change timeout and retries of a step that is being tried",
        arguments.change_policy,
    ),
    "skip-step": Command(
        "noria.cli.acts", "go on without a held or failing step", arguments.skip_step
    ),
    "fail-step": Command("noria.cli.acts", "let a held or failing step fail", arguments.fail_step),
}


class _Version(argparse.Action):
    """Looked up when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"noria {version('noria')}")
        parser.exit()


def make_parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    parser = argparse.ArgumentParser(
        prog="noria",
        description="Durable workflows that people draw and Temporal keeps running.",
        epilog=_ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show it and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        inner = commands.add_parser(
            name, help=command.help, description=f"{command.help}.".capitalize()
        )
        command.arguments(inner)
    return parser


def main(argv: Sequence[str] | None = None) -> None:
    """Never ends in a traceback for what a user did."""
    parsed = make_parser().parse_args(argv)
    try:
        status: int = import_module("noria.cli.report").execute(
            COMMANDS[parsed.command].module, parsed.command.replace("-", "_"), parsed
        )
    except KeyboardInterrupt:
        print("\nnoria: interrupted.", file=sys.stderr)
        status = _INTERRUPTED
    sys.exit(status)
