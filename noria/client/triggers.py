"""Triggers, from Python."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

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
    paused: bool
    url: str | None = None
    test_url: str | None = None
    health: str
    health_detail: str | None = None


class Fired(Answer):
    """What became of a test."""

    outcome: str
    run_id: str | None = None


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

    def update_trigger(self, trigger_id: str, config: Mapping[str, JsonValue]) -> Trigger:
        """Replace its config."""
        return self._connection.ask(
            "PATCH", f"triggers/{trigger_id}", Trigger, json={"config": dict(config)}
        )

    def hold_trigger(self, trigger_id: str, act: Literal["pause", "resume"]) -> Trigger:
        """Again is no error."""
        return self._connection.ask("POST", f"triggers/{trigger_id}/{act}", Trigger)

    def delete_trigger(self, trigger_id: str) -> None:
        """Its runs stay."""
        self._connection.send("DELETE", f"triggers/{trigger_id}")

    def test_trigger(self, trigger_id: str, sample: JsonValue = None) -> Fired:
        """Run the draft with this message, or with the newest captured one."""
        return self._connection.ask(
            "POST", f"triggers/{trigger_id}/test", Fired, json={"sample": sample}
        )

    def list_firings(self, trigger_id: str) -> Iterator[Firing]:
        """The newest first."""
        return self._connection.pages(f"triggers/{trigger_id}/firings", {}, Page[Firing])
