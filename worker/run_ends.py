"""Fires the triggers that wait for the end of runs.

One worker does at a time. It reads what ended from the rows, whoever closed them and however, so
nothing is lost when a process dies: what has not been dealt with is still there.
"""

from datetime import timedelta

import structlog
from pydantic import JsonValue

from noria.errors import NoriaError, Unavailable
from noria.triggers.workflow import MAX_DEPTH, WORKFLOW, WorkflowConfig
from store import firing, run_ends, triggers
from store.firing import Fired, Message
from store.launch import Launching
from store.run_ends import Ended
from store.trigger_tables import Trigger

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

INTERVAL = timedelta(seconds=1)


class RunEnds:
    """Looks for ends of runs that nobody has dealt with."""

    def __init__(self, parts: Launching) -> None:
        self._parts = parts

    async def sweep(self) -> int:
        """Give how many ends were dealt with; 0 also when another worker is at it."""
        done = 0
        async with self._parts.database.sessions.begin() as lock:
            if not await run_ends.try_lock(lock):
                return 0
            for trigger in await triggers.list_of_types(lock, types=[WORKFLOW.name]):
                config = WorkflowConfig.model_validate(trigger.config)
                for ended in await run_ends.list_ended(lock, trigger=trigger, config=config):
                    depth = await run_ends.depth_of(lock, run_id=ended.id)
                    await self._fire(trigger, ended, depth + 1)
                    done += 1
        return done

    async def _fire(self, trigger: Trigger, ended: Ended, depth: int) -> None:
        message_id = str(ended.id)
        if depth > MAX_DEPTH:
            why = (
                f"{MAX_DEPTH} runs have started one another by their ends: this looks like a loop."
            )
            await firing.note(self._parts, trigger, Fired("skipped", None, why), message_id)
            return
        try:
            await firing.fire(self._parts, trigger, Message(_payload(ended, depth), id=message_id))
        except Unavailable:
            raise
        except NoriaError as error:
            # It is in the trigger's history; trying again would give the same answer.
            log.warning("trigger_started_no_run", trigger_id=str(trigger.id), code=error.code)


def _payload(ended: Ended, depth: int) -> dict[str, JsonValue]:
    started_at = ended.started_at.isoformat() if ended.started_at else None
    return {
        "run": {
            **ended._asdict(),
            "id": str(ended.id),
            "workflow_id": str(ended.workflow_id),
            "started_at": started_at,
            "finished_at": ended.finished_at.isoformat(),
        },
        "depth": depth,
    }
