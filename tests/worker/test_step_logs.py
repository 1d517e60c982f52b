"""What nodes log is kept beside their step: few lines, short ones, and never in the way."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from noria.step_log import LAST, MAX_FACTS_BYTES, MAX_LINES, MAX_MESSAGE_CHARS, LogLine
from tests.activities.calls import call
from tests.worker.lines import KeptLines
from worker import step_logs
from worker.step_logs import AttemptLog, StepLogs


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_logs, "GATHER_SECONDS", 0.01)
    monkeypatch.setattr(step_logs, "RETRY_SECONDS", 0.01)


def _line(number: int = 1, run_id: str = "r1") -> LogLine:
    kept = KeptLines()
    AttemptLog(kept, call("test.node").model_copy(update={"run_id": run_id}), 1).info(
        f"line {number}"
    )
    return kept.lines[0]


@asynccontextmanager
async def _running(logs: StepLogs) -> AsyncGenerator[None]:
    task = asyncio.create_task(logs.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def test_a_line_has_its_place_its_level_and_its_facts() -> None:
    kept = KeptLines()
    log = AttemptLog(kept, call("test.node", iteration="2/0"), 3)

    log.info("page read", page=7, raw=b"\x00")
    log.warning("slow\x00")

    first, second = kept.lines
    assert (first.node_id, first.iteration, first.attempt, first.number) == ("fetch", "2/0", 3, 1)
    assert (first.level, first.message, first.facts) == (
        "info", "page read", {"page": 7, "raw": "b'\\x00'"},
    )  # fmt: skip
    assert (second.level, second.number, second.message, second.facts) == (
        "warning", 2, "slow�", None,
    )  # fmt: skip


async def test_long_lines_are_cut_and_many_are_left_out_with_a_word() -> None:
    kept = KeptLines()
    log = AttemptLog(kept, call("test.node"), 1)

    log.info("x" * 10_000, page="y" * 10_000)
    for _ in range(MAX_LINES * 2):
        log.info("again")

    assert len(kept.lines[0].message) == MAX_MESSAGE_CHARS
    facts: Any = kept.lines[0].facts
    assert len(facts["…"]) <= MAX_FACTS_BYTES
    assert len(kept.lines) == MAX_LINES
    assert kept.lines[-1].message == LAST


async def test_lines_wait_while_the_database_is_away() -> None:
    written: list[LogLine] = []
    done = asyncio.Event()
    answers = iter([OSError("away"), OSError("away"), None])

    async def write(lines: Sequence[LogLine]) -> None:
        failure = next(answers, None)
        if failure:
            raise failure
        written.extend(lines)
        done.set()

    logs = StepLogs(write, outages=(OSError,))
    async with _running(logs):
        logs.add(_line())
        async with asyncio.timeout(90):
            await done.wait()

    assert [line.message for line in written] == ["line 1"]


async def test_what_waits_at_the_end_is_written() -> None:
    written: list[LogLine] = []

    async def write(lines: Sequence[LogLine]) -> None:
        written.extend(lines)

    logs = StepLogs(write, outages=(OSError,))
    async with _running(logs):
        await asyncio.sleep(0)
        logs.add(_line())

    assert len(written) == 1


async def test_lines_that_the_database_refuses_do_not_stop_the_next_ones() -> None:
    written: list[LogLine] = []

    async def write(lines: Sequence[LogLine]) -> None:
        if lines[0].message == "line 1":
            raise ValueError("odd")
        written.extend(lines)

    logs = StepLogs(write, outages=(OSError,))
    async with _running(logs):
        logs.add(_line(1))
        await asyncio.sleep(0.05)
        logs.add(_line(2))
        await asyncio.sleep(0.05)

    assert [line.message for line in written] == ["line 2"]


async def test_a_run_that_logs_without_end_is_kept_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_logs, "MAX_LINES_OF_RUN", 3)
    written: list[LogLine] = []

    async def write(lines: Sequence[LogLine]) -> None:
        written.extend(lines)

    logs = StepLogs(write, outages=())
    async with _running(logs):
        await asyncio.sleep(0)
        for number in range(10):
            logs.add(_line(number))
        logs.add(_line(run_id="r2"))

    assert [line.run_id for line in written] == ["r1", "r1", "r1", "r2"]
