"""Calls of node activities as the workflow makes them, and a sink that remembers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import JsonValue

from noria.errors import Invalid
from noria.model import NodeId, Policy, PortName
from noria.plan import PlanExpression, PlanStep
from noria.run import Projection, RunUpdate, Scope, StepRecord
from noria.step_calls import StepCall

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def call(
    node_type: str,
    config: dict[str, JsonValue] | None = None,
    *,
    expressions: dict[str, str] | None = None,
    scope: Scope | None = None,
    timeout_s: float = 5.0,
    **fields: Any,
) -> StepCall:
    """`expressions`: JSON pointer → template."""
    step = PlanStep(
        id=NodeId("fetch"),
        type=node_type,
        name="Fetch",
        lane="activity",
        config=config or {},
        expressions=tuple(
            PlanExpression(pointer=pointer, source=source)
            for pointer, source in (expressions or {}).items()
        ),
        policy=Policy(timeout_s=timeout_s),
        ports=(PortName("out"), PortName("other")),
    )
    return StepCall(
        run_id="r1",
        workspace_id="w1",
        step=step,
        scope=scope or Scope(),
        seed="r1:fetch",
        now=NOON,
        **fields,
    )


@dataclass
class RememberingSink:
    """Implements `noria.step_sink.StepSink`."""

    steps: list[StepRecord] = field(default_factory=list[StepRecord])
    runs: list[RunUpdate] = field(default_factory=list[RunUpdate])
    written: list[Projection] = field(default_factory=list[Projection])
    refuses: bool = False

    def emit(self, steps: Sequence[StepRecord], run: RunUpdate | None = None) -> None:
        self.steps.extend(steps)
        if run is not None:
            self.runs.append(run)

    async def write(self, projection: Projection) -> None:
        if self.refuses:
            raise Invalid("The database refused 1 of the rows.")
        self.written.append(projection)

    @property
    def statuses(self) -> list[str]:
        return [record.status.value for record in self.steps]
