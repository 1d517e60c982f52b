"""How a step is handed to Temporal: timeouts, retries and sizes, prepared once for a plan."""

from dataclasses import dataclass
from datetime import timedelta
from math import inf

from temporalio.common import RetryPolicy

from noria.model import DEFAULT_QUEUE, MAX_QUICK_S
from noria.model import RetryPolicy as Retries
from noria.plan import PlanStep, Reads
from noria.run import ErrorInfo
from noria.step_calls import StepCall
from workflows.names import HEARTBEAT_TIMEOUT, task_queue

MAX_CALL_BYTES = 1_500_000
"""Temporal refuses an argument of 2 MB, and the workflow task that sends it would repeat for ever."""
MAX_TASK_BYTES = 2_500_000
"""Of all calls that one workflow task sends: the server takes messages of at most 4 MB."""
MAX_TURN_STEPS = 100
"""Control steps in one go: a workflow task that computes for 2 s is taken for a deadlock."""
MAX_TURN_FUEL = 500_000_000
"""Spent by expressions in one go, for the same reason."""


@dataclass(frozen=True)
class Lane:
    """What never changes about a step's calls."""

    step: PlanStep
    """Without what only the workflow needs: it travels with every call."""
    timeout: timedelta
    heartbeat_timeout: timedelta
    retry: RetryPolicy
    task_queue: str | None
    """None: the run's own."""


def prepare(step: PlanStep) -> Lane:
    """A node's policy in Temporal's terms."""
    return Lane(
        step=step.model_copy(update={"sources": (), "reads": Reads()}),
        timeout=timedelta(seconds=min(step.policy.timeout_s, MAX_QUICK_S if step.quick else inf)),
        heartbeat_timeout=HEARTBEAT_TIMEOUT,
        retry=retry_of(step.policy.retry),
        task_queue=None if step.queue == DEFAULT_QUEUE else task_queue(step.queue),
    )


def retry_of(policy: Retries) -> RetryPolicy:
    """A node's retries in Temporal's terms."""
    initial = timedelta(seconds=policy.initial_interval_s)
    return RetryPolicy(
        initial_interval=initial,
        backoff_coefficient=policy.backoff,
        # Temporal refuses a maximum below the initial interval.
        maximum_interval=max(initial, timedelta(seconds=policy.max_interval_s)),
        maximum_attempts=policy.max_attempts,
    )


def size_of_call(call: StepCall) -> int:
    """Bytes as JSON, before the codec makes it smaller."""
    return len(call.model_dump_json().encode())


def too_large(call: StepCall, size: int) -> ErrorInfo:
    """Say what to do about a call that Temporal would not take."""
    message = (
        f"The expressions of step {call.step.id!r} read {size / 1e6:.1f} MB, which is more than "
        f"the {MAX_CALL_BYTES / 1e6:.1f} MB that one step may be sent. "
        "Read single fields of earlier outputs instead of whole ones."
    )
    return ErrorInfo(type="too_large", message=message, node_id=call.step.id)


def too_large_batch(step: PlanStep, size: int) -> ErrorInfo:
    """Say what to do about a body that reads too much from outside of its loop."""
    message = (
        f"The body of loop {step.id!r} reads {size / 1e6:.1f} MB from outside of the loop, which is more "
        f"than the {MAX_CALL_BYTES / 1e6:.1f} MB that a batch may be sent with its items. "
        "Read single fields of earlier outputs instead of whole ones."
    )
    return ErrorInfo(type="too_large", message=message, node_id=step.id)


Turn = tuple[int, int]
"""Length of history at the start of the workflow task, and what ended since in local activities."""


class Quota:
    """What may still be done before the workflow gives up its turn."""

    def __init__(self) -> None:
        self._task = -1
        self._bytes = 0
        self._turn: Turn = (-1, 0)
        self._steps = self._fuel = 0

    def take_bytes(self, history_length: int, size: int) -> bool:
        """Whether a call of this size may go out in this workflow task; its first always may."""
        if history_length != self._task:
            self._task, self._bytes = history_length, 0
        if self._bytes and self._bytes + size > MAX_TASK_BYTES:
            return False
        self._bytes += size
        return True

    def give_back(self, history_length: int, size: int) -> None:
        """Of what was taken in this workflow task and turned out not to be needed."""
        if history_length == self._task:
            self._bytes -= size

    def spend(self, turn: Turn, fuel: int) -> None:
        """Count one control step."""
        self._enter(turn)
        self._steps += 1
        self._fuel += fuel

    def is_spent(self, turn: Turn) -> bool:
        """Whether no control step may be computed in this turn any more."""
        self._enter(turn)
        return self._steps >= MAX_TURN_STEPS or self._fuel >= MAX_TURN_FUEL

    def _enter(self, turn: Turn) -> None:
        if turn != self._turn:
            self._turn = turn
            self._steps = self._fuel = 0
