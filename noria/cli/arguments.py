"""The arguments of each command, one function a command; what a command does is in its own module."""

from argparse import ArgumentParser


def validate(parser: ArgumentParser) -> None:
    _add_file(parser)
    add_json(parser)


def new_node(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="of the node type, as words.define")
    parser.add_argument(
        "--folder", default="activities", help="package that holds node types (activities)"
    )
    parser.add_argument(
        "--tests", default="tests/activities", help="folder of their tests (tests/activities)"
    )


def push(parser: ArgumentParser) -> None:
    _add_file(parser)
    parser.add_argument("--name", help="of the workflow; else the file's own, or its file name")
    parser.add_argument("--publish", action="store_true", help="make it the newest version")
    parser.add_argument(
        "--force", action="store_true", help="even when more than half of the nodes would go"
    )
    add_json(parser)


def export(parser: ArgumentParser) -> None:
    parser.add_argument(
        "workflows", metavar="NAME", nargs="*", help="of a workflow, or its id; none: all of them"
    )
    parser.add_argument("--format", choices=["yaml", "json"], default="yaml", help="(yaml)")
    parser.add_argument("--called", action="store_true", help="also the workflows that these run")
    parser.add_argument("--output", metavar="FILE", help="else it is written to stdout")


def import_(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="YAML or JSON; - is stdin")
    parser.add_argument(
        "--replace", action="store_true", help="the drafts of workflows that have the same name"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would come")
    add_json(parser)


def run(parser: ArgumentParser) -> None:
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
    _add_breakpoints(parser, "pause the run before this node; may be given again")
    parser.add_argument("--priority", type=int, metavar="N", help="from 1, the most urgent, to 5")
    parser.add_argument(
        "--idempotency-key", metavar="KEY", help="start one run only, however often this is called"
    )
    parser.add_argument("--wait", action="store_true", help="until the run has ended")
    add_json(parser)


def runs(parser: ArgumentParser) -> None:
    parser.add_argument("--workflow", metavar="NAME", help="only of this one")
    parser.add_argument("--status", help="only with this one, as failed")
    add_limit(parser)
    add_json(parser)


def logs(parser: ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("--follow", "-f", action="store_true", help="until the run has ended")
    add_json(parser)


def retry(parser: ArgumentParser) -> None:
    _add_run(parser)
    _add_changes(parser)


def fork(parser: ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("node", metavar="NODE", help="this one and all after it run again")
    parser.add_argument(
        "--iteration",
        default="",
        metavar="INDEXES",
        help="of the loops around it, as 3/0: other iterations are kept",
    )
    parser.add_argument(
        "--idempotency-key", metavar="KEY", help="start one fork only, however often this is called"
    )
    _add_changes(parser)


def test(parser: ArgumentParser) -> None:
    parser.add_argument("workflow", metavar="NAME", help="of the workflow, or its id")
    part = parser.add_mutually_exclusive_group(required=True)
    part.add_argument("--only", metavar="NODE", help="run this node alone")
    part.add_argument("--up-to", metavar="NODE", help="run this node and what it needs")
    part.add_argument("--from", dest="from_", metavar="NODE", help="run this node and all after it")
    parser.add_argument("--run", metavar="RUN", help="take other outputs from this earlier run")
    parser.add_argument("--input", metavar="JSON", help="the run's input; @FILE reads a file")
    parser.add_argument(
        "--idempotency-key", metavar="KEY", help="start one run only, however often this is called"
    )
    _add_breakpoints(parser, "pause the run before this node; may be given again")
    _add_pins(parser)
    add_json(parser)


def event(parser: ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="what a run waits for, as order-4711:paid")
    parser.add_argument("--payload", metavar="JSON", help="what the step gives; @FILE reads a file")
    parser.add_argument(
        "--keep", type=int, metavar="SECONDS", help="for a run that is still to wait (7 days)"
    )
    parser.add_argument(
        "--idempotency-key", metavar="KEY", help="send one event only, however often this is called"
    )
    add_json(parser)


def events(parser: ArgumentParser) -> None:
    parser.add_argument("--key", help="only with this one")
    parser.add_argument("--kept", action="store_true", help="only those that no run took")
    add_limit(parser)
    add_json(parser)


def approvals(parser: ArgumentParser) -> None:
    parser.add_argument("--mine", action="store_true", help="only those that you may answer")
    parser.add_argument("--all", action="store_true", help="also those that are answered or closed")
    parser.add_argument("--run", metavar="RUN", help="only of this one")
    add_limit(parser)
    add_json(parser)


def answer(parser: ArgumentParser) -> None:
    _add_approval(parser)
    parser.add_argument("--comment", default="", metavar="TEXT", help="for people to read")
    parser.add_argument("--data", metavar="JSON", help="what the form asks for; @FILE reads a file")
    add_json(parser)


def approval_link(parser: ArgumentParser) -> None:
    _add_approval(parser)
    parser.add_argument("email", metavar="EMAIL", help="of the person who answers with it")
    parser.add_argument("--expires-at", metavar="TIME", help="instead of in 7 days")
    add_json(parser)


def _add_approval(parser: ArgumentParser) -> None:
    parser.add_argument("approval", metavar="ID", help="the approval's id")


def add_limit(parser: ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most (20)")


def triggers(parser: ArgumentParser) -> None:
    parser.add_argument("--workflow", metavar="NAME", help="only of this one; of --add: whose")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--add", metavar="TYPE", help="make one, as webhook or schedule")
    one.add_argument("--change", metavar="ID", help="what is given; the rest stays")
    one.add_argument("--pause", metavar="ID", help="let it start nothing")
    one.add_argument("--resume", metavar="ID", help="let it fire again")
    one.add_argument("--delete", metavar="ID", help="with its history; its runs stay")
    one.add_argument("--test", metavar="ID", help="run the draft with a captured message")
    one.add_argument("--firings", metavar="ID", help="what became of its messages")
    one.add_argument("--times", metavar="ID", help="the next ones of a schedule")
    one.add_argument("--backfill", metavar="ID", help="start a schedule's runs of a past period")
    made = parser.add_argument_group("of --add and --change")
    made.add_argument("--name")
    made.add_argument("--config", metavar="JSON", help="all of it; @FILE reads a file")
    made.add_argument("--filter", metavar="EXPRESSION", help="messages that start a run; '': all")
    made.add_argument("--input", metavar="JSON", help="the run's, with {{ }}; null: the message")
    made.add_argument("--key", metavar="TEMPLATE", help="the run's business key; '': none")
    made.add_argument(
        "--key-policy",
        choices=["auto", "join", "reject", "cancel_previous", "queue"],
        help="while another run with the key goes on",
    )
    parser.add_argument("--sample", metavar="JSON", help="of --test: this message instead")
    for name in ("--since", "--until"):
        parser.add_argument(name, metavar="TIME", help="of --backfill: as 2026-05-01T02:00+02:00")
    add_limit(parser)
    add_json(parser)


def notifications(parser: ArgumentParser) -> None:
    parser.add_argument("--unread", action="store_true", help="only those that were not read")
    parser.add_argument("--read", action="store_true", help="mark all as read")
    add_limit(parser)
    add_json(parser)


def notification_rules(parser: ArgumentParser) -> None:
    one = _add_rule(parser, "CHANNEL", "make one, as webhook or mail")
    one.add_argument("--test", metavar="ID", help="send a made-up event by it")
    parser.add_argument(
        "--event", action="append", metavar="TYPE", help="of --add: as run.failed; may be repeated"
    )
    parser.add_argument("--config", metavar="JSON", help="of --add; @FILE reads a file")


def alert_rules(parser: ArgumentParser) -> None:
    parser.add_argument("--workflow", metavar="NAME", help="only of this one; of --add: whose")
    _add_rule(parser, "METRIC", "make one: failure_rate, duration or waiting")
    parser.add_argument("--threshold", type=float, metavar="N", help="of --add: percent or seconds")


def _add_rule(parser: ArgumentParser, what: str, hint: str):
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--add", metavar=what, help=hint)
    one.add_argument("--pause", metavar="ID", help="let it tell of nothing")
    one.add_argument("--resume", metavar="ID", help="let it tell again")
    one.add_argument("--delete", metavar="ID", help="for good")
    parser.add_argument("--name", help="of --add")
    add_limit(parser)
    add_json(parser)
    return one


def circuits(parser: ArgumentParser) -> None:
    parser.add_argument("--close", metavar="HOST", help="let steps call it again at once")
    parser.add_argument("--credential", metavar="NAME", help="of --close: only with this one")
    add_json(parser)


def _add_changes(parser: ArgumentParser) -> None:
    parser.add_argument("--version", type=int, metavar="N", help="go on with this version")
    parser.add_argument("--draft", action="store_true", help="go on with the draft, as a test")
    parser.add_argument("--input", metavar="JSON", help="another input; @FILE reads a file")
    _add_breakpoints(parser, "pause the new run before this node; may be given again")
    _add_pins(parser)
    add_json(parser)


def _add_breakpoints(parser: ArgumentParser, hint: str) -> None:
    parser.add_argument("--breakpoint", action="append", default=[], metavar="NODE", help=hint)


def _add_pins(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--pin",
        action="append",
        default=[],
        metavar="NODE[:PORT]=JSON",
        help="use this output of a step, and leave it by this port; may be given again",
    )
    parser.add_argument("--preview", action="store_true", help="show what would run; start nothing")
    parser.add_argument("--wait", action="store_true", help="until the new run has ended")


def cancel(parser: ArgumentParser) -> None:
    _add_run(parser)
    add_json(parser)


def step(parser: ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("step", nargs="?", metavar="STEP", help="instead of the one that is next")
    add_json(parser)


def breakpoints(parser: ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("nodes", nargs="*", metavar="NODE", help="pause before these; none: never")
    add_json(parser)


def terminate(parser: ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("--reason", help="shown as the run's error")
    add_json(parser)


def retry_step(parser: ArgumentParser) -> None:
    _add_step(parser)
    parser.add_argument("--config", metavar="JSON", help="another config; @FILE reads a file")
    parser.add_argument("--input", metavar="JSON", help="the config without expressions, as it is")
    parser.add_argument(
        "--policy", metavar="JSON", help='another one, as {"timeout_s": 5}; @FILE reads a file'
    )
    add_json(parser)


def change_policy(parser: ArgumentParser) -> None:
    _add_step(parser)
    parser.add_argument(
        "--policy",
        metavar="JSON",
        required=True,
        help='as {"timeout_s": 5, "retry": {"max_attempts": 9}}; @FILE reads a file',
    )
    add_json(parser)


def skip_step(parser: ArgumentParser) -> None:
    _add_step(parser)
    parser.add_argument("--output", metavar="JSON", help="what the step would have given")
    parser.add_argument("--port", help="that the run goes on by")
    add_json(parser)


def fail_step(parser: ArgumentParser) -> None:
    _add_step(parser)
    parser.add_argument("--reason", help="of a step that has no error of its own")
    add_json(parser)


def _add_step(parser: ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("step", metavar="STEP", help="a node's id; in a loop with [3/0] after it")


def _add_file(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="JSON: a graph, or {name, graph}; - is stdin")


def _add_run(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="the run's id")


def add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer in JSON, for scripts")


def settings(parser: ArgumentParser) -> None:
    parser.add_argument("workflow", metavar="NAME", help="of the workflow, or its id")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=JSON",
        help="change one, as max_concurrent_runs=10; null is no limit",
    )
    add_json(parser)
