"""`noria triggers`: what starts runs besides people."""

import os
from argparse import Namespace
from datetime import datetime
from itertools import islice

from pydantic import JsonValue

from noria.cli.report import harmless, parse_json, parse_time, read_json, say_json, table
from noria.client import Client
from noria.client.triggers import Trigger
from noria.errors import Invalid

_ORIGINS = {
    "captured": " (with the newest message, captured at the test address)",
    "fired": " (with the newest message, which started a run before)",
    "example": " (with an example: no message has come yet)",
}


def triggers(arguments: Namespace) -> int:
    """List them, or do one thing to one of them."""
    with Client.from_environment(os.environ) as noria:
        if arguments.firings:
            return _firings(noria, arguments)
        if arguments.times or arguments.backfill:
            return _times(noria, arguments)
        if arguments.test:
            sample = _json(arguments.sample, "--sample") if arguments.sample else None
            fired = noria.test_trigger(arguments.test, sample)
            if arguments.json:
                say_json(fired)
            else:
                told = _ORIGINS.get(fired.origin or "", "")
                print(f"{fired.outcome}: {fired.run_id or 'no run'}{told}")
            return 0
        if arguments.delete:
            noria.delete_trigger(arguments.delete)
            if not arguments.json:
                print(f"Deleted trigger {arguments.delete}; its runs stay.")
            return 0
        changed = _change(noria, arguments)
        if changed is not None:
            _say(changed, as_json=arguments.json)
            return 0
        return _list(noria, arguments)


def _change(noria: Client, arguments: Namespace) -> Trigger | None:
    if arguments.pause:
        return noria.hold_trigger(arguments.pause, "pause")
    if arguments.resume:
        return noria.hold_trigger(arguments.resume, "resume")
    config = _json(arguments.config, "--config") if arguments.config else None
    if config is not None and not isinstance(config, dict):
        raise Invalid("--config is no JSON object: write {…}.")
    mapping = _mapping(arguments)
    if arguments.change:
        # What is sent replaces the whole mapping.
        kept = noria.get_trigger(arguments.change).mapping if mapping else {}
        return noria.update_trigger(
            arguments.change, config, name=arguments.name, mapping={**kept, **mapping} or None
        )
    if not arguments.add:
        return None
    if not arguments.workflow:
        raise Invalid("A trigger belongs to a workflow: name it with --workflow.")
    workflow = noria.find_workflow(arguments.workflow)
    name = arguments.name or arguments.add
    return noria.create_trigger(workflow.id, arguments.add, name, config or {}, mapping)


def _mapping(arguments: Namespace) -> dict[str, JsonValue]:
    """What was given of it; an empty text takes away what is there."""
    given: dict[str, JsonValue] = {}
    if arguments.filter is not None:
        given["filter"] = arguments.filter
    if arguments.input is not None:
        given["input"] = _json(arguments.input, "--input")
    if arguments.key is not None:
        given["key"] = arguments.key
    if arguments.key_policy is not None:
        given["key_policy"] = arguments.key_policy
    return given


def _times(noria: Client, arguments: Namespace) -> int:
    if arguments.backfill:
        since, until = _time(arguments, "since"), _time(arguments, "until")
        found = noria.backfill(arguments.backfill, since=since, until=until)
    else:
        found = noria.next_times(arguments.times, count=arguments.limit)
    if arguments.json:
        say_json(found)
        return 0
    said = f"Starting {len(found.times)} runs of" if arguments.backfill else "Next times of"
    print(f"{said}: {harmless(found.words)}")
    for time in found.times:
        print(time.isoformat())
    return 0


def _time(arguments: Namespace, option: str) -> datetime:
    time = parse_time(f"--{option}", getattr(arguments, option))
    if time is None:
        raise Invalid("A backfill is of a period: give --since and --until.")
    return time


def _json(text: str, option: str) -> JsonValue:
    return read_json(text[1:], option) if text.startswith("@") else parse_json(text, option)


def _list(noria: Client, arguments: Namespace) -> int:
    workflow_id = noria.find_workflow(arguments.workflow).id if arguments.workflow else None
    found = list(islice(noria.list_triggers(workflow_id=workflow_id), arguments.limit))
    if arguments.json:
        say_json(found)
    elif found:
        rows = [
            (each.id, each.type, each.health, harmless(each.name), harmless(each.workflow_name))
            for each in found
        ]
        print(table(rows))
    else:
        print("No triggers.")
    return 0


def _firings(noria: Client, arguments: Namespace) -> int:
    found = list(islice(noria.list_firings(arguments.firings), arguments.limit))
    if arguments.json:
        say_json(found)
    elif found:
        rows = [
            (each.at, each.outcome, each.run_id or "-", harmless(each.detail or ""))
            for each in found
        ]
        print(table(rows))
    else:
        print("It has not fired yet.")
    return 0


def _say(trigger: Trigger, *, as_json: bool) -> None:
    if as_json:
        say_json(trigger)
        return
    where = f" at {trigger.url}" if trigger.url else ""
    print(f"Trigger {trigger.id} ({trigger.type}{where}) is {trigger.health}.")
