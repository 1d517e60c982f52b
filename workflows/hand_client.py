"""Taking hold of a run from outside: the update `control`, and what Temporal knows of its activities.

Temporal can pause an activity between its attempts and change its timeouts and retries while it is
tried. A server that can't is no obstacle: what a person asked for is done by the run itself.
"""

from collections.abc import Awaitable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

from google.protobuf.duration_pb2 import Duration
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.activity.v1 import ActivityOptions
from temporalio.api.common.v1 import RetryPolicy, WorkflowExecution
from temporalio.api.enums.v1 import PendingActivityState
from temporalio.api.workflow.v1 import PendingActivityInfo
from temporalio.api.workflowservice.v1 import (
    PauseActivityRequest,
    UnpauseActivityRequest,
    UpdateActivityOptionsRequest,
)
from temporalio.client import Client, WorkflowQueryFailedError, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from noria.acts import Act, Control, Grip, Trying
from noria.errors import CannotApply, NotFound, Unavailable
from noria.model import Policy
from noria.run import StepKey, split_step_key
from workflows.client import run_handle, translated
from workflows.failure import describe_cause
from workflows.lanes import retry_of
from workflows.names import CONTROL, GRIP, temporal_id

_CHANGED = (
    "start_to_close_timeout",
    "retry_policy.initial_interval",
    "retry_policy.backoff_coefficient",
    "retry_policy.maximum_interval",
    "retry_policy.maximum_attempts",
)
_NOT_ABLE = frozenset({RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.PERMISSION_DENIED})
_GONE = frozenset({RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION})


async def control_run(
    client: Client, run_id: str, act: Act, *, request_id: str | None = None
) -> Grip:
    """Do this to a run; the same request id does it once.

    Raises:
        CannotApply: The run, as it stands, can't have this done to it; nothing was changed.
        NotFound: Temporal has no such run, or it is over.
        Unavailable: Temporal does not answer, or no worker does.
    """
    handle = run_handle(client, run_id)
    control = Control(act=act, key=request_id)
    # Temporal answers the same id by itself: another act with the same key has to reach the run.
    update_id = f"{request_id}-{control.digest}" if request_id else None
    try:
        return await handle.execute_update(  # pyright: ignore[reportUnknownMemberType]
            CONTROL, control, id=update_id, result_type=Grip
        )
    except WorkflowUpdateFailedError as error:
        message = str(error.cause)
        if isinstance(error.cause, ApplicationError):
            message = error.cause.message
        raise CannotApply(message) from error
    except RPCError as error:
        raise translated(error, run_id) from error


async def read_grip(client: Client, run_id: str) -> Grip:
    """How a run stands in people's hands, also one that is over.

    Raises:
        NotFound: Temporal has no such run.
        Unavailable: Temporal does not answer, or no worker does.
    """
    try:
        return await run_handle(client, run_id).query(GRIP, result_type=Grip)
    except WorkflowQueryFailedError as error:
        raise Unavailable(f"The run can't be asked how it stands: {error.message}.") from error
    except RPCError as error:
        raise translated(error, run_id) from error


async def list_trying(client: Client, run_id: str) -> list[Trying]:
    """The steps that activities are trying, with how often and why that failed last.

    Raises:
        NotFound: Temporal has no such run.
        Unavailable: Temporal does not answer.
    """
    return [await _trying(client, activity) for activity in await _pending(client, run_id)]


async def _pending(client: Client, run_id: str) -> Sequence[PendingActivityInfo]:
    try:
        described = await run_handle(client, run_id).describe()
    except RPCError as error:
        raise translated(error, run_id) from error
    return described.raw_description.pending_activities


async def _trying(client: Client, activity: PendingActivityInfo) -> Trying:
    node_id, iteration = split_step_key(StepKey(activity.activity_id))
    is_running = activity.state == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
    error = None
    if activity.HasField("last_failure"):
        failure = await client.data_converter.decode_failure(activity.last_failure)
        error = describe_cause(failure, node_id)
    return Trying(
        node_id=node_id,
        iteration=iteration,
        is_running=is_running,
        is_paused=activity.paused,
        # Of one that waits, Temporal counts the attempt that is to come.
        attempts=activity.attempt if is_running else activity.attempt - 1,
        max_attempts=activity.maximum_attempts or None,
        last_error=error,
        next_attempt_at=_time(activity, "next_attempt_schedule_time"),
    )


