"""The API from Python: events that runs wait for, and approvals. A part of `Client`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from uuid import uuid4

from pydantic import JsonValue

from noria.client.http import ID, Connection, checked_run_id
from noria.client.records import Answer, Page
from noria.errors import Invalid

Decision = Literal["approved", "rejected"]


class Event(Answer):
    """What the outside told runs that wait for its key."""

    id: str
    key: str
    run_id: str | None = None
    """The run that it is for; None while it is kept for one that is still to wait."""
    node_id: str | None = None
    iteration: str | None = None
    created_at: datetime | None = None
    expires_at: datetime | None = None
    """Until when it is kept for a run that is still to wait."""
    delivered_at: datetime | None = None
    """When the run took it."""


class Approval(Answer):
    """What a run asks people, and what was answered."""

    id: str
    status: str
    """`open`, `approved`, `rejected`, or `closed`: nobody answered in time, or the run was stopped."""
    run_id: str
    node_id: str
    iteration: str = ""
    workflow_name: str = ""
    title: str = ""
    description: str = ""
    form: dict[str, JsonValue] | None = None
    """JSON Schema of the answer's data."""
    assignees: list[str] = []
    """Emails; empty: everybody who may run workflows."""
    may_answer: bool = False
    until: datetime | None = None
    """When the run goes on without an answer."""
    reminders: int = 0
    answered_by: str | None = None
    answered_at: datetime | None = None
    comment: str = ""
    data: JsonValue = None
    created_at: datetime | None = None


class ApprovalLink(Answer):
    """Whoever holds it answers as that person."""

    url: str
    expires_at: datetime


class WaitCalls:
    """What `Client` can do for runs that wait."""

    _connection: Connection

    def send_event(
        self,
        key: str,
        payload: JsonValue = None,
        *,
        keep_s: int | None = None,
        idempotency_key: str | None = None,
    ) -> Event:
        """Tell the run that has waited longest for this key; it is delivered once.

        Args:
            key: As `order-4711:paid`.
            payload: The output of the step that waits.
            keep_s: Seconds for which it is kept when nobody waits yet; 7 days when None.
            idempotency_key: The same key is the same event, however often it is sent.
        """
        body: dict[str, JsonValue] = {"key": key, "payload": payload}
        if keep_s is not None:
            body["keep_s"] = keep_s
        # What the connection repeats is sent once.
        headers = {"Idempotency-Key": idempotency_key or uuid4().hex}
        return self._connection.ask("POST", "events", Event, json=body, headers=headers)

    def list_events(
        self, *, key: str | None = None, delivered: bool | None = None
    ) -> Iterator[Event]:
        """The newest first; those that a run took, or that none did, where `delivered` says so."""
        query = {"key": key, "delivered": None if delivered is None else _word(delivered)}
        return self._connection.pages("events", query, Page[Event])

    def list_approvals(
        self, *, open: bool = True, mine: bool = False, run_id: str | None = None
    ) -> Iterator[Approval]:
        """The newest first; `open`: those that can still be answered, `mine`: by you."""
        query = {"open": _word(open), "mine": _word(mine), "run_id": run_id}
        if run_id is not None:
            checked_run_id(run_id)
        return self._connection.pages("approvals", query, Page[Approval])

    def read_approval(self, approval_id: str) -> Approval:
        """As it is now."""
        return self._connection.ask("GET", _path(approval_id), Approval)

    def answer_approval(
        self, approval_id: str, decision: Decision, *, comment: str = "", data: JsonValue = None
    ) -> Approval:
        """Approve or reject. The first answer counts; the same one again changes nothing.

        Raises:
            Conflict: Somebody answered otherwise, or nobody can answer any more.
            Forbidden: Others are asked.
            Invalid: The data breaks the form.
        """
        body = {"decision": decision, "comment": comment, "data": data}
        return self._connection.ask("POST", f"{_path(approval_id)}/answer", Approval, json=body)

    def create_approval_link(
        self, approval_id: str, email: str, *, expires_at: datetime | None = None
    ) -> ApprovalLink:
        """For somebody who does not sign in: good for 7 days unless said otherwise, 90 at most."""
        body: dict[str, JsonValue] = {"email": email}
        if expires_at is not None:
            body["expires_at"] = expires_at.isoformat()
        return self._connection.ask("POST", f"{_path(approval_id)}/links", ApprovalLink, json=body)


def _path(approval_id: str) -> str:
    if not ID.fullmatch(approval_id):
        raise Invalid(
            f"{approval_id!r} is not the id of an approval: copy one from `noria approvals`."
        )
    return f"approvals/{approval_id}"


def _word(flag: bool) -> str:
    return "true" if flag else "false"
