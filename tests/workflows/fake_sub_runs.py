"""Sub-runs of workflows that a test names."""

from dataclasses import dataclass, field

from noria.errors import NotFound
from noria.plan import Plan
from noria.run import RunRequest
from noria.sub_runs import ItemRunOrder, SubRunOrder
from tests.workflows.plans import request


@dataclass
class FakeSubRuns:
    """Implements `activities.adapter.sub_runs.SubRunStore`."""

    plans: dict[str, Plan] = field(default_factory=dict[str, Plan])
    """By the workflow's name."""
    orders: list[SubRunOrder] = field(default_factory=list[SubRunOrder])

    items: list[ItemRunOrder] = field(default_factory=list[ItemRunOrder])

    async def record_item(self, order: ItemRunOrder) -> None:
        self.items.append(order)

    async def prepare(self, order: SubRunOrder) -> RunRequest:
        self.orders.append(order)
        if order.workflow not in self.plans:
            raise NotFound("workflow", order.workflow)
        plan = self.plans[order.workflow]
        return request(order.run_id, plan, order.input, depth=order.depth)
