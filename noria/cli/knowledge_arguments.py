"""The arguments of `noria knowledge`, which has commands of its own."""

from argparse import ArgumentParser


def knowledge(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _json(actions.add_parser("list", help="knowledge bases, by name, and how they stand"))
    documents = actions.add_parser("documents", help="of one base, the newest first")
    _base(documents)
    documents.add_argument("--limit", type=int, default=50, metavar="N", help="at most (50)")
    _json(documents)
    add = actions.add_parser("add", help="files and URLs; one of the same name is replaced")
    _base(add)
    add.add_argument("sources", metavar="FILE|URL", nargs="+", help="http, https or s3, or a file")
    add.add_argument("--name", help="instead of the file's or the URL, where there is one")
    add.add_argument(
        "--detail",
        dest="details",
        action="append",
        metavar="NAME=VALUE",
        help="what searches are narrowed by; may be given again",
    )
    _wait(add)
    _json(add)
    search = actions.add_parser("search", help="passages that answer a question")
    _base(search)
    search.add_argument("query", metavar="TEXT", help="in your words")
    search.add_argument("--limit", type=int, default=8, metavar="N", help="at most (8)")
    search.add_argument(
        "--mode",
        choices=("hybrid", "meaning", "words", "relations"),
        default="hybrid",
        help="(hybrid)",
    )
    search.add_argument(
        "--where",
        dest="details",
        action="append",
        metavar="NAME=VALUE",
        help="only documents with this detail; may be given again",
    )
    _json(search)
    reindex = actions.add_parser("reindex", help="read and cut all documents anew")
    _base(reindex)
    _wait(reindex)
    _json(reindex)


def _base(parser: ArgumentParser) -> None:
    parser.add_argument("base", metavar="BASE", help="name of a knowledge base, or its id")


def _wait(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--wait", action="store_true", help="until all is indexed; status 1 where something is not"
    )


def _json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="write JSON")
