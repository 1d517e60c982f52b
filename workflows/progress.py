"""What a run knows: which steps ended how, what they gave, what may start. Pure: not the doing."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import JsonValue

from noria.model import NodeId
from noria.plan import PlanStep
from noria.run import (
    RunRequest,
    RunStatus,
    RunUpdate,
    Scope,
    Snapshot,
    StepRecord,
    StepState,
    StepStatus,
)
from noria.steps.ready import Schedule
from noria.steps.scope import build_scope
from workflows.journal import Journal


class Progress:
    """Replayed with the workflow, so it takes the time from its caller."""

    def __init__(self, request: RunRequest, started_at: datetime) -> None:
        snapshot = request.snapshot or Snapshot()
        self.steps = {step.id: step for step in request.plan.steps}
        self.journal = Journal()
        self._request = request
        self._schedule = Schedule(request.plan)
        self._states = dict(snapshot.states)
        self._vars = dict(snapshot.vars)
        self._started_at = request.started_at or started_at
        self._run_facts: dict[str, JsonValue] = {
            "id": request.run_id,
            "started_at": self._started_at.isoformat(),
            "workflow": request.workflow_name,
            "version": request.version,
        }

    def begin(self) -> tuple[NodeId, ...]:
        """The steps that may start now: the first one, or those a snapshot left."""
        if not self._states:
            return self._schedule.begin().ready
        ended = {node_id: state.port for node_id, state in self._states.items()}
        return self._schedule.resume(ended).ready

    def scope(self, step: PlanStep) -> Scope:
        """What the step's expressions may read, as things stand."""
        return build_scope(
            step.reads,
            states=self._states,
            variables=self._vars,
            env=self._request.env,
            trigger=self._request.input,
            run=self._run_facts,
        )

    def set_vars(self, values: Mapping[str, JsonValue]) -> None:
        """Merge into `vars` for the steps after this one."""
        self._vars.update(values)

    def end(self, node_id: NodeId, state: StepState, now: datetime) -> tuple[NodeId, ...]:
        """Remember how a step ended and return the steps that may start now."""
        self._states[node_id] = state
        change = self._schedule.end(node_id, state.port)
        for skipped_id in change.skipped:
            skipped = StepState(status=StepStatus.SKIPPED, attempt=0, finished_at=now)
            self._states[skipped_id] = skipped
            self.journal.add(self.record(skipped_id, skipped))
        return change.ready

    def stop_at(self, node_id: NodeId, state: StepState) -> None:
        """Remember a step that ends the run: what comes after it is neither run nor skipped."""
        self._states[node_id] = state

    def record(self, node_id: NodeId, state: StepState, rendered: JsonValue = None) -> StepRecord:
        """The row of a step in this state."""
        return StepRecord(
            run_id=self._request.run_id,
            workspace_id=self._request.workspace_id,
            node_id=node_id,
            attempt=state.attempt,
            status=state.status,
            port=state.port,
            input=rendered,
            output=state.output,
            error=state.error,
            started_at=state.started_at,
            finished_at=state.finished_at,
        )

    def update(self, status: RunStatus, **facts: object) -> RunUpdate:
        """The run's row in this status."""
        return RunUpdate.model_validate(
            {
                "run_id": self._request.run_id,
                "workspace_id": self._request.workspace_id,
                "status": status,
                "started_at": self._started_at,
                **facts,
            }
        )

    @property
    def output(self) -> JsonValue:
        """What `end` gave; of several, the last in the order of the graph."""
        for node_id in reversed(self.steps):
            state = self._states.get(node_id)
            if state is not None and _is_end(state):
                return state.output
        return None

    def to_request(
        self, deadlines: dict[NodeId, datetime], waiting_since: dict[NodeId, datetime]
    ) -> RunRequest:
        """The same run, to be taken up by a new history."""
        snapshot = Snapshot(
            states=self._still_read(),
            vars=self._vars,
            deadlines=deadlines,
            waiting_since=waiting_since,
        )
        return self._request.model_copy(
            update={"started_at": self._started_at, "snapshot": snapshot}
        )

    def outputs(self) -> dict[NodeId, JsonValue]:
        """What a snapshot would carry, by node."""
        return {node_id: state.output for node_id, state in self._still_read().items()}

    def replace_output(self, node_id: NodeId, reference: JsonValue) -> None:
        """Keep a reference instead of the value."""
        state = self._states[node_id]
        self._states[node_id] = state.model_copy(update={"output": reference})

    def _still_read(self) -> dict[NodeId, StepState]:
        """States without the outputs that no later step reads."""
        read = {
            node_id
            for step in self.steps.values()
            if step.id not in self._states
            for node_id in step.reads.steps
        }
        return {
            node_id: state
            if node_id in read or _is_end(state)
            else state.model_copy(update={"output": None})
            for node_id, state in self._states.items()
        }


def _is_end(state: StepState) -> bool:
    """Only `end` succeeds without a port."""
    return state.status is StepStatus.SUCCEEDED and state.port is None
