"""Slots of a worker that takes what its own client starts, and nothing from the task queue."""

import asyncio
import threading

from temporalio.worker import (
    CustomSlotSupplier,
    SlotMarkUsedContext,
    SlotPermit,
    SlotReleaseContext,
    SlotReserveContext,
)


class EagerSlots(CustomSlotSupplier):
    """So many eager workflow tasks at one time: with more, runs are started for other workers.

    The task queue is never polled, so its other runs stay with workers that have their activities.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._free = most
        self._lock = threading.Lock()
        """Temporal's own threads ask."""
        self.worker_is_ready = asyncio.Event()
        """Set when the worker would begin to poll: a task that comes sooner may lie until it times out."""

    async def reserve_slot(self, ctx: SlotReserveContext) -> SlotPermit:
        self.worker_is_ready.set()
        never: asyncio.Future[SlotPermit] = asyncio.get_running_loop().create_future()
        return await never

    def try_reserve_slot(self, ctx: SlotReserveContext) -> SlotPermit | None:
        with self._lock:
            if not self._free:
                return None
            self._free -= 1
        return SlotPermit()

    def mark_slot_used(self, ctx: SlotMarkUsedContext) -> None:
        """It counts from when it is reserved on."""

    def release_slot(self, ctx: SlotReleaseContext) -> None:
        with self._lock:
            self._free += 1
