"""The API from Python: notifications, and the rules that send them. A part of `Client`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

from pydantic import JsonValue

from noria.client.http import Connection
from noria.client.records import Answer, Page


class Notification(Answer):
    """What the caller is told in the web app."""

    id: str
    type: str
    """Of the domain event."""
    data: dict[str, JsonValue]
    count: int
    """How many events of the same kind it stands for."""
    at: datetime
    read_at: datetime | None = None


class NotificationRule(Answer):
    """Whom a workspace tells of which domain events."""

    id: str
    name: str
    events: list[str]
    channel: str
    paused: bool
    last_error: str | None = None
    """Why the last message could not be delivered."""


class Delivery(Answer):
    """One message, and what became of it."""

    status: str
    last_error: str | None = None


class AlertRule(Answer):
    """A limit for a workflow's runs."""

    id: str
    workflow_id: str
    workflow_name: str
    name: str
    metric: str
    threshold: float
    paused: bool
    is_raised: bool
    value: float | None = None
    """When it was measured last."""


class NoticeCalls:
    """What `Client` can do with notifications and their rules."""

    _connection: Connection

    def list_notifications(self, *, unread: bool = False) -> Iterator[Notification]:
        """The caller's own, the newest first."""
        query = {"unread": "true" if unread else None}
        return self._connection.pages("notifications", query, Page[Notification])

    def read_notifications(self) -> None:
        """Mark all of the caller's as read."""
        self._connection.send("POST", "notifications/read")

    def list_notification_rules(self) -> Iterator[NotificationRule]:
        """The newest first."""
        return self._connection.pages("notification-rules", {}, Page[NotificationRule])

    def create_notification_rule(
        self, name: str, events: Sequence[str], channel: str, config: Mapping[str, JsonValue]
    ) -> NotificationRule:
        """It tells of what happens from now on."""
        body = {"name": name, "events": [*events], "channel": channel, "config": dict(config)}
        return self._connection.ask("POST", "notification-rules", NotificationRule, json=body)

    def hold_notification_rule(
        self, rule_id: str, act: Literal["pause", "resume"]
    ) -> NotificationRule:
        """Again is no error."""
        return self._connection.ask("POST", f"notification-rules/{rule_id}/{act}", NotificationRule)

    def test_notification_rule(self, rule_id: str) -> Delivery:
        """Send a made-up event by it; the answer says how that went."""
        return self._connection.ask("POST", f"notification-rules/{rule_id}/test", Delivery)

    def delete_notification_rule(self, rule_id: str) -> None:
        """With the history of its messages."""
        self._connection.send("DELETE", f"notification-rules/{rule_id}")

    def list_alert_rules(self, *, workflow_id: str | None = None) -> Iterator[AlertRule]:
        """The newest first, with how each stands."""
        return self._connection.pages("alert-rules", {"workflow_id": workflow_id}, Page[AlertRule])

    def create_alert_rule(
        self, workflow_id: str, name: str, metric: str, threshold: float
    ) -> AlertRule:
        """It is measured every half minute from now on."""
        body = {
            "workflow_id": workflow_id,
            "name": name,
            "metric": metric,
            "threshold": threshold,
        }
        return self._connection.ask("POST", "alert-rules", AlertRule, json=body)

    def hold_alert_rule(self, alert_id: str, act: Literal["pause", "resume"]) -> AlertRule:
        """Again is no error."""
        return self._connection.ask("POST", f"alert-rules/{alert_id}/{act}", AlertRule)

    def delete_alert_rule(self, alert_id: str) -> None:
        """Nobody is told that it is over."""
        self._connection.send("DELETE", f"alert-rules/{alert_id}")
