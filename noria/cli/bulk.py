"""`noria bulk`: one thing done to all runs that match."""

import os
from argparse import Namespace
from itertools import islice

from noria.cli.report import FAILED, harmless, parse_time, say_json, table
from noria.client import Client
from noria.client.bulk import BulkAction, RunFilter
from noria.errors import Invalid
from noria.run import RunStatus


def bulk(arguments: Namespace) -> int:
    """Say how many runs match; with `--yes`, do it; with `--wait`, succeed when all agreed.

    Without an action, list those that were asked for, or leave the rest of one alone.
    """
    if arguments.action is None:
        return _cancel(arguments) if arguments.cancel else _list(arguments)
    extra = {
        "node_id": arguments.node,
        "version": arguments.to_version,
        "reason": arguments.reason,
    }
    with Client.from_environment(os.environ) as noria:
        runs = _filter(noria, arguments)
        if not arguments.yes:
            preview = noria.preview_bulk(arguments.action, runs, **extra)
            if arguments.json:
                say_json(preview)
            else:
                counts = ", ".join(f"{count} {name}" for name, count in preview.by_status.items())
                print(f"{preview.count} runs match{f': {counts}' if counts else ''}.")
                print(f"Nothing was done. Give --yes to {arguments.action} them.")
            return 0
        action = noria.start_bulk(
            arguments.action, runs, idempotency_key=arguments.idempotency_key, **extra
        )
        if arguments.wait:
            action = noria.wait_for_bulk(action.id)
    if arguments.json:
        say_json(action)
    else:
        _say(action)
    return FAILED if arguments.wait and action.refused else 0


def _list(arguments: Namespace) -> int:
    if arguments.limit < 1:
        raise Invalid(f"--limit is {arguments.limit}: write 1 or more.")
    with Client.from_environment(os.environ) as noria:
        actions = list(islice(noria.list_bulk(), arguments.limit))
    if arguments.json:
        say_json(actions)
        return 0
    rows = [(item.id, item.action, item.status, _progress(item)) for item in actions]
    print(table(rows) if rows else "There are no bulk actions.")
    return 0


def _cancel(arguments: Namespace) -> int:
    with Client.from_environment(os.environ) as noria:
        action = noria.cancel_bulk(arguments.cancel)
    if arguments.json:
        say_json(action)
    else:
        _say(action)
    return 0


def _filter(noria: Client, arguments: Namespace) -> RunFilter:
    return RunFilter(
        workflow_id=noria.find_workflow(arguments.workflow).id if arguments.workflow else None,
        status=tuple(_status(name) for name in arguments.status),
        version=arguments.version,
        since=parse_time("--since", arguments.since),
        until=parse_time("--until", arguments.until),
        key=arguments.key,
        trigger=tuple(arguments.trigger),
        error=arguments.error,
        took_at_least_s=arguments.took_at_least,
        run_ids=tuple(arguments.run),
    )


def _status(name: str) -> RunStatus:
    try:
        return RunStatus(name)
    except ValueError as error:
        raise Invalid(f"--status is {name!r}: write one of {', '.join(RunStatus)}.") from error


def _progress(action: BulkAction) -> str:
    return f"{action.done} done, {action.refused} refused of {action.total}"


def _say(action: BulkAction) -> None:
    print(f"Bulk action {action.id} is {action.status}: {_progress(action)}.")
    for refusal in action.refusals:
        print(harmless(f"  {refusal.run_id}  {refusal.reason}"))
