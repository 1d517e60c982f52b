"""Sees a bulk action through: Temporal keeps at it, the activity does the work page by page."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from noria.bulk import BulkCall

from workflows.names import BULK_PAGE, BULK_WORKFLOW

PAGES = 500
"""Per history: a page is three events."""


@workflow.defn(name=BULK_WORKFLOW)
class BulkWorkflow:
    """Holds no state: how far it is stands in the action's row, moved with each run."""

    @workflow.run
    async def run(self, call: BulkCall) -> None:
        """Until no run is left, or the action was stopped."""
        for _ in range(PAGES):
            if not await self._page(call):
                return
        workflow.continue_as_new(call)

    async def _page(self, call: BulkCall) -> bool:
        return await workflow.execute_activity(
            BULK_PAGE,
            call,
            result_type=bool,
            start_to_close_timeout=timedelta(minutes=5),
            heartbeat_timeout=timedelta(seconds=30),
            retry_policy=RetryPolicy(
                initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=30)
            ),
        )
