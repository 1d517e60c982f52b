"""Triggers, from Python."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlencode

from pydantic import JsonValue

from noria.client.http import Connection
from noria.client.records import Answer, Page


class Firing(Answer):
    """One time that a trigger fired."""

    id: str
    outcome: str
    run_id: str | None = None
    message_id: str | None = None
    detail: str | None = None
    at: str


class Trigger(Answer):
    """What starts runs of a workflow besides people."""

    id: str
    workflow_id: str
    workflow_name: str
    type: str
    name: str
    config: dict[str, JsonValue]
    mapping: dict[str, JsonValue] = {}
    """`filter`, `input` and `key`: expressions over the message."""
    paused: bool
    url: str | None = None
    test_url: str | None = None
    health: str
    health_detail: str | None = None


class ScheduleTimes(Answer):
    """When a schedule fires."""

    words: str
    """The schedule in one sentence."""
    times: list[datetime]


class Fired(Answer):
    """What became of a test."""

    outcome: str
    run_id: str | None = None
    origin: str | None = None
    """`captured`, `fired` or `example`: where the message is from; None: from the caller."""


class TriggerCalls:
    """The calls about triggers."""

    _connection: Connection

    def list_triggers(self, *, workflow_id: str | None = None) -> Iterator[Trigger]:
        """The newest first."""
        return self._connection.pages("triggers", {"workflow_id": workflow_id}, Page[Trigger])

    def create_trigger(
        self,
        workflow_id: str,
        type_name: str,
        name: str,
        config: Mapping[str, JsonValue],
        mapping: Mapping[str, JsonValue] | None = None,
    ) -> Trigger:
        """It fires from now on."""
        body: dict[str, Any] = {"type": type_name, "name": name, "config": dict(config)}
        if mapping:
            body["mapping"] = dict(mapping)
        return self._connection.ask("POST", f"workflows/{workflow_id}/triggers", Trigger, json=body)

    def get_trigger(self, trigger_id: str) -> Trigger:
        return self._connection.ask("GET", f"triggers/{trigger_id}", Trigger)

    def update_trigger(
        self,
        trigger_id: str,
        config: Mapping[str, JsonValue] | None = None,
        *,
        name: str | None = None,
        mapping: Mapping[str, JsonValue] | None = None,
    ) -> Trigger:
        """Replace what is given, each as a whole; the rest stays."""
        given = {"config": config, "name": name, "mapping": mapping}
        body = {key: value for key, value in given.items() if value is not None}
        return self._connection.ask("PATCH", f"triggers/{trigger_id}", Trigger, json=body)

    def next_times(self, trigger_id: str, *, count: int = 10) -> ScheduleTimes:
        """Of a schedule, at most 100; none while it is paused."""
        path = f"triggers/{trigger_id}/times?{urlencode({'count': count})}"
        return self._connection.ask("GET", path, ScheduleTimes)

    def backfill(self, trigger_id: str, *, since: datetime, until: datetime) -> ScheduleTimes:
        """Start the runs of a schedule's past period, and give its times; one that has its run gets no second.

        Raises:
            Conflict: The schedule is paused.
            Invalid: A time is without its zone, or the period is not over or has more than 1,000 times.
        """
        body = {"since": since.isoformat(), "until": until.isoformat()}
        path = f"triggers/{trigger_id}/backfill"
        return self._connection.ask("POST", path, ScheduleTimes, json=body)

    def hold_trigger(self, trigger_id: str, act: Literal["pause", "resume"]) -> Trigger:
        """Again is no error."""
        return self._connection.ask("POST", f"triggers/{trigger_id}/{act}", Trigger)

    def delete_trigger(self, trigger_id: str) -> None:
        """Its runs stay."""
        self._connection.send("DELETE", f"triggers/{trigger_id}")

    def test_trigger(self, trigger_id: str, sample: JsonValue = None) -> Fired:
        """Run the draft with this message, or with the newest that came; an example, if none did."""
        return self._connection.ask(
            "POST", f"triggers/{trigger_id}/test", Fired, json={"sample": sample}
        )

    def list_firings(self, trigger_id: str) -> Iterator[Firing]:
        """The newest first."""
        return self._connection.pages(f"triggers/{trigger_id}/firings", {}, Page[Firing])
