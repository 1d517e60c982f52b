"""A trigger's time has come: Temporal keeps at it until the run is recorded, or noted why not."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy, SearchAttributeKey

with workflow.unsafe.imports_passed_through():
    from noria.triggers.fire_call import FireCall

from workflows.names import FIRE, FIRE_WORKFLOW

DUE = SearchAttributeKey.for_datetime("TemporalScheduledStartTime")
"""Set by Temporal on what a schedule starts: the time without its jitter."""


@workflow.defn(name=FIRE_WORKFLOW)
class FireWorkflow:
    """One for each time of a schedule."""

    @workflow.run
    async def run(self, call: FireCall) -> None:
        """Until the activity succeeds: it does the same thing once, however often it is tried."""
        fired_at = workflow.info().start_time
        due = workflow.info().typed_search_attributes.get(DUE) or fired_at
        await workflow.execute_activity(
            FIRE,
            call.model_copy(update={"due": due, "fired_at": fired_at}),
            start_to_close_timeout=timedelta(seconds=60),
            retry_policy=RetryPolicy(
                initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=30)
            ),
        )
