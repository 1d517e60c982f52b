"""The task queues that a process serves: the engine's, and those that node types are bound to.

Each has a Temporal worker of its own, with slots of its own, so that steps of one never keep steps
of another waiting. A queue's rate is kept by Temporal for all workers together: steps wait there,
durably, and no attempt is spent.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from temporalio.client import Client
from temporalio.worker import PollerBehaviorSimpleMaximum, Worker

from activities.adapter.attempt import Tools
from activities.adapter.definitions import Activity, make_activities, make_node_activities
from noria.catalog import Catalog
from noria.errors import Invalid
from noria.model import DEFAULT_QUEUE, QUEUE_PATTERN
from worker.deployment import deployment
from worker.settings import WorkerSettings
from workflows.names import task_queue
from workflows.turns import Turns, be_patient
from workflows.worker_parts import WORKFLOWS, production_runner

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

STICKY_TIMEOUT = timedelta(seconds=2)
"""After this long a run of a killed worker goes to another one; the default is 10 s."""
HEARTBEAT_PAUSE = timedelta(seconds=2)
"""A cancelled run's steps hear of it at a heartbeat; the SDK would send one in 8 s only."""
_NUMBER = re.compile(r"(?=.*[1-9])\d{1,9}(\.\d{1,9})?")
POLLERS = PollerBehaviorSimpleMaximum(2)
"""Of a queue beside the engine's, which is idle most of the time."""


NONE: Mapping[str, Sequence[Activity]] = {}


@dataclass(frozen=True)
class Queues:
    """Which queues, and how fast and how much of each."""

    names: tuple[str, ...]
    rates: Mapping[str, float]
    """Steps a second, of all workers together; a queue without one has no limit."""
    slots: Mapping[str, float]

    @classmethod
    def of(cls, settings: WorkerSettings, catalog: Catalog) -> "Queues":
        """
        Raises:
            Invalid: A setting is malformed, or limits the engine's own queue.
        """
        bound = {DEFAULT_QUEUE} | {node_type.queue for node_type in catalog}
        asked = _asked(settings.worker_queues, bound)
        rates = _numbers("NORIA_QUEUE_RATES", settings.queue_rates)
        if DEFAULT_QUEUE in rates:
            raise Invalid(
                "NORIA_QUEUE_RATES limits the queue 'default', whose steps often start without "
                "queueing; bind the node types that need a limit to a queue of their own."
            )
        return cls(
            asked or tuple(sorted(bound)),
            rates,
            _numbers("NORIA_QUEUE_SLOTS", settings.queue_slots),
        )


def make_workers(
    client: Client,
    tools: Tools,
    settings: WorkerSettings,
    queues: Queues,
    more: Mapping[str, Sequence[Activity]] = NONE,
) -> list[Worker]:
    """Settings as measured: fixed slots, no sandbox, a short sticky timeout.

    `more` are activities of each queue that are no node's and no run's.
    """
    return [
        _worker(client, tools, settings, queues, more.get(name, ()), name) for name in queues.names
    ]


def _worker(
    client: Client,
    tools: Tools,
    settings: WorkerSettings,
    queues: Queues,
    more: Sequence[Activity],
    name: str,
) -> Worker:
    slots = int(queues.slots.get(name, settings.worker_activity_slots))
    common: dict[str, Any] = {
        "task_queue": task_queue(name),
        "max_concurrent_activities": slots,
        "max_heartbeat_throttle_interval": HEARTBEAT_PAUSE,
        "graceful_shutdown_timeout": timedelta(seconds=settings.worker_grace_s),
        "deployment_config": deployment(settings),
    }
    if name != DEFAULT_QUEUE:
        return Worker(
            client,
            activities=[*make_node_activities(tools), *more],
            activity_task_poller_behavior=POLLERS,
            max_task_queue_activities_per_second=queues.rates.get(name),
            **common,
        )
    worker = Worker(
        client,
        workflows=WORKFLOWS,
        activities=[*make_activities(tools), *more],
        workflow_runner=production_runner(),
        max_cached_workflows=settings.worker_cached_workflows,
        max_concurrent_workflow_tasks=settings.worker_workflow_slots,
        workflow_task_executor=Turns(settings.worker_workflow_slots),
        max_concurrent_local_activities=settings.worker_activity_slots,
        sticky_queue_schedule_to_start_timeout=STICKY_TIMEOUT,
        **common,
    )
    be_patient(worker)
    return worker


def _asked(text: str, bound: Collection[str]) -> tuple[str, ...]:
    """Those to serve; none: all."""
    parts = [part.strip() for part in text.split(",")]
    left_out = [part for part in parts if part.startswith("-")]
    names = _names("NORIA_WORKER_QUEUES", ",".join(part.lstrip("-") for part in parts))
    for name in set(names) - set(bound):
        log.warning("queue_without_node_types", queue=name)
    if not left_out:
        return tuple(dict.fromkeys(names))
    if len(left_out) < len(names):
        raise Invalid(
            f"NORIA_WORKER_QUEUES is {text!r}; name the queues to serve, as 'default,ai', or those "
            "to leave out, as '-ai', but not both."
        )
    rest = tuple(sorted(set(bound) - set(names)))
    if not rest:
        raise Invalid(f"NORIA_WORKER_QUEUES is {text!r}, which leaves no queue to serve.")
    return rest


def _names(setting: str, text: str) -> list[str]:
    names = [part.strip() for part in text.split(",") if part.strip()]
    for name in names:
        if not re.match(QUEUE_PATTERN, name):
            raise Invalid(f"{setting} names the queue {name!r}; write names as 'default,code,ai'.")
    return names


def _numbers(setting: str, text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = part.partition("=")
        if not re.match(QUEUE_PATTERN, name) or not _NUMBER.fullmatch(number):
            raise Invalid(
                f"{setting} has the entry {part!r}; write a queue and a number, as 'ai=10'."
            )
        found[name] = float(number)
    return found
