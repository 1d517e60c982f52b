"""Has models listed and tried by the workers that know them."""

from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from temporalio.client import ActivityFailureError, Client
from temporalio.common import RetryPolicy
from temporalio.service import RPCError

from noria.ai.model_work import (
    LIST_MODELS,
    TRY_MODEL,
    ModelListCall,
    ModelTried,
    ModelTryCall,
    Offers,
)
from noria.ai.names import AI_QUEUE
from noria.errors import Unavailable
from workflows.names import task_queue

SECONDS = 50
"""From the question to its answer; a trial is paid for, so it is not made again."""

T = TypeVar("T", Offers, ModelTried)


async def list_models(client: Client, call: ModelListCall) -> Offers:
    """
    Raises:
        Unavailable: No worker of the queue answers.
    """
    return await _ask(client, LIST_MODELS, call, Offers)


async def try_model(client: Client, call: ModelTryCall) -> ModelTried:
    """As `list_models`."""
    return await _ask(client, TRY_MODEL, call, ModelTried)


async def _ask(
    client: Client, name: str, call: ModelListCall | ModelTryCall, result_type: type[T]
) -> T:
    try:
        return await client.execute_activity(
            name,
            call,
            id=f"model-{uuid4()}",
            task_queue=task_queue(AI_QUEUE),
            result_type=result_type,
            schedule_to_close_timeout=timedelta(seconds=SECONDS),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
    except ActivityFailureError as error:
        raise Unavailable(
            f"No worker of the queue {AI_QUEUE!r} answered in time: is one running?"
        ) from error
    except RPCError as error:
        raise Unavailable("Temporal does not answer.") from error
