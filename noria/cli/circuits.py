"""`noria circuits`: destinations that steps leave alone for now, and closing their circuits."""

import os
from argparse import Namespace

from noria.cli.report import say_json, show_time, table
from noria.client import Client


def circuits(arguments: Namespace) -> int:
    """List them, or close those of one destination."""
    with Client.from_environment(os.environ) as noria:
        if arguments.close:
            count = noria.close_circuits(arguments.close, arguments.credential)
            if arguments.json:
                say_json({"count": count})
            else:
                print(f"{count} closed: {arguments.close} is called again.")
            return 0
        found = list(noria.list_circuits())
    if arguments.json:
        say_json(found)
    elif found:
        print(
            table(
                [
                    (
                        each.destination,
                        each.credential or "-",
                        show_time(each.opened_at),
                        each.reason,
                    )
                    for each in found
                ]
            )
        )
    else:
        print("No open circuits.")
    return 0
