"""`noria settings`: limits of a workflow."""

import os
from argparse import Namespace
from collections.abc import Sequence

from pydantic import JsonValue

from noria.cli.report import parse_json, say_json, table
from noria.client import Client
from noria.errors import Invalid


def settings(arguments: Namespace) -> int:
    """What is not named stays as it is."""
    changes = _changes(arguments.set)
    with Client.from_environment(os.environ) as noria:
        workflow = noria.find_workflow(arguments.workflow)
        found = noria.read_settings(workflow.id)
        if changes:
            now = found.model_dump(mode="json", exclude={"in_line"})
            found = noria.save_settings(workflow.id, now | changes)
    if arguments.json:
        say_json(found)
    else:
        print(table([(name, _text(value)) for name, value in found.model_dump().items()]))
    return 0


def _changes(texts: Sequence[str]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for text in texts:
        name, is_there, value = text.partition("=")
        if not is_there:
            raise Invalid(f"--set is {text!r}: write NAME=JSON, as max_concurrent_runs=10.")
        found[name] = parse_json(value, f"The value of {name!r}")
    return found


def _text(value: object) -> str:
    if value is None:
        return "no limit"
    if isinstance(value, dict):
        return f"{value['runs']} in {value['per_s']:g} s"
    return str(value)
