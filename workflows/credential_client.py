"""Asks workers to try or connect a credential, by activities that stand alone."""

from datetime import timedelta
from uuid import uuid4

from temporalio.client import ActivityFailureError, Client
from temporalio.common import RetryPolicy
from temporalio.service import RPCError

from noria.credential_work import (
    CONNECT_CREDENTIAL,
    TRY_CREDENTIAL,
    ConnectCall,
    Tried,
    TryCall,
)
from noria.errors import Unavailable
from workflows.names import TASK_QUEUE

SECONDS = 30
"""From the request to the answer; a code is good once, so nothing is tried again."""


async def ask_worker(client: Client, call: TryCall | ConnectCall) -> Tried:
    """
    Raises:
        Unavailable: No worker took it in time, or Temporal does not answer.
    """
    name = TRY_CREDENTIAL if isinstance(call, TryCall) else CONNECT_CREDENTIAL
    try:
        return await client.execute_activity(
            name,
            call,
            id=f"credential-{uuid4()}",
            task_queue=TASK_QUEUE,
            result_type=Tried,
            schedule_to_close_timeout=timedelta(seconds=SECONDS),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
    except ActivityFailureError as error:
        raise Unavailable("No worker looked at the credential in time: is one running?") from error
    except RPCError as error:
        raise Unavailable("Temporal does not answer.") from error
