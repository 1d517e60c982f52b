"""`noria run`, `runs`, `logs` and `cancel`."""

import os
import sys
from argparse import Namespace
from datetime import datetime
from itertools import islice

from pydantic import JsonValue

from noria.cli.report import (
    FAILED,
    harmless,
    parse_json,
    read_json,
    say_json,
    say_json_line,
    show_time,
    table,
)
from noria.client import Client
from noria.client.records import Attempt, Run, RunEvent
from noria.errors import Invalid
from noria.run import RunStatus


def run(arguments: Namespace) -> int:
    """Start a run; with `--wait`, succeed only when it does."""
    value = read_input(arguments.input)
    with Client.from_environment(os.environ) as noria:
        workflow = noria.find_workflow(arguments.workflow)
        started = noria.start_run(
            workflow.id,
            value,
            version=arguments.version,
            draft=arguments.draft,
            key=arguments.key,
            key_policy=arguments.key_policy,
            priority=arguments.priority,
            breakpoints=arguments.breakpoint,
            idempotency_key=arguments.idempotency_key,
        )
        return see_to_end(noria, started, arguments)


def see_to_end(noria: Client, started: Run, arguments: Namespace) -> int:
    """Say how a run that was just started ended, with `--wait`, else where to look."""
    ended = _wait(noria, started.id) if arguments.wait else started
    if arguments.json:
        say_json(ended)
    elif arguments.wait:
        _say_end(ended)
    else:
        where = " in line" if started.in_line else ""
        print(
            f"Run {started.id} is {started.status}{where}. Follow it: noria logs {started.id} --follow"
        )
    return FAILED if arguments.wait and ended.status is not RunStatus.SUCCEEDED else 0


def runs(arguments: Namespace) -> int:
    """One a line, the newest first."""
    status = _status(arguments.status)
    if arguments.limit < 1:
        raise Invalid(f"--limit is {arguments.limit}: write 1 or more.")
    with Client.from_environment(os.environ) as noria:
        workflow_id = noria.find_workflow(arguments.workflow).id if arguments.workflow else None
        found = list(
            islice(noria.list_runs(workflow_id=workflow_id, status=status), arguments.limit)
        )
    if arguments.json:
        say_json(found)
    elif found:
        print(
            table(
                [
                    (
                        item.id,
                        item.status.value,
                        show_time(item.created_at),
                        f"v{item.version}" if item.version else "draft",
                        item.workflow_name,
                    )
                    for item in found
                ]
            )
        )
    else:
        print("No runs.")
    return 0


def logs(arguments: Namespace) -> int:
    """Every attempt at every step; with `--follow` as it happens."""
    with Client.from_environment(os.environ) as noria:
        if arguments.follow:
            for event in noria.follow_run(arguments.run):
                say_json_line(event) if arguments.json else _say_event(event)
            return 0
        steps = noria.list_steps(arguments.run)
        found = noria.read_run(arguments.run)
    if arguments.json:
        say_json(
            {
                "run": found.model_dump(mode="json"),
                "steps": [s.model_dump(mode="json") for s in steps],
            }
        )
        return 0
    for step in steps:
        for attempt in step.attempts:
            print(_line(step.node_id, step.iteration, attempt))
    _say_end(found)
    return 0


def cancel(arguments: Namespace) -> int:
    """The run's steps learn of it at their next heartbeat."""
    with Client.from_environment(os.environ) as noria:
        asked = noria.cancel_run(arguments.run)
    if arguments.json:
        say_json(asked)
    else:
        print(f"Run {asked.id} was asked to stop; it is {asked.status}.")
    return 0


def read_input(text: str | None) -> JsonValue:
    """JSON, or that of a file where it begins with `@`; None when it is left out."""
    if text is None:
        return None
    if text.startswith("@"):
        return read_json(text[1:], "The input file")
    return parse_json(text, f"The input {text!r}")


def _status(text: str | None) -> RunStatus | None:
    if text is None:
        return None
    try:
        return RunStatus(text)
    except ValueError as error:
        known = ", ".join(RunStatus)
        raise Invalid(f"--status is {text!r}: write one of {known}.") from error


def _wait(noria: Client, run_id: str) -> Run:
    try:
        return noria.wait_for_run(run_id)
    except KeyboardInterrupt:
        print(f"\nThe run goes on. Follow it: noria logs {run_id} --follow", file=sys.stderr)
        raise


def _say_event(event: RunEvent) -> None:
    if event.step is not None:
        print(_line(event.step.node_id, event.step.iteration, event.step), flush=True)
    elif event.run is not None:
        _say_end(event.run)


def _line(node_id: str, iteration: str, attempt: Attempt) -> str:
    """`12:00:01  fetch  failed  attempt 2, 0.31 s: the reason`."""
    facts = [f"attempt {attempt.attempt}"] if attempt.attempt > 1 else []
    if attempt.started_at and attempt.finished_at:
        facts.append(_seconds(attempt.started_at, attempt.finished_at))
    if attempt.port not in (None, "out"):
        facts.append(f"port {attempt.port}")
    where = f"{node_id}[{iteration}]" if iteration else node_id
    reason = f": {attempt.error.message}" if attempt.error else ""
    time = show_time(attempt.finished_at or attempt.started_at)
    line = f"{time}  {where}  {attempt.status}  {', '.join(facts)}".rstrip()
    return harmless(f"{line}{reason}")


def _seconds(start: datetime, end: datetime) -> str:
    return f"{(end - start).total_seconds():.2f} s"


def _say_end(ended: Run) -> None:
    verb = "has" if ended.status in (RunStatus.SUCCEEDED, RunStatus.FAILED) else "is"
    line = f"Run {ended.id} {verb} {ended.status}"
    if ended.error is not None:
        where = f" at {ended.error.node_id}" if ended.error.node_id else ""
        line += f"{where}: {ended.error.message}"
    print(harmless(line), flush=True)
    if ended.output is not None:
        say_json({"output": ended.output})
