"""Imports what models take, seconds of it, before any step has to wait for it.

A worker of the queue `ai` alone does so before it forks and before it takes a step: it has nothing else to
do. One that serves other queues too begins at once, and imports beside its steps.
"""

import asyncio
from importlib import import_module

from noria.ai.names import AI_QUEUE
from worker.settings import WorkerSettings


def serves_models(settings: WorkerSettings) -> bool:
    """Whether it was told to, by name."""
    return AI_QUEUE in settings.worker_queues.split(",")


def serves_models_alone(settings: WorkerSettings) -> bool:
    return settings.worker_queues == AI_QUEUE


def import_models() -> None:
    """Starts no thread, so it may be done before a fork."""
    from activities.ai.calls import library  # noqa: PLC0415 - heavy, and of AI workers only

    library.import_now()
    import_module("openai")
    # Agents and teams are LangGraph's: a second of the first one's run.
    import_module("activities.ai.agents.loop")
    import_module("activities.ai.teams.strategies")


async def warm_up() -> None:
    """Import them where that was not done yet, and ask the demo model once: that imports the rest."""
    from activities.ai.calls import library  # noqa: PLC0415 - as above

    await asyncio.to_thread(import_models)
    await library.warm_up()
