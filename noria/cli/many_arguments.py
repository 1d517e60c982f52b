"""The arguments of `noria bulk` and `dead-letters`, which do one thing to many."""

from argparse import ArgumentParser

from noria.cli.arguments import add_json, add_limit


def bulk(parser: ArgumentParser) -> None:
    actions = ("pause", "resume", "cancel", "terminate", "retry", "fork")
    one = parser.add_mutually_exclusive_group()
    one.add_argument(
        "action",
        nargs="?",
        choices=actions,
        metavar="ACTION",
        help=f"{', '.join(actions)}; none: list what was asked for",
    )
    one.add_argument("--cancel", metavar="ID", help="leave the rest of this bulk action alone")
    parser.add_argument("--workflow", metavar="NAME", help="only runs of this one")
    parser.add_argument("--status", action="append", default=[], help="only these; again for more")
    parser.add_argument("--version", type=int, metavar="N", help="only runs of this version")
    parser.add_argument("--since", metavar="TIME", help="only runs made then or later")
    parser.add_argument("--until", metavar="TIME", help="only runs made before")
    parser.add_argument("--key", help="only runs with this business key")
    parser.add_argument(
        "--trigger",
        action="append",
        default=[],
        metavar="TYPE",
        help="only runs that this started, as webhook; again for more",
    )
    parser.add_argument("--error", metavar="TEXT", help="only with this in the error's message")
    parser.add_argument(
        "--took-at-least", type=float, metavar="SECONDS", help="only ended runs that took so long"
    )
    parser.add_argument("--run", action="append", default=[], metavar="RUN", help="only these runs")
    parser.add_argument("--node", help="of fork: it and all after it run again")
    parser.add_argument(
        "--to-version", type=int, metavar="N", help="of retry and fork: go on with it"
    )
    parser.add_argument("--reason", help="of terminate: why")
    parser.add_argument("--yes", action="store_true", help="do it; else only say how many match")
    parser.add_argument("--wait", action="store_true", help="until all runs were dealt with")
    parser.add_argument(
        "--idempotency-key", metavar="KEY", help="do it once, however often this is called"
    )
    add_limit(parser)
    add_json(parser)


def dead_letters(parser: ArgumentParser) -> None:
    parser.add_argument("--workflow", metavar="NAME", help="only of this one")
    parser.add_argument("--error", metavar="TYPE", help="only with this error, as timeout")
    parser.add_argument("--node", metavar="NODE", help="only what failed at it")
    parser.add_argument("--since", metavar="TIME", help="only what failed then or later")
    parser.add_argument("--until", metavar="TIME", help="only what failed before")
    parser.add_argument("--trigger", metavar="ID", help="only messages of this one")
    parser.add_argument(
        "--status", choices=("open", "retried", "discarded"), default="open", help="(open)"
    )
    add_limit(parser)
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--retry", metavar="ID", help="go on where it failed, in a new run")
    one.add_argument(
        "--retry-messages", metavar="TRIGGER", help="let its messages start runs after all"
    )
    one.add_argument("--discard", metavar="ID", help="take it off the list")
    one.add_argument(
        "--discard-all", action="store_true", help="take all open ones that match off the list"
    )
    parser.add_argument(
        "--yes", action="store_true", help="of --discard-all: do it; else only say how many match"
    )
    add_json(parser)
