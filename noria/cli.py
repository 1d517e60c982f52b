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


def _validate(parser: argparse.ArgumentParser) -> None:
    _add_file(parser)
    _add_json(parser)


def _push(parser: argparse.ArgumentParser) -> None:
    _add_file(parser)
    parser.add_argument("--name", help="of the workflow; else the file's own, or its file name")
    parser.add_argument("--publish", action="store_true", help="make it the newest version")
    parser.add_argument(
        "--force", action="store_true", help="even when more than half of the nodes would go"
    )
    _add_json(parser)


def _run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workflow", metavar="NAME", help="of the workflow, or its id")
    parser.add_argument("--input", metavar="JSON", help="the run's input; @FILE reads a file")
    parser.add_argument("--version", type=int, metavar="N", help="instead of the newest")
    parser.add_argument("--draft", action="store_true", help="run the draft, as a test")
    parser.add_argument(
        "--key", help="what the run is about; of the runs with one key, one goes on at a time"
    )
    parser.add_argument(
        "--key-policy",
        choices=("join", "reject", "cancel_previous", "queue"),
        default="join",
        help="what happens while another run with the key goes on (join)",
    )
    parser.add_argument(
        "--breakpoint",
        action="append",
        default=[],
        metavar="NODE",
        help="pause the run before this node; may be given again",
    )
    parser.add_argument("--priority", type=int, metavar="N", help="from 1, the most urgent, to 5")
    parser.add_argument(
        "--idempotency-key", metavar="KEY", help="start one run only, however often this is called"
    )
    parser.add_argument("--wait", action="store_true", help="until the run has ended")
    _add_json(parser)


def _runs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workflow", metavar="NAME", help="only of this one")
    parser.add_argument("--status", help="only with this one, as failed")
    _add_limit(parser)
    _add_json(parser)


