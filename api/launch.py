"""Starts a run for a request, and waits for its end where that is asked for."""

import time
from dataclasses import replace
from uuid import UUID

from api.audit import refusals_noted
from api.metrics import RUNS_STARTED
from api.services import Services
from noria.run import FINAL_RUN
from store import launch as store_launch
from store import launching
from store.launch import Order
from store.runs import NamedRun

LOOK_SECONDS = 10.0
"""Who waits for a run looks at it after this time even without news."""


async def launch(services: Services, order: Order) -> UUID:
    """As `store.launch.launch`, counted; one by hand that is refused is in the audit trail."""
    if order.by_hand:
        # It has no id, so it is told of its workflow.
        workflow_id = order.workflow_id
        async with refusals_noted(
            services, order, "run.start", workflow_id, workflow_id=str(workflow_id)
        ):
            run_id = await store_launch.launch(services, order)
    else:
        run_id = await store_launch.launch(services, order)
    if run_id == order.run_id:
        RUNS_STARTED.inc()
    return run_id


async def launch_and_wait(services: Services, order: Order, seconds: float) -> NamedRun:
    """As `launch`; gives the run as it is at its end, or after so many seconds."""
    deadline = time.monotonic() + seconds
    with services.listener.subscribe(order.run_id) as news:
        run_id = await launch(services, replace(order, awaited=seconds > 0))
        if seconds and run_id == order.run_id:
            # Nobody else knows of it yet, so the first news is worth more than a look.
            await news.wait(min(deadline - time.monotonic(), LOOK_SECONDS))
    found = await _read(services, order, run_id)
    if seconds and found.run.status not in FINAL_RUN:
        with services.listener.subscribe(run_id) as news:
            found = await _read(services, order, run_id)
            while found.run.status not in FINAL_RUN and time.monotonic() < deadline:
                await news.wait(min(max(deadline - time.monotonic(), 0), LOOK_SECONDS))
                found = await _read(services, order, run_id)
    return found


async def _read(services: Services, order: Order, run_id: UUID) -> NamedRun:
    return await launching.read_run(
        services.database, workspace_id=order.workspace_id, run_id=run_id
    )
