"""`noria dead-letters`: what failed for good, with retry and discard."""

import os
from argparse import Namespace
from itertools import islice

from noria.cli.report import harmless, parse_time, say_json, show_time, table
from noria.client import Client
from noria.client.dead_letters import DeadLetter, Discarded, LetterFilter
from noria.errors import Invalid


def dead_letters(arguments: Namespace) -> int:
    """List them, or do something about one."""
    with Client.from_environment(os.environ) as noria:
        if arguments.retry:
            return _retry(noria, arguments)
        if arguments.retry_messages:
            return _retry_messages(noria, arguments)
        if arguments.discard:
            letter = noria.discard_dead_letter(arguments.discard)
            if arguments.json:
                say_json(letter)
            else:
                print(f"Dead letter {letter.id} is {letter.status}.")
            return 0
        if arguments.discard_all:
            return _discard_all(noria, arguments)
        return _list(noria, arguments)


def _retry(noria: Client, arguments: Namespace) -> int:
    if noria.get_dead_letter(arguments.retry).kind == "event":
        noria.resend_dead_letter(arguments.retry)
        letter = noria.get_dead_letter(arguments.retry)
        if arguments.json:
            say_json(letter)
        else:
            print(f"The event of dead letter {letter.id} is sent again.")
        return 0
    retry = noria.retry_dead_letter(arguments.retry)
    if arguments.json:
        say_json(retry)
    else:
        print(f"Run {retry.id} is {retry.status}. Follow it: noria logs {retry.id} --follow")
    return 0


def _retry_messages(noria: Client, arguments: Namespace) -> int:
    done = noria.retry_messages(arguments.retry_messages)
    if arguments.json:
        say_json(done)
    else:
        why = f": {harmless(done.reason)}" if done.reason else ""
        print(f"{done.retried} messages have started runs, {done.failed} start none{why}")
    return 1 if done.failed else 0


def _discard_all(noria: Client, arguments: Namespace) -> int:
    """Say how many match; with `--yes`, take them off the list."""
    if arguments.status != "open":
        raise Invalid(f"--discard-all takes open ones only: leave --status {arguments.status} out.")
    which = _filter(noria, arguments)
    if arguments.yes:
        count = noria.discard_dead_letters(**which)
    else:
        count = sum(1 for _ in noria.list_dead_letters(**which))
    if arguments.json:
        say_json(Discarded(count=count))
    elif arguments.yes:
        print(f"{_letters(count)} discarded. Their runs stay.")
    else:
        print(f"{_letters(count)} would be discarded.")
        print("Nothing was done. Give --yes to discard them.")
    return 0


def _letters(count: int) -> str:
    return f"{count} dead letter{'' if count == 1 else 's'}"


def _filter(noria: Client, arguments: Namespace) -> LetterFilter:
    return {
        "workflow_id": noria.find_workflow(arguments.workflow).id if arguments.workflow else None,
        "error_type": arguments.error,
        "node_id": arguments.node,
        "since": parse_time("--since", arguments.since),
        "until": parse_time("--until", arguments.until),
        "trigger_id": arguments.trigger,
    }


def _list(noria: Client, arguments: Namespace) -> int:
    if arguments.limit < 1:
        raise Invalid(f"--limit is {arguments.limit}: write 1 or more.")
    letters = noria.list_dead_letters(status=arguments.status, **_filter(noria, arguments))
    found = list(islice(letters, arguments.limit))
    if arguments.json:
        say_json(found)
    elif found:
        print(table([_row(letter) for letter in found]))
    else:
        print("No dead letters.")
    return 0


def _row(letter: DeadLetter) -> tuple[str, ...]:
    where = f"{letter.workflow_name or '-'} at {letter.node_id}" if letter.node_id else "-"
    if letter.kind == "message":
        where = f"{letter.workflow_name or '-'} by message"
    reason = letter.error.message if letter.error else ""
    return letter.id, show_time(letter.created_at), where, reason
