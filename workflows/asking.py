"""Has a worker answer one question, by an activity that stands alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar
from uuid import uuid4

from temporalio.client import ActivityFailureError, Client
from temporalio.common import RetryPolicy
from temporalio.service import RPCError

from noria.ai.names import AI_QUEUE
from noria.errors import Unavailable
from workflows.names import task_queue

T = TypeVar("T")


@dataclass(frozen=True)
class Question(Generic[T]):
    """What is asked by which activity, and how long its answer may take."""

    activity: str
    answer: type[T]
    seconds: int
    """From the question to its answer. It is asked once: a trial is paid for, a code is good once."""
    queue: str = AI_QUEUE


async def ask(client: Client, question: Question[T], call: object) -> T:
    """
    Raises:
        Unavailable: No worker of the queue answers, or Temporal does not.
    """
    try:
        return await client.execute_activity(
            question.activity,
            call,
            id=f"{question.activity}-{uuid4()}",
            task_queue=task_queue(question.queue),
            result_type=question.answer,
            schedule_to_close_timeout=timedelta(seconds=question.seconds),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
    except ActivityFailureError as error:
        raise Unavailable(
            f"No worker of the queue {question.queue!r} answered in time: is one running?"
        ) from error
    except RPCError as error:
        raise Unavailable("Temporal does not answer.") from error
