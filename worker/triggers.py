"""Fires triggers whose time has come, and keeps Temporal's schedules as the rows say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

import structlog
from temporalio import activity
from temporalio.client import Client

from noria.blobs import BlobStore
from noria.errors import NoriaError, NotFound, Unavailable
from noria.run import RunRequest
from noria.triggers.fire_call import FireCall
from noria.triggers.schedule import ScheduleConfig, message_for
from noria.triggers.timing import is_polled
from store import firing, trigger_schedules, triggers
from store.database import Database
from store.firing import Message
from store.launch import KeyPolicy, Launching
from store.plans import Plans
from store.trigger_tables import Trigger
from workflows import client as temporal
from workflows import schedules
from workflows.names import FIRE

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

POLICIES: dict[str, KeyPolicy] = {
    "skip": "reject",
    "queue": "queue",
    "cancel_previous": "cancel_previous",
}
"""What an overlap policy is among the runs of one business key."""


class ClientStarter:
    """Implements `store.starting.Temporal`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def start(self, request: RunRequest, *, awaited: bool = False) -> None:
        """Never here, whether somebody waits: all runs of a stream would stick to one worker."""
        await temporal.start_run(self._client, request)

    async def cancel(self, run_id: str) -> bool:
        return await temporal.cancel_if_open(self._client, run_id)

    async def terminate(self, run_id: str, reason: str) -> bool:
        try:
            await temporal.terminate_run(self._client, run_id, reason)
        except NotFound:
            return False
        return True


@dataclass(frozen=True)
class LaunchParts:
    """Implements `store.launch.Launching`."""

    database: Database
    blobs: BlobStore
    runs: ClientStarter
    plans: Plans = field(default_factory=Plans)


class Poller(Protocol):
    """Asks for the news that a trigger is for."""

    async def poll(self, trigger: Trigger) -> int:
        """Start the runs of what is new; gives how many items that were.

        Raises:
            Unavailable: As `Triggers.fire`.
        """
        ...


class Triggers:
    """The activity of `FireWorkflow`, and the part of the sweep that is about schedules."""

    def __init__(self, parts: Launching, client: Client, poller: Poller | None = None) -> None:
        self._parts = parts
        self._client = client
        self._poller = poller

    def activities(self) -> list[Callable[..., Any]]:
        """For the worker."""

        @activity.defn(name=FIRE)
        async def fire(call: FireCall) -> None:
            await self.fire(call)

        return [fire]

    async def fire(self, call: FireCall) -> None:
        """Start the run of one time of a schedule; done again, it finds that run.

        Raises:
            Unavailable: Nothing was started; Temporal tries again.
        """
        trigger = await self._find(call)
        if trigger is None:
            # It was deleted while Temporal was away.
            await schedules.delete_schedule(self._client, call.trigger_id)
            return
        if trigger.paused_at is not None or call.due is None:
            return
        if is_polled(trigger.type):
            if self._poller is not None:
                await self._poller.poll(trigger)
            return
        try:
            message = _message(trigger, call.due, call.fired_at or call.due)
            await firing.fire(self._parts, trigger, message)
        except Unavailable:
            raise
        except NoriaError as error:
            # It is in the trigger's history; trying again would give the same answer.
            log.warning("trigger_started_no_run", trigger_id=call.trigger_id, code=error.code)

    async def sweep(self) -> int:
        """Tell Temporal of schedules that it has not heard of as they are now; gives how many."""
        async with self._parts.database.sessions.begin() as session:
            rows = await trigger_schedules.list_unsynced(session)
        for row in rows:
            await schedules.put_schedule(self._client, trigger_schedules.order_of(row))
            async with self._parts.database.sessions.begin() as session:
                await trigger_schedules.note_synced(session, trigger=row)
        return len(rows)

    async def _find(self, call: FireCall) -> Trigger | None:
        async with self._parts.database.sessions.begin() as session:
            try:
                found = await triggers.get_trigger(
                    session,
                    workspace_id=UUID(call.workspace_id),
                    trigger_id=UUID(call.trigger_id),
                )
            except NotFound:
                return None
        return found.trigger


def _message(trigger: Trigger, due: datetime, fired_at: datetime) -> Message:
    config = ScheduleConfig.model_validate(trigger.config)
    policy = POLICIES.get(config.overlap)
    late_s = (fired_at - due).total_seconds()
    if config.overlap == "skip" and late_s > config.catch_up_s + config.jitter_s:
        # Nothing is caught up with so late: somebody asked for this time, and for each one beside it.
        policy = "queue"
    return Message(
        message_for(config, due),
        id=due.astimezone(UTC).isoformat(),
        key=None if config.overlap == "allow" else f"schedule-{trigger.id}",
        key_policy=policy,
    )
