"""Where records of steps go: the seam between the adapter and what writes rows."""

from collections.abc import Sequence
from typing import Protocol

from noria.run import Projection, RunUpdate, StepRecord


class StepSink(Protocol):
    """Takes records in order; what is given first is written first or in the same transaction."""

    def emit(self, steps: Sequence[StepRecord], run: RunUpdate | None = None) -> None:
        """Never waits. Rows may be lost in a crash: `noria.finish_run` writes them again."""
        ...

    async def write(self, projection: Projection) -> None:
        """Return when the rows are committed.

        Raises:
            Invalid: The database takes some of the rows never, however often they are sent.
        """
        ...
