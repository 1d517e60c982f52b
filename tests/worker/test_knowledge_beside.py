"""Programs that are started beside a connection to Milvus, as servers of tests are."""

import subprocess

from tests.worker.knowledge_house import HANDBOOK, Reader

STARTS = 60


async def test_a_program_starts_though_milvus_is_connected(mine: Reader) -> None:
    """With gRPC's handlers of fork one in ten was killed before it was a program of its own."""
    await mine.add("handbook.md", HANDBOOK)
    await mine.search("How long is my vacation?")

    ends = [
        subprocess.run(["true"], preexec_fn=_nothing, check=False).returncode  # noqa: ASYNC221
        for _ in range(STARTS)
    ]

    assert ends == [0] * STARTS


def _nothing() -> None:
    """It has Python fork, as each program of `local.process` has."""
