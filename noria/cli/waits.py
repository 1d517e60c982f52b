"""`noria event`, `events`, `approvals`, `approve`, `reject` and `approval-link`."""

import os
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from noria.cli.report import harmless, parse_time, say_json, show_time, table
from noria.cli.runs import read_input
from noria.client import Client
from noria.client.waits import Approval, Decision, Event
from noria.errors import Invalid

T = TypeVar("T")


def event(arguments: Namespace) -> int:
    """Send one."""
    with Client.from_environment(os.environ) as noria:
        sent = noria.send_event(
            arguments.key,
            read_input(arguments.payload),
            keep_s=arguments.keep,
            idempotency_key=arguments.idempotency_key,
        )
    if arguments.json:
        say_json(sent)
    else:
        print(harmless(f"Event {sent.key} {_where(sent)}."))
    return 0


def events(arguments: Namespace) -> int:
    """List them."""
    delivered = False if arguments.kept else None
    with Client.from_environment(os.environ) as noria:
        found = _first(arguments, noria.list_events(key=arguments.key, delivered=delivered))
    if arguments.json:
        say_json(found)
    elif found:
        print(table([(each.key, show_time(each.created_at), _where(each)) for each in found]))
    else:
        print("No events.")
    return 0


def approvals(arguments: Namespace) -> int:
    """List those that wait for an answer; with `--all` those that were answered too."""
    with Client.from_environment(os.environ) as noria:
        listed = noria.list_approvals(
            open=not arguments.all, mine=arguments.mine, run_id=arguments.run
        )
        found = _first(arguments, listed)
    if arguments.json:
        say_json(found)
    elif found:
        print(table([_row(each) for each in found]))
    else:
        print("No approvals.")
    return 0


def approve(arguments: Namespace) -> int:
    """As one of those who are asked."""
    return _answer(arguments, "approved")


def reject(arguments: Namespace) -> int:
    """As one of those who are asked."""
    return _answer(arguments, "rejected")


def approval_link(arguments: Namespace) -> int:
    """Print a link that answers without signing in."""
    with Client.from_environment(os.environ) as noria:
        link = noria.create_approval_link(
            arguments.approval,
            arguments.email,
            expires_at=parse_time("--expires-at", arguments.expires_at),
        )
    if arguments.json:
        say_json(link)
    else:
        print(link.url)
    return 0


def _answer(arguments: Namespace, decision: Decision) -> int:
    with Client.from_environment(os.environ) as noria:
        answered = noria.answer_approval(
            arguments.approval,
            decision,
            comment=arguments.comment,
            data=read_input(arguments.data),
        )
    if arguments.json:
        say_json(answered)
    else:
        print(harmless(f"{answered.title or answered.node_id}: {answered.status}."))
    return 0


def _first(arguments: Namespace, items: Iterator[T]) -> list[T]:
    if arguments.limit < 1:
        raise Invalid(f"--limit is {arguments.limit}: write 1 or more.")
    return list(islice(items, arguments.limit))


def _where(event: Event) -> str:
    if event.run_id is None:
        if event.expires_at and event.expires_at <= datetime.now(UTC):
            return "went to no run"
        return f"is kept until {show_time(event.expires_at)} for a run that waits for it"
    at = f" at {event.node_id}" if event.node_id else ""
    return f"went to run {event.run_id}{at}"


def _row(approval: Approval) -> tuple[str, ...]:
    who = ", ".join(approval.assignees) or "everybody"
    if approval.answered_by:
        who = f"by {approval.answered_by}"
    until = f"until {show_time(approval.until)}" if approval.until else "no time limit"
    title = approval.title or f"{approval.workflow_name} at {approval.node_id}"
    return approval.id, approval.status, until, who, title