def _logs(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("--follow", "-f", action="store_true", help="until the run has ended")
    _add_json(parser)


def _retry(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    _add_changes(parser)


def _fork(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("node", metavar="NODE", help="this one and all after it run again")
    parser.add_argument(
        "--idempotency-key", metavar="KEY", help="start one fork only, however often this is called"
    )
    _add_changes(parser)


def _test(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workflow", metavar="NAME", help="of the workflow, or its id")
    part = parser.add_mutually_exclusive_group(required=True)
    part.add_argument("--only", metavar="NODE", help="run this node alone")
    part.add_argument("--up-to", metavar="NODE", help="run this node and what it needs")
    part.add_argument("--from", dest="from_", metavar="NODE", help="run this node and all after it")
    parser.add_argument("--run", metavar="RUN", help="take other outputs from this earlier run")
    parser.add_argument("--input", metavar="JSON", help="the run's input; @FILE reads a file")
    _add_pins(parser)
    _add_json(parser)


def _bulk(parser: argparse.ArgumentParser) -> None:
    actions = ("pause", "resume", "cancel", "terminate", "retry", "fork")
    parser.add_argument("action", choices=actions, metavar="ACTION", help=", ".join(actions))
    parser.add_argument("--workflow", metavar="NAME", help="only runs of this one")
    parser.add_argument("--status", action="append", default=[], help="only these; again for more")
    parser.add_argument("--version", type=int, metavar="N", help="only runs of this version")
    parser.add_argument("--since", metavar="TIME", help="only runs made then or later")
    parser.add_argument("--until", metavar="TIME", help="only runs made before")
    parser.add_argument("--run", action="append", default=[], metavar="RUN", help="only these runs")
    parser.add_argument("--node", help="of fork: it and all after it run again")
    parser.add_argument(
        "--to-version", type=int, metavar="N", help="of retry and fork: go on with it"
    )
    parser.add_argument("--reason", help="of terminate: why")
    parser.add_argument("--yes", action="store_true", help="do it; else only say how many match")
    parser.add_argument("--wait", action="store_true", help="until all runs were dealt with")
    _add_json(parser)


def _dead_letters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workflow", metavar="NAME", help="only of this one")
    parser.add_argument("--error", metavar="TYPE", help="only with this error, as timeout")
    _add_limit(parser)
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--retry", metavar="ID", help="go on where it failed, in a new run")
    one.add_argument("--discard", metavar="ID", help="take it off the list")
    _add_json(parser)


def _event(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="what a run waits for, as order-4711:paid")
    parser.add_argument("--payload", metavar="JSON", help="what the step gives; @FILE reads a file")
    parser.add_argument(
        "--keep", type=int, metavar="SECONDS", help="for a run that is still to wait (7 days)"
    )
    parser.add_argument(
        "--idempotency-key", metavar="KEY", help="send one event only, however often this is called"
    )
    _add_json(parser)


def _events(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", help="only with this one")
    parser.add_argument("--kept", action="store_true", help="only those that no run took")
    _add_limit(parser)
    _add_json(parser)


def _approvals(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mine", action="store_true", help="only those that you may answer")
    parser.add_argument("--all", action="store_true", help="also those that are answered or closed")
    parser.add_argument("--run", metavar="RUN", help="only of this one")
    _add_limit(parser)
    _add_json(parser)


def _answer(parser: argparse.ArgumentParser) -> None:
    _add_approval(parser)
    parser.add_argument("--comment", default="", metavar="TEXT", help="for people to read")
    parser.add_argument("--data", metavar="JSON", help="what the form asks for; @FILE reads a file")
    _add_json(parser)


def _approval_link(parser: argparse.ArgumentParser) -> None:
    _add_approval(parser)
    parser.add_argument("email", metavar="EMAIL", help="of the person who answers with it")
    parser.add_argument("--expires-at", metavar="TIME", help="instead of in 7 days")
    _add_json(parser)


def _add_approval(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("approval", metavar="ID", help="the approval's id")


def _add_limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most (20)")


def _circuits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--close", metavar="HOST", help="let steps call it again at once")
    parser.add_argument("--credential", metavar="NAME", help="of --close: only with this one")
    _add_json(parser)


def _add_changes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", type=int, metavar="N", help="go on with this version")
    parser.add_argument("--draft", action="store_true", help="go on with the draft, as a test")
    parser.add_argument("--input", metavar="JSON", help="another input; @FILE reads a file")
    parser.add_argument(
        "--breakpoint",
        action="append",
        default=[],
        metavar="NODE",
        help="pause the new run before this node; may be given again",
    )
    _add_pins(parser)
    _add_json(parser)


def _add_pins(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pin",
        action="append",
        default=[],
        metavar="NODE=JSON",
        help="use this output of a step; may be given again",
    )
    parser.add_argument("--preview", action="store_true", help="show what would run; start nothing")
    parser.add_argument("--wait", action="store_true", help="until the new run has ended")


def _cancel(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    _add_json(parser)


def _step(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("step", nargs="?", metavar="STEP", help="instead of the one that is next")
    _add_json(parser)


def _breakpoints(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("nodes", nargs="*", metavar="NODE", help="pause before these; none: never")
    _add_json(parser)


def _terminate(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("--reason", help="shown as the run's error")
    _add_json(parser)


def _retry_step(parser: argparse.ArgumentParser) -> None:
    _add_step(parser)
    parser.add_argument("--config", metavar="JSON", help="another config; @FILE reads a file")
    parser.add_argument("--input", metavar="JSON", help="the config without expressions, as it is")
    _add_json(parser)


def _skip_step(parser: argparse.ArgumentParser) -> None:
    _add_step(parser)
    parser.add_argument("--output", metavar="JSON", help="what the step would have given")
    parser.add_argument("--port", help="that the run goes on by")
    _add_json(parser)


def _fail_step(parser: argparse.ArgumentParser) -> None:
    _add_step(parser)
    parser.add_argument("--reason", help="of a step that has no error of its own")
    _add_json(parser)


def _add_step(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("step", metavar="STEP", help="a node's id; in a loop with [3/0] after it")


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="JSON: a graph, or {name, graph}; - is stdin")


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="the run's id")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer in JSON, for scripts")


def _settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workflow", metavar="NAME", help="of the workflow, or its id")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=JSON",
        help="change one, as max_concurrent_runs=10; null is no limit",
    )
    _add_json(parser)


COMMANDS = {
    "validate": Command("noria.cli_validate", "say what is wrong with a graph", _validate),
    "push": Command("noria.cli_workflows", "save a graph as a workflow's draft", _push),
    "settings": Command("noria.cli_settings", "show or change a workflow's limits", _settings),
    "run": Command("noria.cli_runs", "start a run", _run),
    "runs": Command("noria.cli_runs", "list runs, the newest first", _runs),
    "logs": Command("noria.cli_runs", "show what a run's steps did", _logs),
    "test": Command("noria.cli_forks", "run a part of a draft, with pinned outputs", _test),
    "retry": Command("noria.cli_forks", "go on where a run failed, in a new run", _retry),
    "fork": Command("noria.cli_forks", "run a step and all after it again, in a new run", _fork),
    "bulk": Command("noria.cli_bulk", "do one thing to all runs that match", _bulk),
    "dead-letters": Command(
        "noria.cli_dead_letters", "list what failed for good, retry or discard it", _dead_letters
    ),
    "event": Command("noria.cli_waits", "send what a run waits for", _event),
    "events": Command("noria.cli_waits", "list events, the newest first", _events),
    "approvals": Command("noria.cli_waits", "list what runs ask people", _approvals),
    "approve": Command("noria.cli_waits", "approve what a run asks", _answer),
    "reject": Command("noria.cli_waits", "reject what a run asks", _answer),
    "approval-link": Command(
        "noria.cli_waits", "make a link that answers without signing in", _approval_link
    ),
    "circuits": Command(
        "noria.cli_circuits", "list hosts that are left alone for now, call them again", _circuits
    ),
    "cancel": Command("noria.cli_runs", "ask a run to stop", _cancel),
    "terminate": Command("noria.cli_acts", "end a run at once", _terminate),
    "grip": Command("noria.cli_acts", "show what is paused, held and tried in a run", _cancel),
    "pause": Command("noria.cli_acts", "let a run start nothing more", _cancel),
    "resume": Command("noria.cli_acts", "let a paused run go on", _cancel),
    "step": Command("noria.cli_acts", "start one step of a paused run", _step),
    "breakpoints": Command("noria.cli_acts", "pause a run before these nodes", _breakpoints),
    "retry-step": Command("noria.cli_acts", "try a held or failing step again", _retry_step),
    "skip-step": Command("noria.cli_acts", "go on without a held or failing step", _skip_step),
    "fail-step": Command("noria.cli_acts", "let a held or failing step fail", _fail_step),
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


def main(arguments: Sequence[str] | None = None) -> None:
    """Never ends in a traceback for what a user did."""
    parsed = make_parser().parse_args(arguments)
    try:
        status: int = import_module("noria.cli_report").execute(
            COMMANDS[parsed.command].module, parsed.command.replace("-", "_"), parsed
        )
    except KeyboardInterrupt:
        print("\nnoria: interrupted.", file=sys.stderr)
        status = _INTERRUPTED
    sys.exit(status)


if __name__ == "__main__":
    main()
