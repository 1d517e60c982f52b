"""What the parts of one run share."""

from dataclasses import dataclass

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from noria.run import RunRequest

from workflows.calls import Calls, history_length
from workflows.flight import Flight
from workflows.lanes import Quota, Turn
from workflows.progress import Progress
from workflows.scribe import Scribe


@dataclass(frozen=True)
class Parts:
    """Of one history: a new one begins with parts of its own."""

    request: RunRequest
    progress: Progress
    flight: Flight
    scribe: Scribe
    quota: Quota
    calls: Calls

    def turn(self) -> Turn:
        """Tells apart the turns that the workflow has for computing."""
        return history_length(), self.scribe.writes
