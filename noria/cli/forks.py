"""`noria retry`, `fork` and `test`."""

import os
from argparse import Namespace
from typing import Any

from noria.cli.report import parse_json, say_json, table
from noria.cli.runs import read_input, see_to_end
from noria.client import Client
from noria.client.records import Changes, ForkPreview
from noria.errors import Invalid
from noria.forks.records import Mode, Pin
from noria.model import PortName


def retry(arguments: Namespace) -> int:
    """Go on where a run failed; with `--wait`, succeed only when the new run does."""
    changes = _changes(arguments)
    with Client.from_environment(os.environ) as noria:
        if arguments.preview:
            return _say_preview(noria.preview_retry(arguments.run, changes), arguments)
        return see_to_end(noria, noria.retry_run(arguments.run, changes), arguments)


def fork(arguments: Namespace) -> int:
    """Run a step and all after it again; with `--wait`, succeed only when the new run does."""
    changes = _changes(arguments)
    with Client.from_environment(os.environ) as noria:
        if arguments.preview:
            shown = noria.preview_fork(
                arguments.run, arguments.node, changes, iteration=arguments.iteration
            )
            return _say_preview(shown, arguments)
        forked = noria.fork_run(
            arguments.run,
            arguments.node,
            changes,
            iteration=arguments.iteration,
            idempotency_key=arguments.idempotency_key,
        )
        return see_to_end(noria, forked, arguments)


def test(arguments: Namespace) -> int:
    """Run a part of a draft; with `--wait`, succeed only when the run does."""
    mode, node_id = _part(arguments)
    value, pins = read_input(arguments.input), dict(read_pin(text) for text in arguments.pin)
    with Client.from_environment(os.environ) as noria:
        workflow_id = noria.find_workflow(arguments.workflow).id
        if arguments.preview:
            shown = noria.preview_test_run(
                workflow_id, mode, node_id, value, pins=pins, run_id=arguments.run
            )
            return _say_preview(shown, arguments)
        started = noria.test_run(
            workflow_id,
            mode,
            node_id,
            value,
            pins=pins,
            run_id=arguments.run,
            breakpoints=arguments.breakpoint,
            idempotency_key=arguments.idempotency_key,
        )
        return see_to_end(noria, started, arguments)


def _part(arguments: Namespace) -> tuple[Mode, str]:
    if arguments.only:
        return "only", arguments.only
    if arguments.up_to:
        return "up_to", arguments.up_to
    return "from", arguments.from_


def _changes(arguments: Namespace) -> Changes:
    """With only what was given: all else stays as it was."""
    given: dict[str, Any] = {}
    if arguments.version is not None:
        given["version"] = arguments.version
    if arguments.draft:
        given["draft"] = True
    if arguments.input is not None:
        given["input"] = read_input(arguments.input)
    if arguments.pin:
        given["pins"] = dict(read_pin(text) for text in arguments.pin)
    if arguments.breakpoint:
        given["breakpoints"] = arguments.breakpoint
    return Changes.model_validate(given)


def read_pin(text: str) -> tuple[str, Pin]:
    """
    Raises:
        Invalid: Neither `node=JSON` nor `node:port=JSON`.
    """
    place, sign, value = text.partition("=")
    node_id, colon, port = place.partition(":")
    if not sign or not node_id or (colon and not port):
        raise Invalid(
            f"--pin is {text!r}: write the node's id, ':' and a port where it is to be left "
            "by that, '=', and its output as JSON."
        )
    output = parse_json(value, f"The pin of {node_id!r}")
    return node_id, Pin(output=output, port=PortName(port)) if port else Pin(output=output)


def _say_preview(preview: ForkPreview, arguments: Namespace) -> int:
    if arguments.json:
        say_json(preview)
        return 0
    rows = [
        (
            step.node_id,
            "reused" if step.reused else "runs",
            step.reason.replace("_", " "),
            "edited since" if step.edited else "",
        )
        for step in preview.steps
    ]
    print(table(rows))
    print(
        f"{preview.reused_count} reused, {preview.run_count} to run"
        f"{f', {preview.kept_inside} kept inside loops' if preview.kept_inside else ''}. "
        f"It goes on at {', '.join(preview.starts_with)}."
    )
    return 0