def _time(activity: PendingActivityInfo, field: str) -> datetime | None:
    if not activity.HasField(field):  # pyright: ignore[reportArgumentType] - the name of a field
        return None
    stamp: Timestamp = getattr(activity, field)
    return stamp.ToDatetime(tzinfo=UTC)


class Attempts(Protocol):
    """A run's attempts, as far as a pause holds them back."""

    async def grip(self, run_id: str) -> Grip: ...
    async def hold_attempts(self, run_id: str) -> bool: ...
    async def release_attempts(self, run_id: str) -> None: ...


async def settle_attempts(attempts: Attempts, run_id: str, *, paused: bool) -> bool:
    """Have Temporal hold a run's attempts back after a pause, or begin them after what ended it.

    The run itself is asked how it stands: the answer to a request that was sent again is as old as the
    request, and somebody else may have acted since. Theirs holds then, and they see to the attempts.

    Gives whether attempts are held back.
    """
    stands = (await attempts.grip(run_id)).hand.is_paused
    if stands is not paused:
        return False
    while True:
        held = stands and await attempts.hold_attempts(run_id)
        if not stands:
            await attempts.release_attempts(run_id)
        before, stands = stands, (await attempts.grip(run_id)).hand.is_paused
        if stands is before:
            return held


async def hold_attempts(client: Client, run_id: str) -> bool:
    """Let no further attempt of any step begin. False: this server can't."""
    with suppress(NotFound):
        pending = await _pending(client, run_id)
        return await pause_activities(
            client, run_id, [a.activity_id for a in pending if not a.paused]
        )
    return True


async def release_attempts(client: Client, run_id: str) -> None:
    """Let attempts begin again."""
    with suppress(NotFound):
        pending = await _pending(client, run_id)
        await unpause_activities(client, run_id, [a.activity_id for a in pending if a.paused])


async def pause_activities(client: Client, run_id: str, keys: Iterable[str]) -> bool:
    """Let no further attempt begin; one under way is told by its heartbeat.

    Keys are those of steps, or of a loop's batches.

    False: this server can't.
    """
    for key in keys:
        request = PauseActivityRequest(
            namespace=client.namespace,
            execution=_execution(run_id),
            identity=client.identity,
            id=key,
            reason="A person paused the run.",
        )
        with suppress(NotFound):
            if not await _asked(client.workflow_service.pause_activity(request), key):
                return False
    return True


async def unpause_activities(client: Client, run_id: str, keys: Iterable[str]) -> None:
    """Let attempts begin again: one whose time has come does at once."""
    for key in keys:
        request = UnpauseActivityRequest(
            namespace=client.namespace,
            execution=_execution(run_id),
            identity=client.identity,
            id=key,
        )
        with suppress(NotFound):
            await _asked(client.workflow_service.unpause_activity(request), key)


async def change_activity(client: Client, run_id: str, key: StepKey, policy: Policy) -> bool:
    """Give the attempts to come another timeout and other retries; False: this server can't.

    Raises:
        NotFound: No activity is trying the step.
        Unavailable: Temporal does not answer.
    """
    retry = retry_of(policy.retry)
    assert retry.maximum_interval is not None
    options = ActivityOptions(
        start_to_close_timeout=_duration(timedelta(seconds=policy.timeout_s)),
        retry_policy=RetryPolicy(
            initial_interval=_duration(retry.initial_interval),
            backoff_coefficient=retry.backoff_coefficient,
            maximum_interval=_duration(retry.maximum_interval),
            maximum_attempts=retry.maximum_attempts,
        ),
    )
    request = UpdateActivityOptionsRequest(
        namespace=client.namespace,
        execution=_execution(run_id),
        identity=client.identity,
        id=key,
        activity_options=options,
        update_mask=FieldMask(paths=_CHANGED),
    )
    return await _asked(client.workflow_service.update_activity_options(request), key)


async def _asked(call: Awaitable[object], key: str) -> bool:
    try:
        await call
    except RPCError as error:
        if error.status in _GONE:
            raise NotFound("step being tried", key) from error
        if error.status in _NOT_ABLE:
            return False
        raise Unavailable(f"Temporal refused a call: {error.message}") from error
    return True


def _execution(run_id: str) -> WorkflowExecution:
    return WorkflowExecution(workflow_id=temporal_id(run_id))


def _duration(length: timedelta) -> Duration:
    duration = Duration()
    duration.FromTimedelta(length)
    return duration
