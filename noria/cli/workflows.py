"""`noria push`: saves a graph as a workflow's draft, and publishes it."""

import os
from argparse import Namespace
from pathlib import PurePath
from typing import Any

from noria.cli.report import list_problems, read_graph_file, say_json
from noria.client import Client
from noria.client.records import Published
from noria.errors import Invalid, NotFound, Problem


def push(arguments: Namespace) -> int:
    """Make the workflow of this name, or replace its draft."""
    in_file, document = read_graph_file(arguments.file)
    if not isinstance(document, dict):
        raise Invalid(f"The graph in {arguments.file!r} is no JSON object: write {{nodes, edges}}.")
    name = arguments.name or in_file or PurePath(arguments.file).stem
    with Client.from_environment(os.environ) as noria:
        workflow_id, made, problems = _save(noria, name, document, force=arguments.force)
        published = noria.publish(workflow_id) if arguments.publish else None
    if arguments.json:
        say_json(
            {
                "id": workflow_id,
                "name": name,
                "version": published.version if published else None,
                "problems": [problem.model_dump(mode="json") for problem in problems],
            }
        )
        return 0
    if problems:
        print(list_problems(problems))
    print(f"{'Made' if made else 'Saved'} {name!r} ({workflow_id}){_version(published)}.")
    return 0


def _save(
    noria: Client, name: str, graph: dict[str, Any], *, force: bool
) -> tuple[str, bool, list[Problem]]:
    try:
        workflow = noria.find_workflow(name)
    except NotFound:
        made = noria.create_workflow(name, graph)
        return made.id, True, made.problems
    revision = noria.read_draft(workflow.id).revision
    saved = noria.save_draft(workflow.id, graph, revision=revision, force=force)
    return workflow.id, False, saved.problems


def _version(published: Published | None) -> str:
    if published is None:
        return ""
    if published.created:
        return f" and published version {published.version}"
    return f"; version {published.version} is the same, so none was made"
