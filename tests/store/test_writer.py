"""The writer with a store that fails as databases do."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from noria.errors import Invalid, Unavailable
from noria.run import Projection, RunUpdate, StepRecord
from store.writer import Writer
from tests.worker.rows import run, step


class Outage(Exception):
    """The database does not answer."""


@dataclass
class FakeStore:
    """`write_projection` with failure injection."""

    transactions: list[list[str]] = field(default_factory=list[list[str]])
    outages: int = 0
    """How many of the next calls fail."""
    poison: frozenset[str] = frozenset()
    """Node ids that are never taken."""
    delay: float = 0.0
    calls: int = 0

    async def write(self, steps: Sequence[StepRecord], runs: Sequence[RunUpdate]) -> None:
        self.calls += 1
        await asyncio.sleep(self.delay)
        if self.outages:
            self.outages -= 1
            raise Outage
        if any(row.node_id in self.poison for row in steps):
            raise ValueError("invalid byte sequence")
        self.transactions.append([*(row.node_id for row in steps), *(row.status for row in runs)])

    @property
    def rows(self) -> list[str]:
        return [row for transaction in self.transactions for row in transaction]


@asynccontextmanager
async def running(store: FakeStore, **limits: float) -> AsyncGenerator[Writer]:
    writer = Writer(store.write, outages=(Outage,), **limits)  # pyright: ignore[reportArgumentType]
    task = asyncio.create_task(writer.run())
    yield writer
    writer.close()
    await asyncio.wait_for(task, 5)


async def test_what_comes_together_is_one_transaction() -> None:
    store = FakeStore()

    async with running(store) as writer:
        for number in range(50):
            writer.emit([step(f"n{number}")])
        await asyncio.sleep(0.06)

        assert len(store.transactions) == 1
        assert store.rows == [f"n{number}" for number in range(50)]


async def test_a_single_event_is_written_soon_and_a_stream_of_them_in_few_transactions() -> None:
    store = FakeStore()

    async with running(store, batch_seconds=0.1) as writer:
        writer.emit([step("first")])
        await asyncio.sleep(0.05)
        soon = list(store.transactions)
        for number in range(10):
            writer.emit([step(f"n{number}")])
            await asyncio.sleep(0.005)

    assert soon == [["first"]]
    assert len(store.transactions) <= 3


async def test_who_waits_is_not_kept_waiting_for_more() -> None:
    store = FakeStore()

    async with running(store, batch_seconds=30) as writer:
        await writer.write(Projection(steps=(step("earlier"),)))
        writer.emit([step("before")])
        await asyncio.wait_for(writer.write(Projection(run=run("succeeded"))), 2)

        assert store.transactions == [["earlier"], ["before", "succeeded"]]


async def test_rows_that_come_during_a_transaction_share_the_next() -> None:
    store = FakeStore(delay=0.05)

    async with running(store, batch_seconds=0) as writer:
        writes = [asyncio.create_task(writer.write(Projection(steps=(step("a"),))))]
        await asyncio.sleep(0.02)
        writes += [
            asyncio.create_task(writer.write(Projection(steps=(step(f"n{n}"),)))) for n in range(9)
        ]
        await asyncio.gather(*writes)

    assert len(store.transactions) == 2


async def test_an_outage_delays_rows_and_keeps_their_order() -> None:
    store = FakeStore(outages=3)

    async with running(store, batch_seconds=0) as writer:
        writer.emit([step("first")])
        await asyncio.sleep(0.05)
        writer.emit([step("second")])
        await asyncio.wait_for(writer.write(Projection(run=run("succeeded"))), 5)

    assert store.rows == ["first", "second", "succeeded"]
    assert store.calls == 5


async def test_in_a_long_outage_live_rows_are_left_out_and_waiting_ones_refused() -> None:
    store = FakeStore(outages=1)

    async with running(store, batch_seconds=0, max_rows=10) as writer:
        writer.emit([step("held")])
        await asyncio.sleep(0.02)
        for number in range(100):
            writer.emit([step(f"n{number}")])
        with pytest.raises(Unavailable, match="Too many rows"):
            await writer.write(Projection(steps=(step("late"),)))

    assert store.rows == ["held"] + [f"n{number}" for number in range(10)]


async def test_memory_is_bounded_by_the_size_of_values_too() -> None:
    store = FakeStore(outages=1)

    async with running(store, batch_seconds=0, max_bytes=50_000) as writer:
        writer.emit([step("held")])
        await asyncio.sleep(0.02)
        for number in range(100):
            writer.emit([step(f"n{number}", output="x" * 10_000)])

    assert 2 <= len(store.rows) <= 6


async def test_a_full_queue_still_takes_the_status_of_a_run() -> None:
    store = FakeStore(outages=1)

    async with running(store, batch_seconds=0, max_rows=1) as writer:
        writer.emit([step("held")])
        await asyncio.sleep(0.02)
        writer.emit([step("a")])
        writer.emit([step("b")], run("waiting"))

    assert store.rows == ["held", "a", "waiting"]


async def test_one_refused_row_does_not_take_others_with_it() -> None:
    store = FakeStore(poison=frozenset({"n3"}))

    async with running(store) as writer:
        writer.emit([step(f"n{number}") for number in range(8)], run("running"))
        await asyncio.sleep(0.1)

    assert sorted(store.rows) == ["n0", "n1", "n2", "n4", "n5", "n6", "n7", "running"]


async def test_who_waits_for_a_refused_row_is_told_so() -> None:
    store = FakeStore(poison=frozenset({"bad"}))

    async with running(store) as writer:
        with pytest.raises(Invalid, match="refused 1 of the rows"):
            await writer.write(Projection(steps=(step("good"), step("bad")), run=run("failed")))

    assert store.rows == ["good", "failed"]


async def test_a_caller_who_gives_up_leaves_its_rows_to_be_written() -> None:
    store = FakeStore(outages=1)

    async with running(store, batch_seconds=0) as writer:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(writer.write(Projection(run=run("failed"))), 0.03)

    assert store.rows == ["failed"]


async def test_many_rows_are_several_transactions_with_the_run_in_the_last() -> None:
    store = FakeStore()

    async with running(store) as writer:
        steps = tuple(step(f"n{number}") for number in range(2_500))
        await writer.write(Projection(steps=steps, run=run("succeeded")))

    assert [len(transaction) for transaction in store.transactions] == [1_000, 1_000, 501]
    assert store.transactions[-1][-1] == "succeeded"


async def test_closing_writes_what_is_left() -> None:
    store = FakeStore(delay=0.02)

    async with running(store, batch_seconds=30) as writer:
        writer.emit([step("last")])

    assert store.rows == ["last"]


async def test_nothing_to_write_is_no_transaction() -> None:
    store = FakeStore()

    async with running(store) as writer:
        writer.emit(())
        await writer.write(Projection())

    assert store.calls == 0
