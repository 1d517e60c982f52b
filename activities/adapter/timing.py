"""How long an attempt may take, and the signs of life that it gives meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from temporalio import activity

from activities.adapter.failure import StepTimeout
from noria.step_calls import StepCall

T = TypeVar("T")

BEATS_PER_TIMEOUT = 5


def seconds_of(timeout_s: float) -> float:
    """A little less than Temporal grants, so that the step says so itself, and in whole."""
    return timeout_s - min(0.5, timeout_s * 0.1)


async def within(seconds: float, work: Awaitable[T], call: StepCall) -> T:
    """
    Raises:
        StepTimeout: It took longer.
    """
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            return await work
    except TimeoutError:
        if not limit.expired():
            raise
        raise StepTimeout(
            f"Step {call.step.id!r} took longer than the {call.step.policy.timeout_s:g} s that its "
            "policy gives one attempt."
        ) from None


def beat(info: activity.Info) -> Callable[[], None]:
    """Tell Temporal every few seconds that this worker lives; return what ends it.

    The loop's timers run in the context that they were made in, so each beats for its own step.
    """
    if info.heartbeat_timeout is None:
        return lambda: None
    loop = asyncio.get_running_loop()
    pause = info.heartbeat_timeout.total_seconds() / BEATS_PER_TIMEOUT

    def again() -> None:
        nonlocal timer
        activity.heartbeat()
        timer = loop.call_later(pause, again)

    timer = loop.call_later(pause, again)
    return lambda: timer.cancel()
