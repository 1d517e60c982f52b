"""A workbench: attempts as a worker makes them, without a server."""

import dataclasses
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest
from pydantic import BaseModel, ConfigDict
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.adapter.attempt import Attempt, Tools
from activities.adapter.evaluator import Evaluator
from noria.catalog import Catalog
from noria.context import NodeContext
from noria.node_type import NodeType, node
from noria.step_calls import StepCall, StepResult
from tests.activities.calls import RememberingSink, call
from tests.activities.fakes import FakeContext, MemoryBlobs
from tests.workflows.fake_sub_runs import FakeSubRuns
from tests.workflows.fake_waits import FakeWaits

BIG: dict[str, Any] = {"text": "x" * 100_000}


class AnyConfig(BaseModel):
    """Takes everything as `value`."""

    model_config = ConfigDict(extra="forbid")

    value: Any = None


def node_type(
    function: Callable[[Any, NodeContext], Awaitable[Any]], **facts: Any
) -> NodeType[Any]:
    async def run(config: AnyConfig, context: NodeContext) -> Any:
        return await function(config, context)

    return node("test.node", title="Test", category="Test", icon="flask-conical", **facts)(run)


def giving(answer: Any) -> NodeType[Any]:
    async def run(_: Any, __: NodeContext) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return node_type(run)


@dataclasses.dataclass
class Bench:
    """Runs one attempt as a worker would, without a server."""

    sink: RememberingSink
    blobs: MemoryBlobs
    evaluator: Evaluator
    environment: ActivityEnvironment
    sub_runs: FakeSubRuns = dataclasses.field(default_factory=FakeSubRuns)
    waits: FakeWaits = dataclasses.field(default_factory=FakeWaits)
    contexts: list[FakeContext] = dataclasses.field(default_factory=list[FakeContext])

    def context(self, call: StepCall, *, attempt: int, timeout_s: float) -> FakeContext:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _: httpx2.Response(200)))
        made = FakeContext(http, self.blobs, attempt=attempt, timeout_s=timeout_s)
        self.contexts.append(made)
        return made

    def tools(self, *types: NodeType[Any]) -> Tools:
        return Tools(
            catalog=Catalog(types),
            contexts=self.context,
            sink=self.sink,
            blobs=self.blobs,
            evaluator=self.evaluator,
            waits=self.waits,
            sub_runs=self.sub_runs,
        )

    async def run(self, type_: NodeType[Any], step_call: StepCall | None = None) -> StepResult:
        tools, made = self.tools(type_), step_call or call("test.node")

        # Made inside: an attempt asks Temporal who it is.
        async def attempt() -> StepResult:
            return await Attempt(tools, made).run()

        return await self.environment.run(attempt)

    async def failure(
        self, type_: NodeType[Any], step_call: StepCall | None = None
    ) -> ApplicationError:
        with pytest.raises(ApplicationError) as caught:
            await self.run(type_, step_call)
        return caught.value

    def change(self, **info: Any) -> None:
        self.environment.info = dataclasses.replace(self.environment.info, **info)
