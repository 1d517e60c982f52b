"""Sees one message through to its subscriber: waits until it is due, and tries until it is taken."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from noria.notices import DELIVER, GIVE_UP, DeliverCall

from workflows.names import DELIVER_WORKFLOW

FOR = timedelta(hours=24)
"""So long a receiver may be away; what it says no to for good is not tried again."""
RETRY = RetryPolicy(
    initial_interval=timedelta(seconds=2),
    backoff_coefficient=3.0,
    maximum_interval=timedelta(hours=1),
)
NOTE = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))


@workflow.defn(name=DELIVER_WORKFLOW)
class DeliverWorkflow:
    """One for each message; holds no state, which stands in the delivery's row."""

    @workflow.run
    async def run(self, call: DeliverCall) -> None:
        """Until it is delivered, refused for good, or its time is over."""
        if call.due_at is not None and call.due_at > workflow.now():
            await workflow.sleep(call.due_at - workflow.now())
        try:
            await workflow.execute_activity(
                DELIVER,
                call,
                start_to_close_timeout=timedelta(seconds=60),
                schedule_to_close_timeout=FOR,
                retry_policy=RETRY,
            )
        except ActivityError:
            await workflow.execute_activity(
                GIVE_UP, call, start_to_close_timeout=timedelta(seconds=60), retry_policy=NOTE
            )
