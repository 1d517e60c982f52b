"""The API from Python: one thing done to many runs. A part of `Client`."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from pydantic import JsonValue

from noria.bulk import BulkName
from noria.client.http import Connection, once
from noria.client.records import Answer, Page
from noria.run import FINAL_RUN, RunStatus

POLL_SECONDS = 0.5


class RunFilter(Answer):
    """Which runs; all that is given must hold, and nothing given means every run."""

    workflow_id: str | None = None
    status: tuple[RunStatus, ...] = ()
    """Any of these."""
    version: int | None = None
    search: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    key: str | None = None
    """With this business key."""
    trigger: tuple[str, ...] = ()
    """Started by any of these, as `webhook`."""
    error: str | None = None
    """Part of the error's message."""
    took_at_least_s: float | None = None
    """Seconds from start to end; only runs that have ended."""
    run_ids: tuple[str, ...] = ()


class BulkPreview(Answer):
    """The runs that it would be done to."""

    count: int
    by_status: dict[RunStatus, int]


class Refusal(Answer):
    """A run to which it could not be done."""

    run_id: str
    reason: str


class BulkAction(Answer):
    """How far a bulk action is."""

    id: str
    action: str
    status: RunStatus
    total: int
    done: int
    refused: int
    refusals: list[Refusal] = []

    @property
    def has_ended(self) -> bool:
        return self.status in FINAL_RUN


class BulkCalls:
    """What `Client` can do with many runs at once."""

    _connection: Connection

    def preview_bulk(
        self, action: BulkName, runs: RunFilter, **arguments: JsonValue
    ) -> BulkPreview:
        """How many runs it would be done to; nothing is done. Arguments as of `start_bulk`."""
        body = _body(action, runs, arguments)
        return self._connection.ask("POST", "bulk-actions/preview", BulkPreview, json=body)

    def start_bulk(
        self,
        action: BulkName,
        runs: RunFilter,
        *,
        idempotency_key: str | None = None,
        **arguments: JsonValue,
    ) -> BulkAction:
        """Do one thing to all runs that match.

        Args:
            action: What.
            runs: Which.
            idempotency_key: One starts one action, however often it is sent.
            arguments: `node_id` of a fork, `version` of a fork or retry, `reason` of a terminate,
                `expected_count` to be refused when more runs match.

        Raises:
            Conflict: More runs match than expected.
        """
        return self._connection.ask(
            "POST",
            "bulk-actions",
            BulkAction,
            json=_body(action, runs, arguments),
            headers=once(idempotency_key),
        )

    def read_bulk(self, bulk_id: str) -> BulkAction:
        """How far it is."""
        return self._connection.ask("GET", f"bulk-actions/{bulk_id}", BulkAction)

    def list_bulk(self) -> Iterator[BulkAction]:
        """The newest first."""
        return self._connection.pages("bulk-actions", {}, Page[BulkAction])

    def cancel_bulk(self, bulk_id: str) -> BulkAction:
        """Leave the runs alone that it has not come to yet."""
        return self._connection.ask("POST", f"bulk-actions/{bulk_id}/cancel", BulkAction)

    def wait_for_bulk(
        self, bulk_id: str, *, pause: Callable[[float], None] = time.sleep
    ) -> BulkAction:
        """The action as it ended, however long it takes."""
        while not (action := self.read_bulk(bulk_id)).has_ended:
            pause(POLL_SECONDS)
        return action


def _body(action: BulkName, runs: RunFilter, arguments: dict[str, JsonValue]) -> dict[str, Any]:
    given = {name: value for name, value in arguments.items() if value is not None}
    filters = runs.model_dump(mode="json", exclude_defaults=True)
    return {"action": action, "filter": filters, **given}
