"""Errors on their way through Temporal and back."""

import pytest
from temporalio.exceptions import ActivityError, ApplicationError, RetryState, TimeoutError
from temporalio.exceptions import TimeoutType as Late

from noria.run import ErrorInfo
from tests.workflows.plans import step
from workflows.failure import (
    MAX_DETAILS_BYTES,
    describe_activity_error,
    read_run_failure,
    run_failed,
)

STEP = step("a", "test.echo", policy={"timeout_s": 2.5, "retry": {"max_attempts": 4}})
INFO = ErrorInfo(type="node_failed", message="no", details={"code": 7})


def failed(cause: BaseException, retry_state: RetryState) -> ActivityError:
    error = ActivityError(
        "failed",
        scheduled_event_id=1,
        started_event_id=2,
        identity="",
        activity_type="test.echo",
        activity_id="a",
        retry_state=retry_state,
    )
    error.__cause__ = cause
    return error


def test_the_adapter_tells_what_failed_and_in_which_attempt() -> None:
    cause = ApplicationError("no", INFO.model_dump(mode="json"), 3, type="node_failed")

    info, attempt = describe_activity_error(failed(cause, RetryState.NON_RETRYABLE_FAILURE), STEP)

    assert (info, attempt) == (INFO, 3)


@pytest.mark.parametrize("details", [(), ("text",), ({"message": "no type"},)])
def test_foreign_details_are_passed_over(details: tuple[object, ...]) -> None:
    cause = ApplicationError("boom", *details, type="ValueError")

    info, attempt = describe_activity_error(
        failed(cause, RetryState.MAXIMUM_ATTEMPTS_REACHED), STEP
    )

    assert (info.type, info.message, info.node_id) == ("ValueError", "boom", "a")
    assert attempt == 4


@pytest.mark.parametrize(
    ("kind", "words"), [(Late.START_TO_CLOSE, "within 2.5 s"), (Late.HEARTBEAT, "went silent")]
)
def test_a_timeout_says_which(kind: Late, words: str) -> None:
    late = TimeoutError("late", type=kind, last_heartbeat_details=[])

    info, _ = describe_activity_error(failed(late, RetryState.TIMEOUT), STEP)

    assert info.type == "timeout"
    assert words in info.message


def test_a_runs_failure_comes_back_as_it_was() -> None:
    assert read_run_failure(run_failed(INFO)) == INFO


def test_details_that_are_too_large_for_a_failure_stay_out_of_it() -> None:
    large = INFO.model_copy(update={"details": "x" * MAX_DETAILS_BYTES})

    assert read_run_failure(run_failed(large)) == INFO.model_copy(update={"details": None})
