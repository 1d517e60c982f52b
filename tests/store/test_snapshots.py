"""What a run begins with goes in its row, or in pages."""

from uuid import uuid4

import orjson

from noria.run import Snapshot, StepKey, StepState, StepStatus
from noria.steps.handover import unpack
from store.snapshots import begin_with, keep
from tests.activities.fakes import MemoryBlobs

WORKSPACE = uuid4()


def ended(count: int) -> Snapshot:
    states = {
        StepKey(f"step[{at}]"): StepState(status=StepStatus.SUCCEEDED, output={"n": at})
        for at in range(count)
    }
    return Snapshot(states=states, vars={"rate": 2})


async def test_nothing_is_kept_of_nothing() -> None:
    kept = await keep(MemoryBlobs(), WORKSPACE, Snapshot())

    assert kept is None
    assert begin_with(kept) == (None, ())


async def test_a_small_one_is_in_the_row() -> None:
    kept = await keep(MemoryBlobs(), WORKSPACE, ended(3))

    assert begin_with(kept) == (ended(3), ())


async def test_a_large_one_is_read_page_by_page() -> None:
    blobs = MemoryBlobs()
    snapshot, pages = begin_with(await keep(blobs, WORKSPACE, ended(20_000)))

    pieces: list[str] = []
    for page in pages:
        assert isinstance(page, dict)
        pieces += orjson.loads(await blobs.get(str(WORKSPACE), str(page["$blob"])))
    assert snapshot is None
    assert unpack(pieces) == ended(20_000)
