"""What the rest of Noria asks Temporal about runs: start, cancel, terminate, wait, describe."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from temporalio.client import (
    Client,
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowHandle,
)
from temporalio.common import (
    Priority,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.envconfig import ClientConfig
from temporalio.exceptions import CancelledError, TerminatedError, WorkflowAlreadyStartedError
from temporalio.runtime import Runtime
from temporalio.service import GrpcCompression, RPCError, RPCStatusCode

from noria.errors import NotFound, TooLarge, Unavailable
from noria.keys import KeyRing
from noria.run import ErrorInfo, RunRequest, RunResult, RunStatus
from noria.sub_runs import SubRunEnd
from workflows.converter import data_converter
from workflows.failure import read_not_undone, read_run_failure
from workflows.names import (
    DEFAULT_NAMESPACE,
    GRAPH_WORKFLOW,
    TASK_QUEUE,
    WAKE,
    search_attributes,
    temporal_id,
)
from workflows.settings import TemporalSettings

_ENDS = {
    WorkflowExecutionStatus.COMPLETED: (RunStatus.SUCCEEDED, "completed"),
    WorkflowExecutionStatus.FAILED: (RunStatus.FAILED, "failed"),
    WorkflowExecutionStatus.TIMED_OUT: (RunStatus.FAILED, "timed out"),
    WorkflowExecutionStatus.CANCELED: (RunStatus.CANCELLED, "cancelled"),
    WorkflowExecutionStatus.TERMINATED: (RunStatus.CANCELLED, "terminated"),
}
LOST = RunResult(
    status=RunStatus.FAILED,
    error=ErrorInfo(type="run_lost", message="Temporal does not know this run, or no longer."),
)
"""Of a run that has a row and no workflow."""
# The server's words for a payload above 2 MB, and gRPC's for a message above 4 MB.
_TOO_LARGE = ("size exceeds limit", "larger than max")


@dataclass(frozen=True)
class RunEnd:
    """How Temporal closed a run, whatever its row says."""

    status: RunStatus
    how: str
    """In words: `completed`, `failed`, `timed out`, `cancelled`, `terminated`."""


async def connect(
    settings: TemporalSettings, *, lazy: bool = False, runtime: Runtime | None = None
) -> Client:
    """Reach Temporal; a lazy client does so at its first call, so that a process starts without it.

    Raises:
        Invalid: `NORIA_SECRET_KEYS` is malformed.
        Unavailable: Temporal does not answer.
    """
    keys = KeyRing.parse(settings.secret_keys.get_secret_value()) if settings.secret_keys else None
    config = ClientConfig.load_client_connect_config()
    address = settings.temporal_address or config.get("target_host") or "127.0.0.1:7233"
    try:
        return await Client.connect(
            address,
            namespace=settings.temporal_namespace or config.get("namespace") or DEFAULT_NAMESPACE,
            api_key=config.get("api_key"),
            tls=config.get("tls"),
            rpc_metadata=config.get("rpc_metadata", {}),
            data_converter=data_converter(keys),
            # The codec has compressed what is large; what it encrypted can't be compressed again.
            grpc_compression=GrpcCompression.NONE,
            lazy=lazy,
            runtime=runtime,
        )
    except RuntimeError as error:
        raise Unavailable(f"Temporal does not answer at {address!r}: {error}") from error


MAX_FAIRNESS_KEY = 64
"""Bytes that Temporal takes."""


def turn_of(workspace_id: str, priority: int | None = None) -> Priority:
    """Where workers are busy workspaces take turns, however much one starts; activities inherit it."""
    return Priority(priority_key=priority, fairness_key=workspace_id[:MAX_FAIRNESS_KEY])


async def start_run(client: Client, request: RunRequest, *, eager: bool = False) -> None:
    """Start a run, or do nothing when Temporal has heard of it before, even if it is over.

    An eager start lets a worker on the same client have the first workflow task at once.

    Raises:
        TooLarge: Plan and input together are more than Temporal takes.
        Unavailable: Temporal does not answer.
    """
    try:
        await client.start_workflow(
            GRAPH_WORKFLOW,
            request,
            id=temporal_id(request.run_id),
            task_queue=TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            search_attributes=search_attributes(request),
            static_summary=request.workflow_name,
            request_eager_start=eager,
            start_delay=_delay(request),
            priority=turn_of(request.workspace_id, request.priority),
        )
    except WorkflowAlreadyStartedError:
        return
    except RPCError as error:
        if any(sign in error.message for sign in _TOO_LARGE):
            raise TooLarge(
                "The plan and the input of this run are larger than Temporal takes (2 MB): "
                "send a smaller input or split the workflow."
            ) from error
        raise translated(error, request.run_id) from error


async def cancel_run(client: Client, run_id: str) -> None:
    """Ask a run to stop: it is cancelled once its steps have stopped. One that is over stays so.

    Raises:
        NotFound: Temporal has no such run.
        Unavailable: Temporal does not answer.
    """
    try:
        await run_handle(client, run_id).cancel()
    except RPCError as error:
        raise translated(error, run_id) from error


async def cancel_if_open(client: Client, run_id: str) -> bool:
    """As `cancel_run`; False: no such run is going on.

    Raises:
        Unavailable: Temporal does not answer.
    """
    try:
        await cancel_run(client, run_id)
    except NotFound:
        return False
    return True


async def terminate_run(client: Client, run_id: str, reason: str) -> None:
    """End a run at once: its steps learn of it at their next heartbeat, its rows from the sweep.

    Raises:
        NotFound: Temporal has no such run, or it is over.
        Unavailable: Temporal does not answer.
    """
    try:
        await run_handle(client, run_id).terminate(reason=reason)
    except RPCError as error:
        raise translated(error, run_id) from error


async def wake_run(client: Client, run_id: str, wait_id: str) -> None:
    """Tell a run that one of its waits has an answer; it may be told twice.

    Raises:
        NotFound: Temporal has no such run, or it is over.
        Unavailable: Temporal does not answer.
    """
    try:
        await run_handle(client, run_id).signal(WAKE, wait_id)
    except RPCError as error:
        raise translated(error, run_id) from error


async def describe_run(client: Client, run_id: str) -> RunEnd | None:
    """How the run ended; None while it goes on.

    Raises:
        NotFound: Temporal has no such run, or no longer.
        Unavailable: Temporal does not answer.
    """
    try:
        description = await run_handle(client, run_id).describe()
    except RPCError as error:
        raise translated(error, run_id) from error
    return end_of(description)


def end_of(description: WorkflowExecutionDescription) -> RunEnd | None:
    """None while it goes on."""
    end = _ENDS.get(description.status) if description.status else None
    return RunEnd(*end) if end else None


async def wait_for_run(client: Client, run_id: str) -> RunResult:
    """The run's result, once it is over, however it ended.

    Raises:
        NotFound: Temporal has no such run.
        Unavailable: Temporal does not answer.
    """
    try:
        return await run_handle(client, run_id).result()
    except WorkflowFailureError as error:
        return _result_of(error.cause)
    except RPCError as error:
        raise translated(error, run_id) from error


async def read_end(client: Client, run_id: str) -> SubRunEnd | None:
    """How a sub-run ended; None while it goes on.

    Raises:
        Unavailable: Temporal does not answer.
    """
    handle = run_handle(client, run_id)
    try:
        if (await handle.describe()).status is WorkflowExecutionStatus.RUNNING:
            return None
        return SubRunEnd(run_id=run_id, result=await handle.result())
    except WorkflowFailureError as error:
        not_undone = tuple(read_not_undone(error.cause))
        return SubRunEnd(run_id=run_id, result=_result_of(error.cause), not_undone=not_undone)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise translated(error, run_id) from error
        return SubRunEnd(run_id=run_id, result=LOST)


def _result_of(cause: BaseException) -> RunResult:
    if isinstance(cause, CancelledError):
        return RunResult(status=RunStatus.CANCELLED)
    if isinstance(cause, TerminatedError):
        terminated = ErrorInfo(type="terminated", message=cause.message)
        return RunResult(status=RunStatus.CANCELLED, error=terminated)
    return RunResult(status=RunStatus.FAILED, error=read_run_failure(cause))


def run_handle(client: Client, run_id: str) -> WorkflowHandle[object, RunResult]:
    """Temporal's handle of a run, whichever history it is in."""
    return client.get_workflow_handle(temporal_id(run_id), result_type=RunResult)


def _delay(request: RunRequest) -> timedelta | None:
    left = request.start_at - datetime.now(UTC) if request.start_at else timedelta(0)
    return left if left > timedelta(0) else None


def translated(error: RPCError, run_id: str) -> Exception:
    """Temporal's own words for a missing run; every other error is its being unavailable."""
    if error.status is RPCStatusCode.NOT_FOUND:
        return NotFound("run in progress", run_id)
    return Unavailable(f"Temporal refused a call: {error.message} ({error.status.name})")
