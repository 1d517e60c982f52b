"""Schedules on a real Temporal: the times that we tell people are those that it keeps."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import Client, ScheduleActionStartWorkflow, ScheduleOverlapPolicy
from temporalio.worker import Worker

from noria.triggers.fire_call import FireCall, ScheduleOrder
from noria.triggers.schedule import ScheduleConfig
from noria.triggers.schedule_times import next_times
from workflows import schedules
from workflows.fire_workflow import FireWorkflow
from workflows.names import FIRE, TASK_QUEUE
from workflows.worker_parts import sandboxed_runner


def order(**config: Any) -> ScheduleOrder:
    return ScheduleOrder(
        trigger_id=str(uuid4()),
        workspace_id=str(uuid4()),
        name="Nightly",
        config=ScheduleConfig.model_validate(config),
        paused=False,
    )


SPRING, AUTUMN = "2027-03-26T00:00:00+00:00", "2027-10-29T00:00:00+00:00"


@pytest.mark.parametrize(
    "config",
    [
        {"kind": "cron", "cron": "30 2 * * *", "time_zone": "Europe/Berlin", "start_at": SPRING},
        {"kind": "cron", "cron": "30 2 * * *", "time_zone": "Europe/Berlin", "start_at": AUTUMN},
        {"kind": "cron", "cron": "0 0 13 * 5", "start_at": SPRING},
        {"kind": "calendar", "times": ["09:30", "17:00"], "weekdays": ["sun", "mon"],
         "time_zone": "America/New_York", "start_at": SPRING},
        {"kind": "calendar", "times": ["00:00"], "days": [13], "weekdays": ["fri"]},
        {"kind": "interval", "every_s": 5400, "offset_s": 60},
    ],
)  # fmt: skip
async def test_next_times_are_temporals_own(temporal: Client, config: dict[str, Any]) -> None:
    told = order(**config)
    await schedules.put_schedule(temporal, told)
    handle = temporal.get_schedule_handle(schedules.schedule_id(told.trigger_id))
    theirs = (await handle.describe()).info.next_action_times
    ours = next_times(told.config, datetime.now(UTC), len(theirs))
    await schedules.delete_schedule(temporal, told.trigger_id)

    assert len(theirs) >= 2
    assert ours == [time.astimezone(UTC) for time in theirs]


@pytest.mark.parametrize(
    ("one_at_a_time", "overlap"),
    [(True, ScheduleOverlapPolicy.SKIP), (False, ScheduleOverlapPolicy.ALLOW_ALL)],
)
async def test_temporal_keeps_what_the_schedule_says(
    temporal: Client, one_at_a_time: bool, overlap: ScheduleOverlapPolicy
) -> None:
    told = order(kind="interval", every_s=3600, jitter_s=120, catch_up_s=900).model_copy(
        update={"paused": True, "one_at_a_time": one_at_a_time}
    )
    await schedules.put_schedule(temporal, told)
    handle = temporal.get_schedule_handle(schedules.schedule_id(told.trigger_id))
    kept = (await handle.describe()).schedule
    await schedules.delete_schedule(temporal, told.trigger_id)

    assert kept.policy.overlap == overlap
    assert kept.policy.catchup_window == timedelta(seconds=900)
    assert kept.spec.jitter == timedelta(seconds=120)
    assert kept.state.paused
    assert isinstance(kept.action, ScheduleActionStartWorkflow)
    assert kept.action.priority.fairness_key == told.workspace_id


async def test_a_period_is_caught_up_with_and_each_time_is_told(temporal: Client) -> None:
    seen: list[FireCall] = []

    @activity.defn(name=FIRE)
    async def fire(call: FireCall) -> None:
        seen.append(call)

    told = order(kind="interval", every_s=3600)
    await schedules.put_schedule(temporal, told)
    await schedules.put_schedule(temporal, told.model_copy(update={"name": "Hourly"}))
    since = datetime(2026, 11, 1, 6, tzinfo=UTC)
    async with Worker(
        temporal,
        task_queue=TASK_QUEUE,
        workflows=[FireWorkflow],
        activities=[fire],
        workflow_runner=sandboxed_runner(),
    ):
        await schedules.backfill_schedule(
            temporal, told.trigger_id, since, since + timedelta(hours=3)
        )
        async with asyncio.timeout(90):
            while len(seen) < 4:  # noqa: ASYNC110 - an activity sets it, in another task
                await asyncio.sleep(0.05)
    await schedules.delete_schedule(temporal, told.trigger_id)
    await schedules.delete_schedule(temporal, told.trigger_id)

    assert sorted(call.due for call in seen if call.due) == [
        since + timedelta(hours=hour) for hour in range(4)
    ]
    assert {call.trigger_id for call in seen} == {told.trigger_id}
