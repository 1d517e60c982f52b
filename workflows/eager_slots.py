"""Slots of a worker that takes what its own client starts, and nothing else from the task queue."""

import asyncio
import threading

from temporalio.worker import (
    CustomSlotSupplier,
    SlotMarkUsedContext,
    SlotPermit,
    SlotReleaseContext,
    SlotReserveContext,
)


class _EagerPermit(SlotPermit):
    """Of a workflow task that came with the answer to a start."""


class EagerSlots(CustomSlotSupplier):
    """So many eager workflow tasks at one time: with more, runs are started for other workers.

    The task queue is never polled, so its other runs stay with workers that have their activities. What
    such a run still has to do after its first task is polled for, since only this worker has it in memory.
    """

    def __init__(self, most: int) -> None:
        self._free = most
        self._lock = threading.Lock()
        """Temporal's own threads ask."""

    async def reserve_slot(self, ctx: SlotReserveContext) -> SlotPermit:
        if not ctx.is_sticky:
            await asyncio.Event().wait()
        return SlotPermit()

    def try_reserve_slot(self, ctx: SlotReserveContext) -> SlotPermit | None:
        with self._lock:
            if not self._free:
                return None
            self._free -= 1
        return _EagerPermit()

    def mark_slot_used(self, ctx: SlotMarkUsedContext) -> None:
        """It counts from when it is reserved on."""

    def release_slot(self, ctx: SlotReleaseContext) -> None:
        if isinstance(ctx.permit, _EagerPermit):
            with self._lock:
                self._free += 1
