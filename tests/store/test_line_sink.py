"""Who writes the end of a run lets the next one go."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from noria.errors import PlanUnreadable, TooLarge, Unavailable
from noria.plan import Engine, Plan
from noria.run import ErrorInfo, Projection, RunRequest, RunStatus, RunUpdate
from store.line import Turn
from store.line_sink import Line, LineSink
from tests.activities.calls import RememberingSink

WORKFLOW = uuid4()


@dataclass
class FakeLine:
    """Implements `store.line_sink.StoredLine` and `store.line_sink.Starter`."""

    waiting: list[Turn] = field(default_factory=list[Turn])
    started: list[str] = field(default_factory=list[str])
    closed: list[str] = field(default_factory=list[str])
    too_large: frozenset[str] = frozenset()
    away: bool = False
    unreadable: frozenset[str] = frozenset()
    unlocked: asyncio.Event = field(default_factory=asyncio.Event)
    """Clear: somebody else holds the lock of the line."""

    def __post_init__(self) -> None:
        self.unlocked.set()

    async def workflows_in_line(self) -> Sequence[UUID]:
        return [WORKFLOW] if self.waiting else []

    async def let_go(self, workflow_id: UUID) -> Sequence[Turn]:
        await self.unlocked.wait()
        if self.away:
            raise Unavailable("The database does not answer.")
        assert workflow_id == WORKFLOW
        return [self.waiting.pop(0)] if self.waiting else []

    async def request(self, ref: Turn) -> RunRequest:
        plan = Plan(engine=Engine(wasm_sha256="0", wasmtime="0"), steps=(), start="start")  # pyright: ignore[reportArgumentType] - a NodeId
        return RunRequest(
            run_id=str(ref.run_id), workspace_id=str(ref.workspace_id), workflow_id="w",
            workflow_name="W", version=1, plan=plan,
        )  # fmt: skip

    async def close(self, ref: Turn, error: ErrorInfo) -> Sequence[UUID]:
        self.closed.append(f"{ref.run_id} {error.type}")
        return [WORKFLOW]

    async def start(self, request: RunRequest) -> None:
        if request.run_id in self.unreadable:
            raise PlanUnreadable("a plan of the future")
        if request.run_id in self.too_large:
            raise TooLarge("2 MB")
        self.started.append(request.run_id)


def turns(count: int) -> list[Turn]:
    return [Turn(uuid4(), uuid4()) for _ in range(count)]


def told(status: RunStatus) -> Projection:
    return Projection(run=RunUpdate(run_id="r", workspace_id="w", status=status))


async def test_the_end_of_a_run_starts_the_next_one() -> None:
    rows, moved = FakeLine(turns(2)), set[UUID]()
    waiting = list(rows.waiting)
    sink = LineSink(RememberingSink(), Line(rows, rows, moved))

    moved.add(WORKFLOW)
    await sink.write(told(RunStatus.RUNNING))
    assert rows.started == []
    await sink.write(told(RunStatus.FAILED))
    await sink.write(told(RunStatus.FAILED))

    assert rows.started == [str(waiting[0].run_id)]


async def test_a_line_that_could_not_move_moves_with_the_next_try() -> None:
    rows, moved = FakeLine(turns(1), away=True), {WORKFLOW}
    line = Line(rows, rows, moved)

    with pytest.raises(Unavailable):
        await line.advance()
    rows.away = False

    assert await line.advance() == 1


async def test_a_run_that_temporal_never_takes_makes_room_for_the_next() -> None:
    rows = FakeLine(turns(2))
    refused, fine = rows.waiting
    rows.too_large = frozenset({str(refused.run_id)})

    assert await Line(rows, rows, {WORKFLOW}).advance() == 1

    assert rows.closed == [f"{refused.run_id} too_large"]
    assert rows.started == [str(fine.run_id)]


async def test_the_sweep_finds_lines_that_nobody_moved() -> None:
    rows = FakeLine(turns(1))

    assert await Line(rows, rows, set()).sweep() == 1
    assert await Line(rows, rows, set()).sweep() == 0


async def test_the_end_of_a_run_does_not_stumble_over_a_plan_of_the_future() -> None:
    rows = FakeLine(turns(1))
    rows.unreadable = frozenset({str(rows.waiting[0].run_id)})
    sink = LineSink(RememberingSink(), Line(rows, rows, {WORKFLOW}))

    await sink.write(told(RunStatus.SUCCEEDED))

    assert (rows.started, rows.closed) == ([], [])


async def test_who_waits_for_a_line_hears_that_the_process_ends_and_another_moves_it() -> None:
    rows = FakeLine(turns(1))
    rows.unlocked.clear()
    line = Line(rows, rows, {WORKFLOW})
    sink = LineSink(RememberingSink(), line)
    waiting = asyncio.create_task(sink.write(told(RunStatus.FAILED)))
    await asyncio.sleep(0.01)
    sink.leave()

    with pytest.raises(Unavailable, match="process ends"):
        await waiting
    with pytest.raises(Unavailable, match="process ends"):
        await sink.write(told(RunStatus.FAILED))
    await asyncio.sleep(0.01)
    rows.unlocked.set()
    assert await line.advance() == 1
