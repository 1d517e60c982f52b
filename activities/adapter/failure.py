"""Our errors as Temporal's: the type, whether to try again, and the facts, never a foreign text."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from pydantic import JsonValue
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities import redaction
from noria.blobs import size_of
from noria.depth import MAX_DEPTH, is_deeper_than
from noria.errors import ExpressionError, NodeFailed, NodeUnavailable, NoriaError, Unavailable
from noria.run import ErrorInfo
from noria.step_calls import StepCall

MAX_DETAILS_BYTES = 16 * 1024
MAX_MESSAGE_CHARS = 4_000


class StepTimeout(NodeUnavailable):
    """The attempt took longer than the node's policy allows."""

    @property
    def code(self) -> str:
        return "timeout"


class WorkerStopped(NodeUnavailable):
    """The worker had to go before the attempt was done; another one takes the step over."""


class StepPaused(NodeUnavailable):
    """The run was paused, and the node stops then; the attempt is repeated when it goes on."""


@dataclass(frozen=True)
class Failure:
    """Why an attempt failed."""

    info: ErrorInfo
    retry_after: timedelta | None = None

    def to_temporal(self, attempt: int) -> ApplicationError:
        """Details: the facts as data, then the attempt's number, which Temporal doesn't tell."""
        return ApplicationError(
            self.info.message,
            self.info.model_dump(mode="json"),
            attempt,
            type=self.info.type,
            non_retryable=not self.info.retryable,
            next_retry_delay=self.retry_after,
            # Told to people in the run itself; not an incident of the worker.
            category=ApplicationErrorCategory.BENIGN,
        )


def is_passing(error: NoriaError) -> bool:
    """Whether another attempt may go better."""
    return isinstance(error, NodeUnavailable | Unavailable)


@contextmanager
def failing_for_good() -> Generator[None]:
    """For activities that Temporal repeats without an end: what another attempt can't mend ends them."""
    try:
        yield
    except NoriaError as error:
        if is_passing(error):
            raise
        raise ApplicationError(str(error), type=error.code, non_retryable=True) from None


def describe(error: Exception, call: StepCall) -> Failure:
    """An error of ours in full but for secrets; of a bug only its kind, since its text may hold a secret."""
    if isinstance(error, NoriaError):
        secrets = redaction.current()
        info = ErrorInfo(
            type=error.code,
            message=secrets.text(str(error))[:MAX_MESSAGE_CHARS],
            node_id=call.step.id,
            retryable=is_passing(error),
            details=secrets.value(_bounded(_details(error))),
        )
        return Failure(info, getattr(error, "retry_after", None))
    message = (
        f"The node type {call.step.type!r} broke off with {type(error).__name__}; "
        "the worker's log has the traceback."
    )
    return Failure(
        ErrorInfo(type="node_crashed", message=message, node_id=call.step.id, retryable=True)
    )


def _details(error: NoriaError) -> JsonValue:
    if isinstance(error, NodeFailed | NodeUnavailable):
        return error.details
    if isinstance(error, ExpressionError):
        return {
            "name": error.name,
            "expression": error.expression,
            "line": error.line,
            "column": error.column,
        }
    return None


def _bounded(details: JsonValue) -> JsonValue:
    """Details travel in failures, which have no blobs; a node may give anything."""
    try:
        size = size_of(details)
    except TypeError:
        return "(not JSON)"
    if size > MAX_DETAILS_BYTES:
        return f"(left out: {size} bytes)"
    return "(left out: nested too deeply)" if is_deeper_than(details, MAX_DEPTH) else details
