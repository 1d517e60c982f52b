"""Steps that wait for a time: Temporal timers, which hold no worker and outlive every restart."""

from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from noria.model import NodeId
    from noria.plan import PlanStep


class Waits:
    """Keeps deadlines, not durations: a new history waits for what is left."""

    def __init__(self) -> None:
        self.deadlines: dict[NodeId, datetime] = {}
        self.since: dict[NodeId, datetime] = {}

    def begin(self, node_id: NodeId, until: datetime, since: datetime) -> None:
        self.deadlines[node_id] = until
        self.since[node_id] = since

    async def sleep(self, step: PlanStep) -> tuple[datetime, datetime]:
        """Wait until the step's deadline; return when the wait began and when it ended."""
        left = self.deadlines[step.id] - workflow.now()
        if left > timedelta(0):
            await workflow.sleep(left, summary=step.name)
        since = self.since[step.id]
        self.forget(step.id)
        return since, workflow.now()

    def forget(self, node_id: NodeId) -> None:
        """Of a step that waits no more, or never did."""
        self.deadlines.pop(node_id, None)
        self.since.pop(node_id, None)
