"""Slots are for tasks that come with a start."""

import asyncio
from dataclasses import dataclass
from typing import Literal

import pytest
from temporalio.common import WorkerDeploymentVersion
from temporalio.worker import SlotReleaseContext

from workflows.eager_slots import EagerSlots


@dataclass
class Asked:
    """What Temporal's SDK says about who asks."""

    is_sticky: bool = False
    slot_type: Literal["workflow", "activity", "local-activity"] = "workflow"
    task_queue: str = "queue"
    worker_identity: str = "me"
    worker_build_id: str = ""
    worker_deployment_version: WorkerDeploymentVersion | None = None


def test_so_many_eager_tasks_at_one_time() -> None:
    slots = EagerSlots(2)
    first = slots.try_reserve_slot(Asked())

    assert first
    assert slots.try_reserve_slot(Asked())
    assert slots.try_reserve_slot(Asked()) is None

    slots.release_slot(SlotReleaseContext(None, first))
    assert slots.try_reserve_slot(Asked())


async def test_no_queue_is_polled_but_one_hears_when_the_worker_would_begin_to() -> None:
    slots = EagerSlots(2)
    was_ready = slots.worker_is_ready.is_set()

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(slots.reserve_slot(Asked()), 0.05)

    assert (was_ready, slots.worker_is_ready.is_set()) == (False, True)
