"""`noria export` and `noria import`: workflows as a document, in YAML or JSON."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from noria.cli.report import list_problems, say_json
from noria.client import Client
from noria.client.exchange import Imported
from noria.errors import Invalid


def export(arguments: Namespace) -> int:
    """Write drafts, without any secret."""
    with Client.from_environment(os.environ) as noria:
        found = (
            [noria.find_workflow(name) for name in arguments.workflows]
            if arguments.workflows
            else list(noria.list_workflows())
        )
        if not found:
            raise Invalid("There is no workflow to export.")
        text = noria.export_workflows(
            [workflow.id for workflow in found], form=arguments.format, called=arguments.called
        )
    if arguments.output is None:
        sys.stdout.write(text)
        return 0
    try:
        Path(arguments.output).write_text(text)
    except OSError as error:
        raise Invalid(f"{arguments.output!r} can't be written: {error.strerror}.") from error
    print(f"Wrote {arguments.output}.")
    return 0


def import_(arguments: Namespace) -> int:
    """Bring workflows in as drafts, or say what would come."""
    text = _read(arguments.file)
    with Client.from_environment(os.environ) as noria:
        found = noria.import_workflows(text, replace=arguments.replace, dry_run=arguments.dry_run)
    if arguments.json:
        say_json(found)
        return 0
    for each in found:
        print(_line(each, arguments.dry_run))
        for name in each.credentials:
            where = ", which is not here" if name in each.missing_credentials else ""
            print(f"  needs the credential {name!r}{where}")
        for name in each.missing_workflows:
            print(f"  runs {name!r}, which is not here")
        if each.problems:
            print(list_problems(each.problems))
    return 0


def _line(each: Imported, dry_run: bool) -> str:
    verb = "create" if each.action == "create" else "replace the draft of"
    done = "Created" if each.action == "create" else "Replaced the draft of"
    nodes = "1 node" if each.nodes == 1 else f"{each.nodes} nodes"
    if dry_run:
        return f"Would {verb} {each.name!r}, {nodes}."
    return f"{done} {each.name!r} ({each.workflow_id}), {nodes}."


def _read(source: str) -> str:
    """
    Raises:
        Invalid: The file can't be read, or is no text.
    """
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return data.decode()
    except OSError as error:
        raise Invalid(f"The file {source!r} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Invalid(f"The file {source!r} is no text in UTF-8.") from error
