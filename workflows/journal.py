"""Which step records are still to be written, and by whom. Pure: not the writing.

A record first travels *live*, with the next activity call or a local activity, so that people see
it at once; it stays in the summary, which `noria.finish_run` writes, until a write is confirmed.
"""

from collections.abc import Iterable

from noria.model import NodeId
from noria.run import StepRecord

MAX_LIVE_BYTES = 16 * 1024
"""Of records that travel with one call: they enlarge history, a local activity's do not."""


class Journal:
    """Newest record of each step, and those that nobody has been told of."""

    def __init__(self) -> None:
        self._unconfirmed: dict[tuple[NodeId, str], StepRecord] = {}
        self._live: list[StepRecord] = []

    @property
    def has_live(self) -> bool:
        """Whether a record waits for something to travel with."""
        return bool(self._live)

    def add(self, record: StepRecord) -> None:
        """Of a step inside the workflow: nobody else knows of it."""
        self._live.append(record)
        self.add_known(record)

    def add_known(self, record: StepRecord) -> None:
        """Of an activity, which has told people itself, unless its worker died."""
        self._unconfirmed[record.node_id, record.iteration] = record

    def take_for_call(self) -> tuple[StepRecord, ...]:
        """Oldest live records, as many as may travel with a call."""
        taken: list[StepRecord] = []
        size = 0
        for record in self._live:
            size += len(record.model_dump_json())
            if size > MAX_LIVE_BYTES:
                break
            taken.append(record)
        del self._live[: len(taken)]
        return tuple(taken)

    def take_all(self) -> tuple[StepRecord, ...]:
        """All live records, for a local activity."""
        taken = tuple(self._live)
        self._live.clear()
        return taken

    def confirm(self, records: Iterable[StepRecord]) -> None:
        """These are written; a newer record of the same step is not."""
        for record in records:
            key = record.node_id, record.iteration
            if self._unconfirmed.get(key) is record:
                del self._unconfirmed[key]

    def summary(self) -> tuple[StepRecord, ...]:
        """All that is not confirmed, in the order in which steps first appeared."""
        self._live.clear()
        return tuple(self._unconfirmed.values())
