"""The end of a call in the ledger, however it ends: a step that times out or is cancelled too."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from noria.ai.ledger import Ledger, Usage
from noria.errors import NodeError

CANCELLED = "cancelled"
"""The step was stopped while the model answered: by its timeout, a person or the worker's end."""
BUG = "error"


@dataclass
class Spent:
    """What a call took that failed: as much of it as is known, which may be nothing."""

    usage: Usage = field(default_factory=Usage)


@asynccontextmanager
async def settled(ledger: Ledger, call_id: str) -> AsyncGenerator[Spent]:
    """Around what may fail of a call: then the ledger is told what was spent by then."""
    spent = Spent()
    try:
        yield spent
    except BaseException as error:
        # A cancel that comes while this is written must not leave the call open.
        await asyncio.shield(ledger.fail(call_id, _reason(error), spent.usage))
        raise


def _reason(error: BaseException) -> str:
    if isinstance(error, NodeError):
        return error.code
    return CANCELLED if isinstance(error, asyncio.CancelledError) else BUG
