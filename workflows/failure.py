"""Temporal's errors as data, and a run's failure as Temporal's error."""

from collections.abc import Sequence
from typing import cast

from pydantic import ValidationError
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    ChildWorkflowError,
    RetryState,
    TimeoutError,
    TimeoutType,
    is_cancelled_exception,
)

from noria.blobs import size_of
from noria.model import NodeId
from noria.plan import PlanStep
from noria.run import ErrorInfo, NotUndone, RunResult, RunStatus
from noria.sub_runs import SubRunEnd

REFUSED = "cannot_apply"
MAX_TOLD = 100
"""Steps that could not be undone, in a failure; the run's row has them all."""
MAX_DETAILS_BYTES = 64 * 1024
"""Of a failure in history; the run's row has them in full."""


def describe_activity_error(
    error: ActivityError, step: PlanStep, attempts_before: int = 0
) -> tuple[ErrorInfo, int]:
    """Why a node activity failed for good, and in which attempt as far as that is known."""
    cause = error.cause
    attempt = attempts_before + 1
    if error.retry_state is RetryState.MAXIMUM_ATTEMPTS_REACHED:
        attempt = attempts_before + step.policy.retry.max_attempts
    if isinstance(cause, ApplicationError):
        return _told(cause, step, attempt)
    if isinstance(cause, TimeoutError):
        return ErrorInfo(type="timeout", message=_late(cause, step), node_id=step.id), attempt
    message = f"Step {step.id!r} ended with {cause or error!r}."
    return ErrorInfo(type="activity_failed", message=message, node_id=step.id), attempt


def describe_cause(error: BaseException, node_id: NodeId) -> ErrorInfo:
    """Why one attempt failed, after which there may be others."""
    if isinstance(error, ApplicationError):
        return _info(error) or ErrorInfo(
            type=error.type or "activity_failed", message=error.message, node_id=node_id
        )
    kind = "timeout" if isinstance(error, TimeoutError) else "activity_failed"
    return ErrorInfo(type=kind, message=str(error), node_id=node_id, retryable=True)


def run_failed(error: ErrorInfo, not_undone: Sequence[NotUndone] = ()) -> ApplicationError:
    """What fails the Temporal workflow, so that its own UI shows the run as failed."""
    error = as_told(error)
    left = [[each.model_dump(mode="json") for each in not_undone[:MAX_TOLD]]] if not_undone else []
    return ApplicationError(
        error.message, error.model_dump(mode="json"), *left, type=error.type, non_retryable=True
    )


def as_told(error: ErrorInfo) -> ErrorInfo:
    """As it goes into a history."""
    if size_of(error.details) > MAX_DETAILS_BYTES:
        return error.model_copy(update={"details": None})
    return error


def failed_end(run_id: str, error: ChildWorkflowError) -> SubRunEnd:
    """How a sub-run ended that did not end well."""
    if is_cancelled_exception(error):
        return SubRunEnd(run_id=run_id, result=RunResult(status=RunStatus.CANCELLED))
    why = read_run_failure(error.cause)
    return SubRunEnd(
        run_id=run_id,
        result=RunResult(status=RunStatus.FAILED, error=why),
        not_undone=tuple(read_not_undone(error.cause)),
    )


def refused(reason: str) -> ApplicationError:
    """Why a person's act can't be done; it fails the act, not the run."""
    return ApplicationError(reason, type=REFUSED, non_retryable=True)


def read_run_failure(error: BaseException | None) -> ErrorInfo:
    """The other direction of `run_failed`."""
    if isinstance(error, ApplicationError):
        info = _info(error)
        return info or ErrorInfo(type=error.type or "run_failed", message=error.message)
    return ErrorInfo(type="run_failed", message=str(error))


def read_not_undone(error: BaseException | None) -> list[NotUndone]:
    """What `run_failed` was told besides."""
    if not isinstance(error, ApplicationError) or len(error.details) <= 1:
        return []
    return [NotUndone.model_validate(each) for each in cast("list[object]", error.details[1])]


def _told(cause: ApplicationError, step: PlanStep, attempt: int) -> tuple[ErrorInfo, int]:
    """The adapter's own words: what failed and, after it, the number of the attempt."""
    info = _info(cause)
    if info is None:
        return ErrorInfo(
            type=cause.type or "activity_failed", message=cause.message, node_id=step.id
        ), attempt
    told = cast("object", cause.details[1]) if len(cause.details) > 1 else None
    return info, told if isinstance(told, int) else attempt


def _info(error: ApplicationError) -> ErrorInfo | None:
    try:
        return ErrorInfo.model_validate(error.details[0]) if error.details else None
    except ValidationError:
        return None


def _late(cause: TimeoutError, step: PlanStep) -> str:
    if cause.type is TimeoutType.HEARTBEAT:
        return f"The worker of step {step.id!r} went silent; each of its attempts did."
    return (
        f"Step {step.id!r} gave no answer within {step.policy.timeout_s:g} s; "
        "raise `timeout_s` in its policy if that is too short."
    )
