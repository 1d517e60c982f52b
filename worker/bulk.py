"""Does bulk actions: the activity of `BulkWorkflow`. How far one is stands in its row."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import structlog
from temporalio import activity

from noria.bulk import BulkCall
from noria.errors import NoriaError, Unavailable
from store import bulk
from store.bulk import Target
from store.bulk_tables import BulkAction
from store.database import OUTAGES, Database
from workflows.names import BULK_PAGE

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

PAGE_RUNS = 200
"""Dealt with by one attempt of the activity."""


@dataclass(frozen=True)
class Deed:
    """What is to be done to one run, and who asked for it."""

    workspace_id: UUID
    run_id: UUID
    account_id: UUID | None
    bulk_id: UUID
    asked_at: datetime
    arguments: Mapping[str, Any]


class Hands(Protocol):
    """What can be done to a run; each returns what the audit trail is to tell besides."""

    async def act(self, action: str, deed: Deed) -> Mapping[str, Any]:
        """
        Raises:
            NoriaError: The run can't have this done to it.
            Unavailable: Nothing is known yet; try again.
        """
        ...


class Bulk:
    """Idempotent: an attempt that died is gone on with at the run after the last one counted."""

    def __init__(self, database: Database, hands: Hands) -> None:
        self._database = database
        self._hands = hands

    def activities(self) -> list[Callable[..., Any]]:
        """For the worker."""

        @activity.defn(name=BULK_PAGE)
        async def page(call: BulkCall) -> bool:
            return await self.page(call, activity.heartbeat)

        return [page]

    async def page(self, call: BulkCall, beat: Callable[[], None]) -> bool:
        """Deal with the next runs; False when no more are left, or the action was stopped."""
        workspace_id, bulk_id = UUID(call.workspace_id), UUID(call.bulk_id)
        async with self._database.sessions.begin() as session:
            action = await bulk.set_status(
                session, workspace_id=workspace_id, bulk_id=bulk_id, status="running"
            )
            targets = await bulk.next_targets(session, action, PAGE_RUNS)
        if action.status != "running":
            return False
        for target in targets:
            beat()
            if not await self._deal_with(action, target):
                return False
            # An activity that is done too fast would keep others of this process waiting.
            await asyncio.sleep(0)
        if len(targets) == PAGE_RUNS:
            return True
        async with self._database.sessions.begin() as session:
            await bulk.set_status(
                session, workspace_id=workspace_id, bulk_id=bulk_id, status="succeeded"
            )
        log.info("bulk_action_done", bulk_id=call.bulk_id, action=action.action)
        return False

    async def _deal_with(self, action: BulkAction, target: Target) -> bool:
        deed = Deed(
            workspace_id=action.workspace_id,
            run_id=target.run_id,
            account_id=action.account_id,
            bulk_id=action.id,
            asked_at=action.created_at,
            arguments=action.arguments,
        )
        refusal: str | None = None
        details: Mapping[str, Any] = {}
        try:
            details = await self._hands.act(action.action, deed)
        except (Unavailable, *OUTAGES):
            raise
        except NoriaError as error:
            refusal = str(error)
        # One run that can't be dealt with must not keep the others from it.
        except Exception:
            log.exception("bulk_action_failed", bulk_id=action.id, run_id=str(target.run_id))
            refusal = "This failed in a way that is a bug; the worker's log has the details."
        async with self._database.sessions.begin() as session:
            return await bulk.note_target(
                session,
                workspace_id=action.workspace_id,
                bulk_id=action.id,
                target=target,
                refusal=refusal,
                details=dict(details),
            )
