"""Slots are for tasks that come with a start, and for what goes on in this process."""

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


async def test_the_task_queue_is_never_polled() -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(EagerSlots(2).reserve_slot(Asked()), 0.05)


async def test_runs_that_rest_here_go_on_here_without_a_slot_of_the_eager_ones() -> None:
    slots = EagerSlots(1)

    polled = await slots.reserve_slot(Asked(is_sticky=True))
    assert slots.try_reserve_slot(Asked())
    slots.release_slot(SlotReleaseContext(None, polled))

    assert slots.try_reserve_slot(Asked()) is None
