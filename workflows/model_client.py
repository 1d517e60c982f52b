"""Has models listed and tried by the workers that know them."""

from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from temporalio.client import ActivityFailureError, Client
from temporalio.common import RetryPolicy
from temporalio.service import RPCError

from noria.ai.model_work import (
    COMPARE_TEXTS,
    LIST_MODELS,
    TRY_MODEL,
    CompareCall,
    Likeness,
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

COMPARE_SECONDS = 10
"""Somebody is typing: after that, other ways of searching will do."""

T = TypeVar("T", Offers, ModelTried, Likeness)


async def list_models(client: Client, call: ModelListCall) -> Offers:
    """
    Raises:
        Unavailable: No worker of the queue answers.
    """
    return await _ask(client, LIST_MODELS, call, Offers)


async def try_model(client: Client, call: ModelTryCall) -> ModelTried:
    """As `list_models`."""
    return await _ask(client, TRY_MODEL, call, ModelTried)


async def compare_texts(client: Client, call: CompareCall) -> Likeness:
    """As `list_models`."""
    return await _ask(client, COMPARE_TEXTS, call, Likeness, COMPARE_SECONDS)


async def _ask(
    client: Client,
    name: str,
    call: ModelListCall | ModelTryCall | CompareCall,
    result_type: type[T],
    seconds: float = SECONDS,
) -> T:
    try:
        return await client.execute_activity(
            name,
            call,
            id=f"model-{uuid4()}",
            task_queue=task_queue(AI_QUEUE),
            result_type=result_type,
            schedule_to_close_timeout=timedelta(seconds=seconds),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
    except ActivityFailureError as error:
        raise Unavailable(
            f"No worker of the queue {AI_QUEUE!r} answered in time: is one running?"
        ) from error
    except RPCError as error:
        raise Unavailable("Temporal does not answer.") from error
