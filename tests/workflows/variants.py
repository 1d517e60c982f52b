"""The workflow with one decision changed: what a test can't wait for, or what must be noticed."""

from datetime import timedelta
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from noria.run import RunRequest, RunResult

from noria.steps.frame import Place
from workflows.graph_workflow import GraphWorkflow
from workflows.names import GRAPH_WORKFLOW
from workflows.renewal import Renewal

RENEW_AT_EVENTS = 20
HANDOVER = timedelta(seconds=1.5)


class _Renewed(GraphWorkflow):
    advice = Renewal.WHEN_IDLE

    def renewal(self) -> Renewal:
        events = workflow.info().get_current_history_length() - self._began_at
        return self.advice if events >= RENEW_AT_EVENTS else Renewal.NOT_YET


@workflow.defn(name=GRAPH_WORKFLOW)
class OftenRenewed(_Renewed):
    """Goes on in a new history after some steps."""

    @workflow.init
    def __init__(self, request: RunRequest) -> None:
        super().__init__(request)

    @workflow.run
    async def run(self, request: RunRequest) -> RunResult:
        return await super().run(request)


@workflow.defn(name=GRAPH_WORKFLOW)
class Drained(_Renewed):
    """Starts nothing more until all that is in flight has ended, then goes on anew."""

    advice = Renewal.NOW

    @workflow.init
    def __init__(self, request: RunRequest) -> None:
        super().__init__(request)

    @workflow.run
    async def run(self, request: RunRequest) -> RunResult:
        return await super().run(request)


@workflow.defn(name=GRAPH_WORKFLOW)
class Watchful(Drained):
    """As `Drained`; runs of items that an earlier history has started are asked about soon."""

    @workflow.init
    def __init__(self, request: RunRequest) -> None:
        super().__init__(request)

    @workflow.run
    async def run(self, request: RunRequest) -> RunResult:
        return await super().run(request)

    def _set_up(self, request: RunRequest) -> None:
        super()._set_up(request)
        self._adoption.first_look = timedelta(seconds=0.5)


@workflow.defn(name=GRAPH_WORKFLOW)
class SlowlyRenewed(_Renewed):
    """As `OftenRenewed`; when all is ready for a new history, storing it takes a while."""

    @workflow.init
    def __init__(self, request: RunRequest) -> None:
        super().__init__(request)

    @workflow.run
    async def run(self, request: RunRequest) -> RunResult:
        return await super().run(request)

    async def _hand_over(self) -> RunRequest:
        request = await super()._hand_over()
        await workflow.sleep(HANDOVER)
        return request


@workflow.defn(name=GRAPH_WORKFLOW)
class Reordered(GraphWorkflow):
    """Starts what is ready in another order: a change that old histories must not survive."""

    @workflow.init
    def __init__(self, request: RunRequest) -> None:
        super().__init__(request)

    @workflow.run
    async def run(self, request: RunRequest) -> RunResult:
        return await super().run(request)

    def _sort(self, ready: Any, control: Any, calls: Any) -> None:
        backwards: list[Place] = list(ready)[::-1]
        super()._sort(backwards, control, calls)
