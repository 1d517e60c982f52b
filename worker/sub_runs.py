"""Sub-runs in the database."""

import asyncio
from datetime import timedelta
from functools import partial
from uuid import UUID

import orjson
import structlog
from pydantic import JsonValue
from temporalio.client import Client

from noria.blobs import BlobRef, BlobStore, is_blob
from noria.catalog import load_catalog
from noria.compiling.plan_effects import changing_in
from noria.errors import Invalid, NotFound
from noria.input_schema import check_input
from noria.plan import Plan
from noria.run import ErrorInfo, RunRequest, RunStatus
from noria.sub_runs import ItemRunOrder, SubRunOrder
from store.database import REFUSALS, Database
from store.left_items import cancel_left
from store.projection import close_run
from store.run_start import run_request
from store.sub_runs import add_item_run, add_sub_run, find_called, list_orphans
from store.sweep import RunRef
from worker.sweep import TemporalRuns
from workflows.client import cancel_if_open

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

ORPHAN_AFTER = timedelta(seconds=60)
NEVER_BEGAN = ErrorInfo(
    type="run_ended", message="The run that would have started this one ended before it did."
)


class DatabaseSubRuns:
    """Implements `activities.adapter.sub_runs.SubRunStore`."""

    def __init__(self, database: Database, blobs: BlobStore) -> None:
        self._database = database
        self._blobs = blobs

    async def prepare(self, order: SubRunOrder) -> RunRequest:
        async with self._database.sessions.begin() as session:
            workflow, number, plan = await find_called(session, order=order)
        if order.only_reads:
            _check_effects(workflow.name, plan)
        await self._check_input(order, plan.input_schema)
        try:
            async with self._database.sessions.begin() as session:
                await add_sub_run(session, order=order, workflow=workflow, number=number)
                request = await run_request(
                    session,
                    workspace_id=workflow.workspace_id,
                    run_id=UUID(order.run_id),
                )
        except REFUSALS as error:
            raise Invalid(_no_row(order.parent_run_id)) from error
        return request.model_copy(update={"depth": order.depth, "only_reads": order.only_reads})

    async def record_item(self, order: ItemRunOrder) -> None:
        async with self._database.sessions.begin() as session:
            is_known = await add_item_run(session, order=order)
        if not is_known:
            raise Invalid(_no_row(order.parent_run_id))

    async def close_orphans(self, runs: TemporalRuns, older_than: timedelta = ORPHAN_AFTER) -> int:
        """Sub-runs whose parent ended before it could start them; how many."""
        async with self._database.sessions.begin() as session:
            queued = await list_orphans(session, older_than=older_than)
        orphans = [ref for ref in queued if not await _is_known(runs, ref)]
        for orphan in orphans:
            await close_run(
                self._database,
                workspace_id=orphan.workspace_id,
                run_id=orphan.run_id,
                status=RunStatus.CANCELLED,
                error=NEVER_BEGAN,
            )
        return len(orphans)

    async def _check_input(self, order: SubRunOrder, schema: dict[str, JsonValue] | None) -> None:
        if not schema:
            return
        value = await self._opened(order)
        problems = await asyncio.to_thread(check_input, schema, value)
        if problems:
            raise Invalid(" ".join(problem.message for problem in problems), problems)

    async def _opened(self, order: SubRunOrder) -> JsonValue:
        if not is_blob(order.input):
            return order.input
        digest = BlobRef.model_validate(order.input).digest
        return orjson.loads(await self._blobs.get(order.workspace_id, digest))


async def sweep_items(database: Database, client: Client) -> int:
    """Gives how many runs of items were cancelled, since the run that they belong to has ended."""
    cancelled = await cancel_left(database, partial(cancel_if_open, client))
    if cancelled:
        log.info("items_left_cancelled", count=cancelled)
    return cancelled


def _no_row(run_id: str) -> str:
    return f"The run {run_id} has no row any more."


def _check_effects(name: str, plan: Plan) -> None:
    """The version that is run now: another one may have been published since the caller's was."""
    if changing := changing_in(name, plan, load_catalog()):
        raise Invalid(
            f"It is a tool that may only read: {changing}. Publish a version of it that only reads, or "
            "let the tool have effects."
        )


async def _is_known(runs: TemporalRuns, ref: RunRef) -> bool:
    """One that is not waited for outlives its parent, and may not have written its row yet."""
    try:
        await runs.result(str(ref.run_id))
    except NotFound:
        return False
    return True
