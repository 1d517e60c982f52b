"""Work that is under way when its run is paused."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from temporalio import activity

T = TypeVar("T")


async def through_pauses(work: Awaitable[T], told: Callable[[], None] | None = None) -> T:
    """See work through that is under way when the run is paused: half of it may be done.

    Temporal's word of the pause comes as a cancel, once; there is none after it. `told` is called then.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        why = activity.cancellation_details()
        this = asyncio.current_task()
        assert this is not None
        if why is not None and why.paused:
            this.uncancel()
            if told is not None:
                told()
        else:
            task.cancel()
        return await task
