"""`noria notifications`, `notification-rules` and `alert-rules`."""

import os
from argparse import Namespace
from collections.abc import Sequence
from itertools import islice

from pydantic import BaseModel, JsonValue

from noria.cli.report import harmless, parse_json, read_json, say_json, show_time, table
from noria.client import Client
from noria.client.notices import AlertRule, NotificationRule
from noria.errors import Invalid


def notifications(arguments: Namespace) -> int:
    """List the caller's own, or mark them as read."""
    with Client.from_environment(os.environ) as noria:
        if arguments.read:
            noria.read_notifications()
            if not arguments.json:
                print("All are read.")
            return 0
        listed = noria.list_notifications(unread=arguments.unread)
        found = list(islice(listed, arguments.limit))
    rows = [
        (show_time(each.at), each.type, f"{each.count}", harmless(_about(each.data)))
        for each in found
    ]
    return _say_all(arguments, found, rows, "No notifications.")


def notification_rules(arguments: Namespace) -> int:
    """List them, or do one thing to one of them."""
    with Client.from_environment(os.environ) as noria:
        if arguments.test:
            done = noria.test_notification_rule(arguments.test)
            if arguments.json:
                say_json(done)
            else:
                why = f": {harmless(done.last_error)}" if done.last_error else ""
                print(f"{done.status}{why}")
            return 1 if done.last_error else 0
        if arguments.delete:
            noria.delete_notification_rule(arguments.delete)
            return _say_deleted(arguments)
        rule = _change_rule(noria, arguments)
        if rule is not None:
            return _say_one(arguments, rule, _paused(rule))
        found = list(islice(noria.list_notification_rules(), arguments.limit))
    rows = [
        (each.id, each.channel, _paused(each), harmless(each.name), " ".join(each.events))
        for each in found
    ]
    return _say_all(arguments, found, rows, "No notification rules.")


def _change_rule(noria: Client, arguments: Namespace) -> NotificationRule | None:
    for act in ("pause", "resume"):
        if getattr(arguments, act):
            return noria.hold_notification_rule(getattr(arguments, act), act)
    if not arguments.add:
        return None
    if not arguments.event:
        raise Invalid("A rule tells of events: name one or more with --event, as run.failed.")
    config = _config(arguments.config)
    name = arguments.name or arguments.add
    return noria.create_notification_rule(name, arguments.event, arguments.add, config)


def alert_rules(arguments: Namespace) -> int:
    """List them, or do one thing to one of them."""
    with Client.from_environment(os.environ) as noria:
        if arguments.delete:
            noria.delete_alert_rule(arguments.delete)
            return _say_deleted(arguments)
        rule = _change_alert(noria, arguments)
        if rule is not None:
            return _say_one(arguments, rule, _stands(rule))
        workflow_id = noria.find_workflow(arguments.workflow).id if arguments.workflow else None
        listed = noria.list_alert_rules(workflow_id=workflow_id)
        found = list(islice(listed, arguments.limit))
    rows = [
        (
            each.id,
            f"{each.metric} > {each.threshold:g}",
            _stands(each),
            harmless(each.name),
            harmless(each.workflow_name),
        )
        for each in found
    ]
    return _say_all(arguments, found, rows, "No alert rules.")


def _change_alert(noria: Client, arguments: Namespace) -> AlertRule | None:
    for act in ("pause", "resume"):
        if getattr(arguments, act):
            return noria.hold_alert_rule(getattr(arguments, act), act)
    if not arguments.add:
        return None
    if not arguments.workflow or arguments.threshold is None:
        raise Invalid("A limit is one workflow's: name it with --workflow, and its --threshold.")
    workflow = noria.find_workflow(arguments.workflow)
    name = arguments.name or arguments.add
    return noria.create_alert_rule(workflow.id, name, arguments.add, arguments.threshold)


def _paused(rule: NotificationRule) -> str:
    if rule.paused:
        return "paused"
    return "failing" if rule.last_error else "ok"


def _stands(rule: AlertRule) -> str:
    if rule.paused:
        return "paused"
    return "raised" if rule.is_raised else "ok"


def _about(data: dict[str, JsonValue]) -> str:
    names = (data.get(name) for name in ("workflow_name", "name", "title"))
    return next((name for name in names if isinstance(name, str)), "")


def _config(text: str | None) -> dict[str, JsonValue]:
    if text is None:
        return {}
    read = read_json(text[1:], "--config") if text.startswith("@") else parse_json(text, "--config")
    if not isinstance(read, dict):
        raise Invalid("--config is no JSON object: write {…}.")
    return read


def _say_all(
    arguments: Namespace, found: Sequence[BaseModel], rows: list[tuple[str, ...]], none: str
) -> int:
    if arguments.json:
        say_json(found)
    else:
        print(table(rows) if rows else none)
    return 0


def _say_one(arguments: Namespace, rule: NotificationRule | AlertRule, stands: str) -> int:
    if arguments.json:
        say_json(rule)
    else:
        print(f"Rule {rule.id} ({harmless(rule.name)}) is {stands}.")
    return 0


def _say_deleted(arguments: Namespace) -> int:
    if not arguments.json:
        print(f"Deleted rule {arguments.delete}.")
    return 0
