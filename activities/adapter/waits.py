"""The workflow's local activities for what it waits for: opened, closed and brought to mind again.

Their names are part of the contract with `workflows.local_calls`.
"""

from collections.abc import Callable
from typing import Any, Protocol

from temporalio import activity

from activities.adapter.failure import failing_for_good
from noria.waits import Reminder, Taken, WaitClose, WaitOpen


class WaitStore(Protocol):
    """Where waits and their answers are kept; each call may be repeated."""

    async def open(self, wait: WaitOpen) -> bool:
        """Whether there is an answer already.

        Raises:
            Invalid: The wait can't be kept, however often it is tried.
        """
        ...

    async def close(self, close: WaitClose) -> Taken | None: ...
    async def remind(self, reminder: Reminder) -> None: ...


def make_wait_activities(store: WaitStore) -> list[Callable[..., Any]]:
    """All of them."""

    @activity.defn(name="noria.open_wait")
    async def open_wait(wait: WaitOpen) -> bool:
        with failing_for_good():
            return await store.open(wait)

    @activity.defn(name="noria.close_wait")
    async def close_wait(close: WaitClose) -> Taken | None:
        return await store.close(close)

    @activity.defn(name="noria.remind")
    async def remind(reminder: Reminder) -> None:
        await store.remind(reminder)

    return [open_wait, close_wait, remind]
